using Kundbok.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace Kundbok.Server.Http;

/// <summary>
/// Refuses request lines and headers that are too long with a problem. The server's own limits are higher: what it refuses
/// itself gets an answer without a body.
/// </summary>
internal sealed class RequestSizeMiddleware(RequestDelegate next)
{
    /// <summary>The most characters of a request's path and query. Cursors of pages by long names have as many as 11,000.</summary>
    public const int MostTargetCharacters = 16 << 10;

    private const int MostHeaderCharacters = 32 << 10;
    private const int MostHeaders = 100;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > MostTargetCharacters)
            return Problems.WriteAsync(context, ProblemCode.InvalidRequest, $"The path and query may have at most {MostTargetCharacters} characters.", StatusCodes.Status414UriTooLong);

        return IsTooLong(context.Request.Headers)
            ? Problems.WriteAsync(context, ProblemCode.InvalidRequest, $"At most {MostHeaders} headers, of {MostHeaderCharacters} characters in all, may be sent.", StatusCodes.Status431RequestHeaderFieldsTooLarge)
            : next(context);
    }

    private static bool IsTooLong(IHeaderDictionary headers) =>
        headers.Count > MostHeaders || headers.Sum(header => header.Key.Length + header.Value.Sum(value => value?.Length ?? 0)) > MostHeaderCharacters;
}
