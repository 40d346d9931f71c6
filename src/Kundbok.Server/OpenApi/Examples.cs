using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Exports;

namespace Kundbok.Server.OpenApi;

/// <summary>Customers for examples. All are invented; their numbers are published test numbers.</summary>
internal static class Examples
{
    public const string CompanyNumber = "556016-0680";

    public const string PersonalNumber = "550101-1018";

    /// <summary>What a token looks like.</summary>
    public const string Token = "eyJhbGciOiJIUzI1NiIs…";

    /// <summary>What a place in the log looks like.</summary>
    public const string ChangeCursor = "1f4c09ab-1-16";

    public const string NewCompany =
        $$"""{"name":"Nordlys Cykel AB","companyno":"{{CompanyNumber}}","address":"Storgatan 1","postcode":"114 18","postoffice":"Stockholm","countrycode":"se","email":"faktura@example.com"}""";

    public const string NewPerson =
        $$"""{"name":"Alma Åkerström","customertypecode":"privat","companyno":"{{PersonalNumber}}","postoffice":"Luleå","customerid":1002}""";

    public const string Change = """{"email":"ekonomi@example.com","reference":"Maja","countrycode":null}""";

    public static readonly Customer Company = Stored(1000, 1001, NewCompany);

    public static readonly Customer Person = Stored(1001, 1002, NewPerson);

    private const long Merchant = 1;

    private const int SchemaLines = 20;

    /// <summary>The company after <see cref="Change"/>.</summary>
    public static Customer Changed => Company.With(Input(Change, isNew: false));

    public static JsonNode Json(params Customer[] customers) => new JsonArray([.. customers.Select(Json)]);

    public static JsonNode Json(Customer customer) => JsonNode.Parse(CustomerJson.Write(customer))!;

    /// <summary>An export of one customer, as the export itself writes it.</summary>
    public static string File(IExportFormat format, Customer customer)
    {
        var file = new ArrayBufferWriter<byte>();
        format.WriteStart(file);
        format.WriteCustomer(CustomerJson.Write(customer), file);
        format.WriteEnd(file);
        return Encoding.UTF8.GetString(file.WrittenSpan);
    }

    /// <summary>The beginning of the XML Schema.</summary>
    public static string XmlSchema()
    {
        var lines = Encoding.UTF8.GetString(CustomerSchema.Document).Split('\n');
        return string.Join('\n', lines.Take(SchemaLines)) + "\n…";
    }

    private static Customer Stored(long id, int number, string json)
    {
        var input = Input(json, isNew: true);
        input[CustomerFields.Number] = number.ToString(CultureInfo.InvariantCulture);
        return Customer.New(id, new DateTimeOffset(2026, 1, 15, 9, 30, 0, TimeSpan.Zero), Merchant, input);
    }

    private static CustomerInput Input(string json, bool isNew) => CustomerInputReader.Read(Encoding.UTF8.GetBytes(json), isNew).Input!;
}
