using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;

namespace Kundbok.Server.Changes;

/// <summary>Answers with a page of a customer's history, and a <c>Link</c> to the next one.</summary>
internal sealed class HistoryResult(HistoryPage page, string? next) : IResult
{
    // As in the documents: nothing is escaped that JSON does not require. The answer is never part of a page of HTML.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var json = Write(page);
        var response = httpContext.Response;
        response.ContentType = DocumentResult.ContentType;
        response.ContentLength = json.Length;
        if (next is not null) response.Headers.Link = $"<{next}>; rel=\"next\"";
        await response.BodyWriter.WriteAsync(json, httpContext.RequestAborted);
    }

    /// <summary>The page as it is sent.</summary>
    public static ReadOnlyMemory<byte> Write(HistoryPage page)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(output, Plain);
        json.WriteStartObject();
        json.WriteStartArray("versions"u8);
        for (var i = 0; i < page.Count; i++) WriteVersion(json, page.Changes[i], FieldChange.Of(page.Changes[i], page.DocumentBefore(i)));
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }

    private static void WriteVersion(Utf8JsonWriter json, Change change, IEnumerable<FieldChange> fields)
    {
        json.WriteStartObject();
        json.WriteNumber("version"u8, change.Sequence);
        json.WriteString("kind"u8, ChangeKinds.NameOf(change.Kind));
        json.WriteString("time"u8, Instants.Format(change.At));
        json.WriteStartObject("actor"u8);
        json.WriteString("kind"u8, change.Actor.KindName);
        json.WriteString("name"u8, change.Actor.Name);
        json.WriteEndObject();
        json.WriteNumber("operation"u8, change.Operation);
        json.WriteStartObject("changed"u8);
        foreach (var (field, from, to) in fields)
        {
            json.WriteStartObject(field.Name);
            json.WriteString("from"u8, from);
            json.WriteString("to"u8, to);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
