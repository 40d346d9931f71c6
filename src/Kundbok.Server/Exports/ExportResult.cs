using System.Buffers;
using System.Globalization;
using Kundbok.Server.Http;
using Kundbok.Storage;

namespace Kundbok.Server.Exports;

/// <summary>
/// Sends customers as a file, as fast as the client reads and without holding more of them than a page. An export that cannot be
/// finished is broken off, not ended, so that no part of a file looks like a whole one.
/// </summary>
/// <param name="format">How the file is written.</param>
/// <param name="pages">The customers.</param>
internal sealed partial class ExportResult(IExportFormat format, IAsyncEnumerable<CustomerPage> pages) : IResult
{
    // Sent in pieces of about this size: large enough for few of them, small enough to stay out of the large object heap.
    private const int PieceBytes = 32 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var today = httpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        response.ContentType = format.ContentType;
        response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"customers-{today:yyyy-MM-dd}.{format.Extension}\"");
        if (HeadMiddleware.IsHead(httpContext)) return;

        try
        {
            await WriteAsync(httpContext);
        }
        catch (OperationCanceledException) when (response.HasStarted && httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client went away, which is its right.
        }
        catch (CustomerRemovedException)
        {
            LogRemoved(httpContext.RequestServices.GetRequiredService<ILogger<ExportResult>>());
            httpContext.Abort();
        }
    }

    private async Task WriteAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var output = context.Response.BodyWriter;
        var piece = new ArrayBufferWriter<byte>(2 * PieceBytes);

        format.WriteStart(piece);
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            for (var i = 0; i < page.Ids.Count; i++)
            {
                format.WriteCustomer(page[i].Span, piece);
                if (piece.WrittenCount < PieceBytes) continue;
                await output.WriteAsync(piece.WrittenMemory, cancellation);
                piece.ResetWrittenCount();
            }
        }

        format.WriteEnd(piece);
        await output.WriteAsync(piece.WrittenMemory, cancellation);
    }

    [LoggerMessage(1, LogLevel.Information, "An export of chosen customers was broken off: one of them was removed meanwhile.")]
    private static partial void LogRemoved(ILogger log);
}
