using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Exports;

/// <summary>Reads exports back, customer by customer, as the values of the fields in their order.</summary>
internal static class Downloads
{
    public const string Xml = "/customers/export/xml";
    public const string Csv = "/customers/export/csv";
    public const string ExcelCsv = "/customers/export/csv?profile=excel-sv";
    public const string Schema = "/customers/export/customers.xsd";

    public static readonly string[] FieldNames = [.. CustomerFields.All.Select(field => field.Name)];

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The body, which must be valid UTF-8, of an answer that must be 200. A byte order mark is left in.</summary>
    public static async Task<string> TextAsync(this Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return StrictUtf8.GetString(await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The customers of an XML export, which must validate against the schema that the server serves.</summary>
    public static async Task<List<string[]>> XmlAsync(this HttpClient client, string path = Xml, string? ids = null)
    {
        var schemas = new XmlSchemaSet();
        using (var schema = XmlReader.Create(new StringReader(await client.SendAsync(HttpMethod.Get, Schema).TextAsync()))) schemas.Add(null, schema);
        var text = await client.SendAsync(ids is null ? HttpMethod.Get : HttpMethod.Post, path, ids).TextAsync();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, invalid) => throw new FormatException(invalid.Message);
        using var reader = XmlReader.Create(new StringReader(text), settings);
        var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);

        document.Root!.Name.LocalName.ShouldBe("customers");
        return [.. document.Root.Elements().Select(customer =>
        {
            customer.Name.LocalName.ShouldBe("customer");
            customer.Elements().Select(element => element.Name.LocalName).ShouldBe(FieldNames);
            return customer.Elements().Select(element => element.Value).ToArray();
        })];
    }

    /// <summary>The customers of a plain CSV export.</summary>
    public static async Task<List<string[]>> CsvAsync(this HttpClient client, string path = Csv, string? ids = null) =>
        Records(await client.SendAsync(ids is null ? HttpMethod.Get : HttpMethod.Post, path, ids).TextAsync(), ',');

    /// <summary>The records below a header row, which must be the fields' names.</summary>
    public static List<string[]> Records(string csv, char separator)
    {
        var records = StrictCsv.Parse(csv, separator);
        records[0].ShouldBe(FieldNames);
        records.ShouldAllBe(record => record.Length == FieldNames.Length);
        return records[1..];
    }

    /// <summary>What the list has: the judge of what an export should have.</summary>
    public static async Task<List<string[]>> ListedAsync(this HttpClient client, string query = "")
    {
        var list = (await client.GetJsonAsync($"/customers?limit=10000&{query}")).AsArray();
        return [.. list.Select(customer => FieldNames.Select(name => customer![name]!.ToString()).ToArray())];
    }

    public static IEnumerable<long> Ids(this IEnumerable<string[]> customers) =>
        customers.Select(values => long.Parse(values[CustomerFields.Id.Ordinal], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Adds customers past HTTP, which is quicker, and gives back their ids.</summary>
    public static async Task<List<long>> FillAsync(this IRegister register, long merchant, int count, string notes = "")
    {
        var input = new CustomerInput { [CustomerFields.Name] = "Kund", [CustomerFields.Notes] = notes };
        (await register.Customers.CreateManyAsync(merchant, [.. Enumerable.Repeat(new NewCustomer(input), count)], CancellationToken.None)).ShouldBeNull();
        using var page = await register.Customers.ListAsync(merchant, CustomerFilter.All, new CustomerSlice(CustomerSort.Default, null, 0, 10_000), CancellationToken.None);
        return [.. page.Ids, .. page.Unread];
    }

    public static JsonObject Customer(params (CustomerField Field, string Text)[] texts)
    {
        var customer = new JsonObject { [CustomerFields.Name.Name] = "Kund" };
        foreach (var (field, text) in texts) customer[field.Name] = text;
        return customer;
    }
}
