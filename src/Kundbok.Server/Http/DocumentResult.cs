using Kundbok.Server.Changes;

namespace Kundbok.Server.Http;

/// <summary>Answers 200 with a customer's document as it is stored, and its version.</summary>
internal sealed class DocumentResult(ReadOnlyMemory<byte> document, long version, string? location = null) : IResult
{
    public const string ContentType = "application/json; charset=utf-8";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ContentType;
        response.ContentLength = document.Length;
        response.Headers.ETag = EntityTags.Of(version);
        if (location is not null) response.Headers.Location = location;
        await response.BodyWriter.WriteAsync(document, httpContext.RequestAborted);
    }
}
