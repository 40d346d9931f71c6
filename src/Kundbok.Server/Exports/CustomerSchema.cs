using System.Globalization;
using System.Text;
using System.Xml;
using Kundbok.Contracts;

namespace Kundbok.Server.Exports;

/// <summary>The XML Schema of <see cref="XmlFormat"/>, made from the field table.</summary>
internal static class CustomerSchema
{
    private const string Prefix = "xs";
    private const string Namespace = "http://www.w3.org/2001/XMLSchema";
    private const string Instant = "instant";

    /// <summary>The schema, in UTF-8.</summary>
    public static byte[] Document { get; } = Write();

    private static byte[] Write()
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, NewLineChars = "\n" }))
        {
            Start(xml, "schema");
            WriteRoot(xml);
            WriteCustomer(xml);
            WriteInstant(xml);
            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static void WriteRoot(XmlWriter xml)
    {
        Start(xml, "element", ("name", XmlFormat.Root));
        Start(xml, "complexType");
        Start(xml, "sequence");
        Start(xml, "element", ("name", XmlFormat.Customer), ("type", XmlFormat.Customer), ("minOccurs", "0"), ("maxOccurs", "unbounded"));
        End(xml, 4);
    }

    private static void WriteCustomer(XmlWriter xml)
    {
        Start(xml, "complexType", ("name", XmlFormat.Customer));
        Start(xml, "sequence");
        foreach (var field in CustomerFields.All)
        {
            Start(xml, "element", ("name", field.Name), ("type", TypeOf(field)));
            Start(xml, "annotation");
            Start(xml, "documentation");
            xml.WriteString(DescriptionOf(field));
            End(xml, 3);
        }

        End(xml, 2);
    }

    // The limit is told, not demanded: some validators, that of .NET among them, count UTF-16 units where the standard and the register
    // count characters, and would refuse what the register holds.
    private static string DescriptionOf(CustomerField field) => field.ReadOnly
        ? $"{field.Description} Read-only: given by the register."
        : string.Create(CultureInfo.InvariantCulture, $"{field.Description} At most {field.MaxLength} characters.");

    private static string TypeOf(CustomerField field) => field.Type switch
    {
        FieldType.Id => $"{Prefix}:long",
        FieldType.Instant => Instant,
        _ => $"{Prefix}:string",
    };

    private static void WriteInstant(XmlWriter xml)
    {
        Start(xml, "simpleType", ("name", Instant));
        Start(xml, "restriction", ("base", $"{Prefix}:dateTime"));
        Start(xml, "pattern", ("value", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z"));
        End(xml, 3);
    }

    private static void Start(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(Prefix, name, Namespace);
        foreach (var attribute in attributes) xml.WriteAttributeString(attribute.Name, attribute.Value);
    }

    private static void End(XmlWriter xml, int elements)
    {
        for (; elements > 0; elements--) xml.WriteEndElement();
    }
}
