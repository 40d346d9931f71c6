using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;

namespace Kundbok.Server.Changes;

/// <summary>
/// Sends everything that is held about one customer as a file of JSON, as fast as the client reads. One that cannot be finished is broken
/// off, not ended.
/// </summary>
internal sealed class DossierResult(Dossier dossier, IEnumerable<IDossierSection> sections) : IResult
{
    /// <summary>What a dossier says of itself.</summary>
    public const string NotIncluded =
        "This is everything that the register's database holds about the customer. It is not what backups of the database and its write-ahead log hold from before, nor the logs of proxies in front of the server, nor what was exported or sent elsewhere.";

    // Sent in pieces of about this size, as an export is.
    private const int PieceBytes = 32 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var now = httpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        response.ContentType = DocumentResult.ContentType;
        response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"customer-{dossier.Customer}-{now.UtcDateTime:yyyy-MM-dd}.json\"");
        if (HeadMiddleware.IsHead(httpContext)) return;

        try
        {
            await WriteAsync(httpContext, now);
        }
        catch (OperationCanceledException) when (response.HasStarted && httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client went away, which is its right.
        }
    }

    /// <summary>Writes one version, with its document.</summary>
    public static void WriteVersion(Utf8JsonWriter json, Change change)
    {
        json.WriteStartObject();
        json.WriteNumber("version"u8, change.Sequence);
        ChangeJson.WriteOrigin(json, change);
        ChangeJson.WriteDocument(json, "document"u8, change.Document);
        json.WriteEndObject();
    }

    private async Task WriteAsync(HttpContext context, DateTimeOffset now)
    {
        var cancellation = context.RequestAborted;

        // Of its own: what were written to the answer, but not sent, would still be in it when a fault is told instead.
        var piece = new ArrayBufferWriter<byte>(2 * PieceBytes);
        await using var json = new Utf8JsonWriter(piece, ChangeJson.Options);
        json.WriteStartObject();
        json.WriteString("made"u8, Instants.Format(now));
        json.WriteString("notIncluded"u8, NotIncluded);
        ChangeJson.WriteDocument(json, "customer"u8, dossier.Present?.Document);

        json.WriteStartArray("versions"u8);
        await foreach (var change in dossier.VersionsAsync(cancellation))
        {
            WriteVersion(json, change);
            if (piece.WrittenCount + json.BytesPending >= PieceBytes) await SendAsync(context, json, piece);
        }

        json.WriteEndArray();
        foreach (var section in sections)
        {
            json.WriteStartArray(section.Name);
            await foreach (var write in section.ReadAsync(dossier.Merchant, dossier.Customer, cancellation))
            {
                write(json);
                if (piece.WrittenCount + json.BytesPending >= PieceBytes) await SendAsync(context, json, piece);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        await SendAsync(context, json, piece);
    }

    private static async ValueTask SendAsync(HttpContext context, Utf8JsonWriter json, ArrayBufferWriter<byte> piece)
    {
        await json.FlushAsync(context.RequestAborted);
        await context.Response.BodyWriter.WriteAsync(piece.WrittenMemory, context.RequestAborted);
        piece.ResetWrittenCount();
    }
}
