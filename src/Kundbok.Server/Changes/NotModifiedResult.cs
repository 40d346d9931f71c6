namespace Kundbok.Server.Changes;

/// <summary>Answers 304: the client has this version already.</summary>
internal sealed class NotModifiedResult(long version) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        httpContext.Response.Headers.ETag = EntityTags.Of(version);
        return Task.CompletedTask;
    }
}
