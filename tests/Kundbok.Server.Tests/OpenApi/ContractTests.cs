using System.Text.Json.Nodes;
using Kundbok.Contracts;

namespace Kundbok.Server.Tests.OpenApi;

/// <summary>The server's description keeps every word of the contract that others have programmed against; it may only add.</summary>
public sealed class ContractTests(TestServer server) : IClassFixture<TestServer>
{
    // Words for people, which may differ; explode is what a list in a query string is anyway.
    private static readonly string[] Prose = ["description", "summary", "example", "examples", "explode"];

    // What may be said of a value that the contract says less of, without taking anything from it.
    private static readonly string[] Additions = [.. Prose, "type", "enum"];

    [Theory]
    [InlineData("get /customers")]
    [InlineData("post /customers")]
    [InlineData("delete /customers")]
    [InlineData("get /customers/count")]
    [InlineData("get /customers/{mexcParamvaluesetsid}")]
    [InlineData("patch /customers/{mexcParamvaluesetsid}")]
    [InlineData("delete /customers/{mexcParamvaluesetsid}")]
    [InlineData("get /customers/searchByOrgNumber/{orgNum}")]
    [InlineData("get /customers/export/xml")]
    [InlineData("post /customers/export/xml")]
    [InlineData("get /customers/export/csv")]
    [InlineData("post /customers/export/csv")]
    public async Task The_operation_is_that_of_the_contract(string name)
    {
        var (contract, document) = await BothAsync();
        var promised = contract.Operations().Single(entry => entry.Name == name).Operation;
        var described = document.Operations().Single(entry => entry.Name == name).Operation;

        described.Text("operationId").ShouldBe(promised.Text("operationId"));
        described["tags"]!.ToJsonString().ShouldBe(promised["tags"]!.ToJsonString());
        CompareParameters(contract, promised, document, described);
        CompareBodies(contract, promised, document, described);
        CompareResponses(contract, promised, document, described);
    }

    [Fact]
    public async Task Every_operation_of_the_contract_is_compared()
    {
        var compared = typeof(ContractTests).GetMethod(nameof(The_operation_is_that_of_the_contract))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(row => (string)row.Data[0]!);
        (await DocumentReading.ContractAsync()).Operations().Select(entry => entry.Name).ShouldBe(compared);
    }

    [Theory]
    [InlineData("Customer")]
    [InlineData("CustomerInput")]
    public async Task A_customer_is_described_field_by_field_as_in_the_contract(string schema)
    {
        var (contract, document) = await BothAsync();
        var promised = contract["components"]!["schemas"]![schema]!["properties"]!.AsObject();
        var described = document["components"]!["schemas"]![schema]!["properties"]!.AsObject();

        described.Select(property => property.Key).ShouldBe(CustomerFields.All.Select(field => field.Name));
        foreach (var (field, words) in promised)
        {
            foreach (var word in new[] { "description", "examples", "readOnly" })
                (described[field]![word]?.ToJsonString()).ShouldBe(words![word]?.ToJsonString(), $"{field}: {word}");
        }
    }

    private async Task<(JsonNode Contract, JsonNode Document)> BothAsync()
    {
        using var client = server.Anonymous();
        return (await DocumentReading.ContractAsync(), await client.GetJsonAsync("/openapi/v1.json"));
    }

    private static void CompareParameters(JsonNode contract, JsonObject promised, JsonNode document, JsonObject described)
    {
        var parameters = described["parameters"]?.AsArray().Select(document.Resolve).ToDictionary(Key, StringComparer.Ordinal) ?? [];
        foreach (var parameter in promised["parameters"]?.AsArray().Select(contract.Resolve) ?? [])
        {
            parameters.Remove(Key(parameter), out var found).ShouldBeTrue($"the parameter {Key(parameter)} is missing");
            IsRequired(found!).ShouldBe(IsRequired(parameter), Key(parameter));
            CompareSchemas(contract, parameter["schema"]!, document, found!["schema"]!, Key(parameter));
        }

        foreach (var addition in parameters) IsRequired(addition.Value).ShouldBeFalse($"{addition.Key} is not in the contract, so it cannot be required");
    }

    private static void CompareBodies(JsonNode contract, JsonObject promised, JsonNode document, JsonObject described)
    {
        (described["requestBody"] is null).ShouldBe(promised["requestBody"] is null);
        if (promised["requestBody"] is not { } body) return;

        IsRequired(described["requestBody"]!).ShouldBe(IsRequired(body));
        CompareContents(contract, body["content"]!, document, described["requestBody"]!["content"]!, "body");
    }

    private static void CompareResponses(JsonNode contract, JsonObject promised, JsonNode document, JsonObject described)
    {
        foreach (var (status, response) in promised["responses"]!.AsObject())
        {
            described["responses"]![status].ShouldNotBeNull($"{status} is missing");
            CompareContents(contract, contract.Resolve(response)["content"]!, document, document.Resolve(described["responses"]![status])["content"]!, status);
        }
    }

    private static void CompareContents(JsonNode contract, JsonNode promised, JsonNode document, JsonNode described, string where)
    {
        described.AsObject().Select(type => type.Key).ShouldBe(promised.AsObject().Select(type => type.Key), where);
        foreach (var (type, content) in promised.AsObject())
            CompareSchemas(contract, content!["schema"]!, document, described[type]!["schema"]!, where);
    }

    private static void CompareSchemas(JsonNode contract, JsonNode promisedOrReference, JsonNode document, JsonNode describedOrReference, string where)
    {
        var promised = contract.Resolve(promisedOrReference);
        var described = document.Resolve(describedOrReference);
        foreach (var (word, value) in promised.Where(word => !Prose.Contains(word.Key, StringComparer.Ordinal)))
        {
            described[word].ShouldNotBeNull($"{where}: {word} is missing");
            switch (word)
            {
                case "properties":
                    described[word]!.AsObject().Select(property => property.Key).ShouldBe(value!.AsObject().Select(property => property.Key), where);
                    foreach (var (name, schema) in value!.AsObject()) CompareSchemas(contract, schema!, document, described[word]![name]!, $"{where}.{name}");
                    break;
                case "items" or "additionalProperties" when value is JsonObject:
                    CompareSchemas(contract, value, document, described[word]!, $"{where}.{word}");
                    break;
                case "type":
                    Types(described).Order(StringComparer.Ordinal).ShouldBe(Types(promised).Order(StringComparer.Ordinal), where);
                    break;
                default:
                    described[word]!.ToJsonString().ShouldBe(value!.ToJsonString(), $"{where}: {word}");
                    break;
            }
        }

        described.Select(word => word.Key).Except([.. promised.Select(word => word.Key), .. Additions], StringComparer.Ordinal).ShouldBeEmpty($"{where} is narrower than the contract");
    }

    private static IEnumerable<string> Types(JsonObject schema) =>
        schema["type"] is JsonArray several ? several.Select(type => type!.GetValue<string>()) : [schema.Text("type")];

    private static string Key(JsonObject parameter) => $"{parameter.Text("in")} {parameter.Text("name")}";

    private static bool IsRequired(JsonNode node) => node["required"]?.GetValue<bool>() ?? false;
}
