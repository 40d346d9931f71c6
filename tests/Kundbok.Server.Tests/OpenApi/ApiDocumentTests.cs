using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Customers;
using Kundbok.Server.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Kundbok.Server.Tests.OpenApi;

/// <summary>The description is whole: every route, parameter, answer and error is in it, with words and examples.</summary>
public sealed partial class ApiDocumentTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Path = "/openapi/v1.json";

    // What is not the API: whether the program lives, and the description itself.
    private static readonly string[] NotDescribed = ["/health", "/openapi", "/docs"];

    [Fact]
    public async Task Every_mapped_route_is_described_and_nothing_else()
    {
        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => !Array.Exists(NotDescribed, start => route.RoutePattern.RawText!.StartsWith(start, StringComparison.Ordinal)))
            .Where(route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null) // what is not allowed on names such as /customers/count
            .SelectMany(route => route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods, (route, method) => (Method: method, route))
            .Select(entry => $"{entry.Method.ToLowerInvariant()} {entry.route.RoutePattern.RawText!.TrimEnd('/')} {entry.route.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName}")
            .ToList();
        var operations = (await DocumentAsync()).Operations().ToList();

        operations.Select(entry => $"{entry.Name} {entry.Operation.Text("operationId")}").ShouldBe(routes, ignoreOrder: true);
        operations.Select(entry => entry.Operation.Text("operationId")).ShouldBe(OperationTable.Names, ignoreOrder: true);
    }

    [Fact]
    public async Task It_is_valid_OpenAPI_3_1_that_anybody_may_read()
    {
        using var client = server.Anonymous();
        using var answer = await client.GetAsync(Path);
        var read = OpenApiDocument.Parse(await answer.Content.ReadAsStringAsync(), "json", new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() });

        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        read.Diagnostic!.Errors.ShouldBeEmpty();
        read.Diagnostic.Warnings.ShouldBeEmpty();
        read.Diagnostic.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_1);
    }

    [Fact]
    public async Task It_is_the_same_bytes_at_every_start()
    {
        await using var another = new TestServer();
        await another.InitializeAsync();
        using var client = server.Anonymous();
        using var clientOfAnother = another.Anonymous();

        var bytes = await client.GetByteArrayAsync(Path);

        (await client.GetByteArrayAsync(Path)).ShouldBe(bytes);
        (await clientOfAnother.GetByteArrayAsync(Path)).ShouldBe(bytes);
    }

    [Fact]
    public async Task There_is_no_other_version()
    {
        using var client = server.Anonymous();
        await client.SendAsync(HttpMethod.Get, "/openapi/v2.json").ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Every_operation_parameter_and_body_is_explained()
    {
        var document = await DocumentAsync();
        var tags = document["tags"]!.AsArray().Select(tag => tag!.Text("name")).ToList();
        foreach (var (name, operation) in document.Operations())
        {
            operation.Text("summary").ShouldNotBeEmpty(name);
            operation.Text("description").ShouldNotBeEmpty(name);
            operation["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()).Except(tags, StringComparer.Ordinal).ShouldBeEmpty(name);
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            {
                parameter!.Text("description").ShouldNotBeEmpty($"{name}: {parameter!.Text("name")}");
                (parameter!["example"] is not null || parameter.Text("description").Contains("Example: ", StringComparison.Ordinal)).ShouldBeTrue($"{name}: {parameter.Text("name")} has no example");
            }

            if (operation["requestBody"] is not { } body) continue;
            body.Text("description").ShouldNotBeEmpty(name);
            body["content"]!["application/json"]!["examples"]!.AsObject().ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_path_and_its_parameters_agree()
    {
        foreach (var (name, operation) in (await DocumentAsync()).Operations())
        {
            PathParameter().Matches(name).Select(match => match.Value).ShouldBe(
                operation["parameters"]?.AsArray().Where(parameter => parameter!.Text("in") == "path").Select(parameter => parameter!.Text("name")) ?? [], name);
        }
    }

    [Fact]
    public async Task Every_property_of_every_shape_is_explained()
    {
        foreach (var (name, schema) in (await DocumentAsync())["components"]!["schemas"]!.AsObject())
        {
            schema!.Text("description").ShouldNotBeEmpty(name);
            ShouldBeExplained(name, schema!);
        }
    }

    [Fact]
    public async Task Every_success_has_an_example_of_its_shape()
    {
        var document = await DocumentAsync();
        foreach (var (name, operation) in document.Operations().Where(entry => entry.Operation["responses"]!["204"] is null))
        {
            var (type, content) = operation["responses"]!["200"]!["content"]!.AsObject().Single();
            content!["examples"]!.AsObject().ShouldNotBeEmpty();
            foreach (var (_, example) in content["examples"]!.AsObject())
            {
                if (type == "application/json") ShouldHaveShape(document, content["schema"]!, example!["value"], name);
                else example!["value"]!.GetValue<string>().ShouldNotBeEmpty(name);
            }
        }
    }

    [Fact]
    public async Task Every_error_is_told_with_its_codes_and_an_example_of_each()
    {
        var document = await DocumentAsync();
        foreach (var (name, operation) in document.Operations())
        {
            foreach (var (status, response) in operation["responses"]!.AsObject().Where(response => response.Key is not ("200" or "204" or "304")))
            {
                var where = $"{name} {status}";
                var content = response!["content"]!["application/problem+json"]!;
                content["schema"]!.Text("$ref").ShouldBe("#/components/schemas/Problem", where);
                var codes = Codes().Matches(response.Text("description")).Select(match => match.Value).ToList();
                codes.ShouldNotBeEmpty(where);
                foreach (var code in codes) $"{ProblemCode.Find(code)?.Status}".ShouldBe(status, $"{where}: {code}");
                content["examples"]!.AsObject().Select(example => document.Resolve(example.Value)["value"]!.Text("code")).Distinct(StringComparer.Ordinal).ShouldBe(codes, where);
            }
        }
    }

    [Fact]
    public async Task What_takes_a_version_or_a_key_says_so_and_what_can_come_of_it()
    {
        var operations = (await DocumentAsync()).Operations().ToDictionary(entry => entry.Operation.Text("operationId"), entry => entry.Operation, StringComparer.Ordinal);

        Taking(operations, "If-None-Match").ShouldBe(["getCustomer"]);
        Taking(operations, "If-Match").ShouldBe(["deleteCustomer", "revertCustomer", "updateCustomer"]);
        Taking(operations, "Idempotency-Key").ShouldBe(["createCustomer", "deleteCustomer", "deleteCustomers", "eraseCustomer", "restoreCustomer", "revertCustomer", "undoOperation", "updateCustomer"]);
        Answering(operations, "304", "ETag").ShouldBe(["getCustomer"]);
        Answering(operations, "412", "ETag").ShouldBe(Taking(operations, "If-Match"));
        Answering(operations, "409", "Retry-After").ShouldBe(Taking(operations, "Idempotency-Key"));
        Answering(operations, "200", "Idempotent-Replayed").ShouldBe(Taking(operations, "Idempotency-Key"));
        Answering(operations, "200", "ETag").ShouldBe(["createCustomer", "getCustomer", "restoreCustomer", "revertCustomer", "updateCustomer"]);
        Answering(operations, "200", "Kundbok-Change").ShouldBe(["deleteCustomer", "deleteCustomers"]);
    }

    [Fact]
    public async Task Errors_that_anything_can_answer_with_are_told_everywhere()
    {
        foreach (var (name, operation) in (await DocumentAsync()).Operations())
        {
            var open = operation["security"]!.AsArray().Count == 0;
            string[] success = operation.Text("operationId") == "endSession" ? ["204"] : ["200", "401"]; // whoever is not signed in may sign out
            string[] statuses = [.. success, "400", "429", "500", "503", .. operation["requestBody"] is null ? Array.Empty<string>() : ["413", "415"], .. open || name is "get /me" or "get /session" ? Array.Empty<string>() : ["403"]];
            statuses.Except(operation["responses"]!.AsObject().Select(response => response.Key), StringComparer.Ordinal).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public async Task The_scope_of_each_operation_is_told_as_the_route_has_it()
    {
        var operations = (await DocumentAsync()).Operations().ToDictionary(entry => entry.Operation.Text("operationId"), entry => entry.Operation["security"]!.ToJsonString(), StringComparer.Ordinal);

        operations["login"].ShouldBe("[]");
        operations["getSession"].ShouldBe("""[{"bearerAuth":[]}]""");
        operations["me"].ShouldBe("""[{"bearerAuth":[]},{"xAuthToken":[]}]""");
        operations["listCustomers"].ShouldBe($$"""[{"bearerAuth":["{{Scopes.CustomersRead}}"]}]""");
        operations["updateCustomer"].ShouldBe($$"""[{"bearerAuth":["{{Scopes.CustomersWrite}}"]}]""");
        operations["listChanges"].ShouldBe($$"""[{"bearerAuth":["{{Scopes.CustomersRead}}"]}]""");
        operations["searchByOrgNumber"].ShouldBe($$"""[{"bearerAuth":["{{Scopes.Lookup}}"]}]""");
        operations["exportSchema"].ShouldBe($$"""[{"bearerAuth":["{{Scopes.CustomersExport}}"]}]""");
    }

    [Fact]
    public async Task Every_filter_and_sort_of_the_server_is_described()
    {
        var parameters = (await DocumentAsync())["paths"]!["/customers"]!["get"]!["parameters"]!.AsArray().ToDictionary(parameter => parameter!.Text("name"), parameter => parameter!, StringComparer.Ordinal);

        FilterTable.Parameters.Except(parameters.Keys, StringComparer.Ordinal).ShouldBeEmpty();
        parameters["filter"].Text("description").ShouldContain(FilterTable.Names);
        parameters["sort"]["schema"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>().TrimStart('-')).Distinct(StringComparer.Ordinal).ShouldBe(PageQuery.SortNames);
    }

    [Fact]
    public async Task People_in_examples_are_invented_and_their_numbers_published_test_numbers()
    {
        using var client = server.Anonymous();
        var text = await client.GetStringAsync(Path);

        Number().Matches(text).Select(match => match.Value).Except(["556016-0680", "550101-1018"], StringComparer.Ordinal).ShouldBeEmpty();
        Address().Matches(text).Select(match => match.Value).Except(["example.com", "billmate.se", "testcompany.com"], StringComparer.Ordinal).ShouldBeEmpty(); // the last two are the contract's
    }

    private async Task<JsonNode> DocumentAsync()
    {
        using var client = server.Anonymous();
        return await client.GetJsonAsync(Path);
    }

    private static IEnumerable<string> Taking(Dictionary<string, JsonObject> operations, string header) => operations
        .Where(entry => entry.Value["parameters"]?.AsArray().Any(parameter => parameter!.Text("in") == "header" && parameter!.Text("name") == header) == true)
        .Select(entry => entry.Key).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Answering(Dictionary<string, JsonObject> operations, string status, string header) => operations
        .Where(entry => entry.Value["responses"]![status]?["headers"]?[header] is not null)
        .Select(entry => entry.Key).Order(StringComparer.Ordinal);

    private static void ShouldBeExplained(string where, JsonNode schema)
    {
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            property!.Text("description").ShouldNotBeEmpty($"{where}.{name}");
            ShouldBeExplained($"{where}.{name}", property!);
        }
    }

    // Names of properties, and how they nest; what values may be is the contract's to test.
    private static void ShouldHaveShape(JsonNode document, JsonNode schemaOrReference, JsonNode? value, string where)
    {
        var schema = document.Resolve(schemaOrReference);
        if (value is JsonArray items)
        {
            foreach (var item in items) ShouldHaveShape(document, schema["items"]!, item, where);
        }
        else if (schema["properties"] is JsonObject properties)
        {
            value!.AsObject().Select(property => property.Key).ShouldBe(properties.Select(property => property.Key), where);
            foreach (var (name, property) in properties) ShouldHaveShape(document, property!, value[name], $"{where}.{name}");
        }
    }

    [GeneratedRegex(@"(?<=\{)\w+(?=\})", RegexOptions.None, 1000)]
    private static partial Regex PathParameter();

    [GeneratedRegex("(?<=`)[a-z_]+(?=`: )", RegexOptions.None, 1000)]
    private static partial Regex Codes();

    [GeneratedRegex(@"\b\d{6,8}[-+]\d{4}\b|\b\d{12}\b", RegexOptions.None, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<=\w@)[\w.]+\w", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
