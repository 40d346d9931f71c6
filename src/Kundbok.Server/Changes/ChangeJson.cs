using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Server.Changes;

/// <summary>Writes a change as everybody who follows the log gets it; the customer is its document as it is stored.</summary>
internal static class ChangeJson
{
    /// <summary>As customers are written: nothing is escaped that JSON does not require. The answer is UTF-8, and no page of HTML.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one object: <c>sequence</c>, <c>kind</c>, <c>id</c>, <c>time</c>, <c>actor</c>, <c>operation</c> and <c>customer</c>, which is null when the customer is gone.</summary>
    public static void Write(Change change, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteNumber("sequence"u8, change.Sequence);
        json.WriteNumber("id"u8, change.Customer);
        WriteOrigin(json, change);
        WriteDocument(json, "customer"u8, change.Document);
        json.WriteEndObject();
    }

    /// <summary>Writes what happened, when, who did it, and together with what: <c>kind</c>, <c>time</c>, <c>actor</c> and <c>operation</c>.</summary>
    public static void WriteOrigin(Utf8JsonWriter json, Change change)
    {
        json.WriteString("kind"u8, ChangeKinds.NameOf(change.Kind));
        json.WriteString("time"u8, Instants.Format(change.At));
        json.WriteStartObject("actor"u8);
        json.WriteString("kind"u8, change.Actor.KindName);
        json.WriteString("name"u8, change.Actor.Name);
        json.WriteEndObject();
        json.WriteNumber("operation"u8, change.Operation);
    }

    /// <summary>Writes a customer as it is stored, or null.</summary>
    public static void WriteDocument(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlyMemory<byte>? document)
    {
        json.WritePropertyName(name);
        if (document is { } there) json.WriteRawValue(there.Span, skipInputValidation: true);
        else json.WriteNullValue();
    }
}
