using System.Buffers;
using System.Text.Json;
using Kundbok.Server.Http;
using Kundbok.Storage;

namespace Kundbok.Server.Changes;

/// <summary>Answers with a page of a customer's history, and a <c>Link</c> to the next one.</summary>
internal sealed class HistoryResult(HistoryPage page, string? next) : IResult
{
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
        using var json = new Utf8JsonWriter(output, ChangeJson.Options);
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
        ChangeJson.WriteOrigin(json, change);
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
