using System.Buffers;
using System.Text;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Kundbok.Server.Changes;

/// <summary>Answers with changes and the cursor behind them; and with a <c>Link</c> to what follows, when something does already.</summary>
/// <param name="changes">The changes, in order.</param>
/// <param name="next">The place behind them.</param>
/// <param name="link">The relative address of what follows; null when nothing does yet.</param>
internal sealed class FeedResult(IReadOnlyList<Change> changes, ChangeCursor next, string? link) : IResult
{
    private const int SentAtOnce = 64 << 10;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // A client may read as slowly as Kestrel's least data rate lets it.
        httpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        var response = httpContext.Response;
        response.ContentType = DocumentResult.ContentType;
        if (link is not null) response.Headers.Link = $"<{link}>; rel=\"next\"";

        var output = response.BodyWriter;
        output.Write("{\"changes\":["u8);
        for (var i = 0; i < changes.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            ChangeJson.Write(changes[i], output);
            if (output.UnflushedBytes > SentAtOnce) await output.FlushAsync(httpContext.RequestAborted);
        }

        output.Write(Encoding.ASCII.GetBytes($"],\"next\":\"{next}\"}}"));
        await output.FlushAsync(httpContext.RequestAborted);
    }
}
