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

    // Runs for every request, so without the allocations of a query.
    private static bool IsTooLong(IHeaderDictionary headers)
    {
        var characters = 0;
        foreach (var (name, values) in headers)
        {
            characters += name.Length;
            for (var i = 0; i < values.Count; i++) characters += values[i]?.Length ?? 0;
        }

        return headers.Count > MostHeaders || characters > MostHeaderCharacters;
    }
}
