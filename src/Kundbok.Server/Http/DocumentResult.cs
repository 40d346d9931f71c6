namespace Kundbok.Server.Http;

/// <summary>Answers 200 with a JSON document as it is stored.</summary>
internal sealed class DocumentResult(ReadOnlyMemory<byte> document, string? location = null) : IResult
{
    public const string ContentType = "application/json; charset=utf-8";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ContentType;
        response.ContentLength = document.Length;
        if (location is not null) response.Headers.Location = location;
        await response.BodyWriter.WriteAsync(document, httpContext.RequestAborted);
    }
}
