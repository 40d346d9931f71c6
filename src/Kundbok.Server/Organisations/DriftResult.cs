using System.Buffers;
using Kundbok.Server.Http;

namespace Kundbok.Server.Organisations;

/// <summary>Sends a report as fast as the client reads. One that cannot be finished is broken off, not ended.</summary>
internal sealed class DriftResult(DriftWriter writer, IAsyncEnumerable<DriftRow> rows) : IResult
{
    private const int PieceBytes = 32 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = writer.ContentType;
        response.Headers.Vary = "Accept";
        if (HeadMiddleware.IsHead(httpContext)) return;

        var cancellation = httpContext.RequestAborted;
        try
        {
            await WriteAsync(writer, rows, async piece => await response.BodyWriter.WriteAsync(piece, cancellation), cancellation);
        }
        catch (OperationCanceledException) when (response.HasStarted && cancellation.IsCancellationRequested)
        {
            // The client went away, which is its right.
        }
    }

    /// <summary>Writes a whole report, in pieces.</summary>
    public static async Task WriteAsync(DriftWriter writer, IAsyncEnumerable<DriftRow> rows, Func<ReadOnlyMemory<byte>, Task> send, CancellationToken cancellation)
    {
        var piece = new ArrayBufferWriter<byte>(2 * PieceBytes);
        writer.WriteStart(piece);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            writer.Write(row, piece);
            if (piece.WrittenCount < PieceBytes) continue;
            await send(piece.WrittenMemory);
            piece.ResetWrittenCount();
        }

        writer.WriteEnd(piece);
        await send(piece.WrittenMemory);
    }
}
