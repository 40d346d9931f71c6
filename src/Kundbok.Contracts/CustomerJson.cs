using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Kundbok.Contracts;

/// <summary>
/// The canonical JSON document of a customer: UTF-8, one object without white space, every field in the order of the wire,
/// nothing escaped that JSON does not require. Equal customers have equal bytes, so the document is what is stored, sent and compared.
/// </summary>
public static class CustomerJson
{
    private static readonly byte[][] Names = [.. CustomerFields.All.Select(field => Encoding.UTF8.GetBytes($"\"{field.Name}\":"))];

    // What JSON requires to be escaped: quotation mark, reverse solidus and the control characters.
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\" + string.Concat(Enumerable.Range(0, 0x20).Select(code => (char)code)));

    /// <summary>The document of the customer.</summary>
    public static byte[] Write(Customer customer)
    {
        var output = new ArrayBufferWriter<byte>(2048);
        output.Write("{"u8);
        foreach (var field in CustomerFields.All)
        {
            if (field.Ordinal > 0) output.Write(","u8);
            output.Write(Names[field.Ordinal]);
            WriteValue(output, customer, field);
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A JSON object with the fields that are set, and no others: what a create or an update takes.</summary>
    public static byte[] Write(CustomerInput input)
    {
        var output = new ArrayBufferWriter<byte>(256);
        var separator = "{"u8;
        foreach (var field in CustomerFields.All)
        {
            if (input[field] is not { } text) continue;
            output.Write(separator);
            separator = ","u8;
            output.Write(Names[field.Ordinal]);
            WriteText(output, text);
        }

        output.Write(separator[0] == '{' ? "{}"u8 : "}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a document. A field that it does not have yet (it was written before the field existed) is empty.</summary>
    /// <exception cref="JsonException">The bytes are not a document that <see cref="Write(Customer)"/> made.</exception>
    public static Customer Read(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document);
        reader.Read();
        return Read(ref reader, skipsOthers: false);
    }

    /// <summary>Reads a customer out of an answer. Properties that are no field are skipped: those of a newer server.</summary>
    /// <param name="reader">On the beginning of the object; afterwards on its end.</param>
    /// <exception cref="JsonException">It is no customer.</exception>
    public static Customer Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.StartObject ? Read(ref reader, skipsOthers: true) : throw new JsonException("A customer is an object.");

    private static Customer Read(ref Utf8JsonReader reader, bool skipsOthers)
    {
        var texts = new string[CustomerFields.All.Count];
        Array.Fill(texts, "");
        long id = 0, module = 0, merchant = 0;
        DateTimeOffset created = default;
        var expected = 0;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (skipsOthers && !IsField(ref reader, expected))
            {
                reader.Skip();
                continue;
            }

            var field = FieldAt(ref reader, expected);
            expected = field.Ordinal + 1;
            reader.Read();
            if (field.Type == FieldType.Text) texts[field.Ordinal] = reader.GetString() ?? "";
            else if (field == CustomerFields.Created) created = Instants.Parse(reader.GetString() ?? "");
            else if (field == CustomerFields.Id) id = reader.GetInt64();
            else if (field == CustomerFields.Module) module = reader.GetInt64();
            else merchant = reader.GetInt64();
        }

        return new Customer(id, created, module, merchant, texts);
    }

    /// <summary>
    /// The field of the property the reader stands on. Documents have the fields in order, so the expected one is compared
    /// first, without making a string.
    /// </summary>
    /// <param name="reader">On a property name.</param>
    /// <param name="expected">Ordinal of the field that should come next.</param>
    /// <exception cref="JsonException">There is no such field.</exception>
    public static CustomerField FieldAt(ref Utf8JsonReader reader, int expected)
    {
        var fields = CustomerFields.All;
        return expected < fields.Count && reader.ValueTextEquals(fields[expected].Name)
            ? fields[expected]
            : CustomerFields.Find(reader.GetString() ?? "") ?? throw new JsonException("The document has a property that is no field.");
    }

    private static bool IsField(ref Utf8JsonReader reader, int expected) =>
        (expected < CustomerFields.All.Count && reader.ValueTextEquals(CustomerFields.All[expected].Name)) || CustomerFields.Find(reader.GetString() ?? "") is not null;

    private static void WriteValue(ArrayBufferWriter<byte> output, Customer customer, CustomerField field)
    {
        if (field.Type == FieldType.Id)
        {
            customer.IdOf(field).TryFormat(output.GetSpan(20), out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
            output.Advance(written);
            return;
        }

        WriteText(output, customer[field]);
    }

    private static void WriteText(ArrayBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        WriteEscaped(output, text);
        output.Write("\""u8);
    }

    private static void WriteEscaped(ArrayBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Escaped) is var plain and >= 0)
        {
            Encoding.UTF8.GetBytes(text[..plain], output);
            WriteEscape(output, text[plain]);
            text = text[(plain + 1)..];
        }

        Encoding.UTF8.GetBytes(text, output);
    }

    private static void WriteEscape(ArrayBufferWriter<byte> output, char escaped)
    {
        switch (escaped)
        {
            case '"': output.Write("\\\""u8); break;
            case '\\': output.Write("\\\\"u8); break;
            case '\n': output.Write("\\n"u8); break;
            case '\r': output.Write("\\r"u8); break;
            case '\t': output.Write("\\t"u8); break;
            default: Encoding.UTF8.GetBytes($"\\u{(int)escaped:x4}", output); break;
        }
    }
}
