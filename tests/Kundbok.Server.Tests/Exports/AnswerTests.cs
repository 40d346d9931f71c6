using System.Net;
using System.Xml;
using System.Xml.Schema;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Exports;

/// <summary>Headers, profiles, the schema and who may call.</summary>
public sealed class AnswerTests(AnswerTests.ServerWithClock server) : IClassFixture<AnswerTests.ServerWithClock>
{
    private const string CsvType = "text/csv; charset=utf-8; header=present";
    private const string XmlType = "application/xml; charset=utf-8";

    [Theory]
    [InlineData("GET", Downloads.Xml, XmlType, "xml")]
    [InlineData("POST", Downloads.Xml, XmlType, "xml")]
    [InlineData("HEAD", Downloads.Xml, XmlType, "xml")]
    [InlineData("GET", Downloads.Csv, CsvType, "csv")]
    [InlineData("POST", Downloads.Csv, CsvType, "csv")]
    [InlineData("HEAD", Downloads.Csv, CsvType, "csv")]
    [InlineData("GET", Downloads.ExcelCsv, CsvType, "csv")]
    [InlineData("POST", Downloads.ExcelCsv, CsvType, "csv")]
    public async Task An_export_is_a_file_of_its_type_with_the_day_in_its_name(string method, string path, string type, string extension)
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"Kund"}""");

        using var response = await client.SendAsync(new HttpMethod(method), path, method == "POST" ? "[]" : null);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.GetValues("Content-Type").ShouldBe([type]);
        response.Content.Headers.GetValues("Content-Disposition").ShouldBe([$"attachment; filename=\"customers-2026-02-28.{extension}\""]);
        ((await response.Content.ReadAsByteArrayAsync()).Length == 0).ShouldBe(method == "HEAD");
    }

    [Fact]
    public async Task Head_tells_a_problem_as_get_does()
    {
        using var client = await server.NewMerchantAsync();

        using var response = await client.SendAsync(HttpMethod.Head, $"{Downloads.Csv}?profile=none");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentDisposition.ShouldBeNull();
    }

    [Theory]
    [InlineData("profile=excel")]
    [InlineData("profile=Excel-SV")]
    [InlineData("profile=")]
    [InlineData("profile")]
    [InlineData("profile=excel-sv&profile=excel-sv")]
    [InlineData("profile[]=excel-sv")]
    [InlineData("profile%5B0%5D=excel-sv")]
    public async Task Another_profile_is_refused(string query)
    {
        using var client = await server.NewMerchantAsync();

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            var problem = await client.SendAsync(method, $"{Downloads.Csv}?{query}", method == HttpMethod.Post ? "[]" : null).ProblemAsync(400, "invalid_filter");
            problem["errors"]!["profile"]![0]!.GetValue<string>().ShouldContain("excel-sv");
        }
    }

    [Fact]
    public async Task The_body_is_judged_before_the_profile_and_the_profile_before_the_ids()
    {
        using var client = await server.NewMerchantAsync();
        using var text = new StringContent("[77]");

        await client.PostAsync($"{Downloads.Csv}?profile=none", text).ProblemAsync(415, "unsupported_media_type");
        await client.SendAsync(HttpMethod.Post, $"{Downloads.Csv}?profile=none", "[77]").ProblemAsync(400, "invalid_filter");
    }

    [Theory]
    [InlineData("GET", Downloads.Xml)]
    [InlineData("POST", Downloads.Xml)]
    [InlineData("GET", Downloads.Csv)]
    [InlineData("POST", Downloads.Csv)]
    [InlineData("GET", Downloads.Schema)]
    public async Task The_scope_is_that_of_exports(string method, string path)
    {
        var merchant = await server.AddMerchantAsync();
        using var without = server.WithToken(await server.TokenAsync(merchant, [.. Scopes.All.Where(scope => scope != Scopes.CustomersExport)]));
        using var with = server.WithToken(await server.TokenAsync(merchant, Scopes.CustomersExport));
        using var nobody = server.Anonymous();
        var body = method == "POST" ? "[]" : null;

        await without.SendAsync(new HttpMethod(method), path, body).ProblemAsync(403, "forbidden");
        await nobody.SendAsync(new HttpMethod(method), path, body).ProblemAsync(401, "token_missing");
        await with.SendAsync(new HttpMethod(method), path, body).TextAsync();
    }

    [Fact]
    public async Task The_schema_says_what_the_field_table_says()
    {
        using var client = await server.NewMerchantAsync();

        using var response = await client.GetAsync(Downloads.Schema);
        response.Content.Headers.GetValues("Content-Type").ShouldBe([XmlType]);
        response.Content.Headers.ContentDisposition.ShouldBeNull();
        using var reader = XmlReader.Create(await response.Content.ReadAsStreamAsync());
        var schema = XmlSchema.Read(reader, (_, invalid) => throw new FormatException(invalid.Message))!;
        var schemas = new XmlSchemaSet();
        schemas.Add(schema);
        schemas.Compile();

        var root = schema.Elements.Values.Cast<XmlSchemaElement>().Single();
        root.Name.ShouldBe("customers");
        var customer = Children(root).Single();
        (customer.Name, customer.MinOccurs, customer.MaxOccursString).ShouldBe(("customer", 0, "unbounded"));
        var elements = Children(customer).ToList();
        elements.Select(element => element.Name).ShouldBe(Downloads.FieldNames);
        foreach (var (element, field) in elements.Zip(CustomerFields.All))
        {
            element.ElementSchemaType!.TypeCode.ShouldBe(field.Type switch
            {
                FieldType.Id => XmlTypeCode.Long,
                FieldType.Instant => XmlTypeCode.DateTime,
                _ => XmlTypeCode.String,
            });
            var description = ((XmlSchemaDocumentation)element.Annotation!.Items[0]).Markup![0]!.Value;
            description.ShouldBe(field.ReadOnly ? $"{field.Description} Read-only: given by the register." : $"{field.Description} At most {field.MaxLength} characters.");
        }
    }

    [Fact]
    public async Task Other_methods_and_the_folder_itself_are_not_there()
    {
        using var client = await server.NewMerchantAsync();

        await client.SendAsync(HttpMethod.Delete, Downloads.Xml).ProblemAsync(405, "method_not_allowed");
        await client.SendAsync(HttpMethod.Get, "/customers/export").ProblemAsync(404, "customer_not_found");
        await client.SendAsync(HttpMethod.Get, "/customers/export/json").ProblemAsync(404, "not_found");
        (await client.SendAsync(HttpMethod.Get, $"{Downloads.Csv}/").TextAsync()).ShouldNotBeEmpty();
    }

    private static IEnumerable<XmlSchemaElement> Children(XmlSchemaElement element) =>
        ((XmlSchemaSequence)((XmlSchemaComplexType)element.ElementSchemaType!).ContentTypeParticle).Items.Cast<XmlSchemaElement>();

    /// <summary>A server in the last second of a month.</summary>
    public sealed class ServerWithClock : TestServer
    {
        private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 0, 59, 59, TimeSpan.FromHours(1)));

        protected override TimeProvider Time => _clock;
    }
}
