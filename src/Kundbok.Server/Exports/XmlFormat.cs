using System.Buffers;
using System.Text;
using Kundbok.Contracts;

namespace Kundbok.Server.Exports;

/// <summary>
/// XML 1.0: an element per field, named as the field, empty for empty text. <see cref="CustomerSchema"/> describes it. Every
/// character that the register holds is one that XML can carry.
/// </summary>
internal sealed class XmlFormat : IExportFormat
{
    public const string XmlContentType = "application/xml; charset=utf-8";

    /// <summary>Name of the root element.</summary>
    public const string Root = "customers";

    /// <summary>Name of the element of a customer.</summary>
    public const string Customer = "customer";

    private static readonly Element RootElement = new(Root);
    private static readonly Element CustomerElement = new(Customer);
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("&<>\r\n\t"u8);
    private static readonly Element[] Fields = [.. CustomerFields.All.Select(field => new Element(field.Name))];

    private XmlFormat()
    {
    }

    public static XmlFormat Instance { get; } = new();

    public string ContentType => XmlContentType;

    public string Extension => "xml";

    /// <inheritdoc/>
    public void WriteStart(IBufferWriter<byte> output)
    {
        output.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"u8);
        output.Write(RootElement.Open);
        output.Write("\n"u8);
    }

    /// <inheritdoc/>
    public void WriteCustomer(ReadOnlySpan<byte> document, IBufferWriter<byte> output)
    {
        output.Write(CustomerElement.Open);
        using var fields = new DocumentFields(document);
        while (fields.MoveNext())
        {
            var element = Fields[fields.Ordinal];
            if (fields.Value.IsEmpty)
            {
                output.Write(element.Empty);
                continue;
            }

            output.Write(element.Open);
            WriteText(fields.Value, output);
            output.Write(element.Close);
        }

        output.Write(CustomerElement.Close);
        output.Write("\n"u8);
    }

    /// <inheritdoc/>
    public void WriteEnd(IBufferWriter<byte> output)
    {
        output.Write(RootElement.Close);
        output.Write("\n"u8);
    }

    private static void WriteText(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (text.IndexOfAny(Escaped) is var plain and >= 0)
        {
            output.Write(text[..plain]);
            output.Write(ReferenceTo(text[plain]));
            text = text[(plain + 1)..];
        }

        output.Write(text);
    }

    // A parser turns a bare CR into LF; LF and tab are for those that tidy white space up.
    private static ReadOnlySpan<byte> ReferenceTo(byte escaped) => escaped switch
    {
        (byte)'&' => "&amp;"u8,
        (byte)'<' => "&lt;"u8,
        (byte)'>' => "&gt;"u8,
        (byte)'\r' => "&#13;"u8,
        (byte)'\n' => "&#10;"u8,
        _ => "&#9;"u8,
    };

    private sealed class Element(string name)
    {
        public byte[] Open { get; } = Encoding.UTF8.GetBytes($"<{name}>");

        public byte[] Close { get; } = Encoding.UTF8.GetBytes($"</{name}>");

        public byte[] Empty { get; } = Encoding.UTF8.GetBytes($"<{name}/>");
    }
}
