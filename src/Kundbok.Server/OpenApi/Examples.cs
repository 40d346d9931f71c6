using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Kundbok.Contracts;

namespace Kundbok.Server.OpenApi;

/// <summary>Customers for examples. All are invented; their numbers are published test numbers.</summary>
internal static class Examples
{
    public const string CompanyNumber = "556016-0680";

    public const string PersonalNumber = "550101-1018";

    /// <summary>What a token looks like.</summary>
    public const string Token = "eyJhbGciOiJIUzI1NiIs…";

    public const string NewCompany =
        $$"""{"name":"Nordlys Cykel AB","companyno":"{{CompanyNumber}}","address":"Storgatan 1","postcode":"114 18","postoffice":"Stockholm","countrycode":"se","email":"faktura@example.com"}""";

    public const string NewPerson =
        $$"""{"name":"Alma Åkerström","customertypecode":"privat","companyno":"{{PersonalNumber}}","postoffice":"Luleå","customerid":1002}""";

    public const string Change = """{"email":"ekonomi@example.com","reference":"Maja","countrycode":null}""";

    public static readonly Customer Company = Stored(1000, 1001, NewCompany);

    public static readonly Customer Person = Stored(1001, 1002, NewPerson);

    private const long Merchant = 1;

    private const string XmlDeclaration = """<?xml version="1.0" encoding="utf-8"?>""";

    /// <summary>The company after <see cref="Change"/>.</summary>
    public static Customer Changed => Company.With(Input(Change, isNew: false));

    public static JsonNode Json(params Customer[] customers) => new JsonArray([.. customers.Select(Json)]);

    public static JsonNode Json(Customer customer) => JsonNode.Parse(CustomerJson.Write(customer))!;

    public static string Xml(Customer customer) =>
        XmlDeclaration + "\n" + new XElement("customers", new XElement("customer", CustomerFields.All.Select(field => new XElement(field.Name, customer[field])))).ToString().ReplaceLineEndings("\n");

    // No value of these customers needs quotes.
    public static string Csv(string separator, Customer customer) =>
        string.Join(separator, CustomerFields.All.Select(field => field.Name)) + "\r\n" + string.Join(separator, CustomerFields.All.Select(field => customer[field])) + "\r\n";

    public static string XmlSchema(CustomerField field) => $"""
        {XmlDeclaration}
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <!-- … -->
          <xs:element name="{field.Name}" type="text{field.MaxLength}"/>
          <!-- … -->
        </xs:schema>
        """;

    private static Customer Stored(long id, int number, string json)
    {
        var input = Input(json, isNew: true);
        input[CustomerFields.Number] = number.ToString(CultureInfo.InvariantCulture);
        return Customer.New(id, new DateTimeOffset(2026, 1, 15, 9, 30, 0, TimeSpan.Zero), Merchant, input);
    }

    private static CustomerInput Input(string json, bool isNew) => CustomerInputReader.Read(System.Text.Encoding.UTF8.GetBytes(json), isNew).Input!;
}
