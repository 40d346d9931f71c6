using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Access;

namespace Kundbok.Server.Tests.OpenApi;

/// <summary>The examples are what the server really answers.</summary>
public sealed class ExampleTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Customers = "/customers";

    [Theory]
    [InlineData("POST", Customers, """{"companyNo":"556016-0680","notes":["a list"]}""", "invalid_customer")]
    [InlineData("DELETE", Customers, """["1000"]""", "invalid_ids")]
    [InlineData("DELETE", Customers, "[1000", "invalid_json")]
    [InlineData("GET", Customers + "?filter=isPrivat", null, "invalid_filter")]
    [InlineData("GET", Customers + "?limit=0", null, "invalid_page")]
    [InlineData("GET", Customers + "/changes?limit=0", null, "invalid_page")]
    [InlineData("GET", Customers + "/changes?after=z-1-1", null, "cursor_expired")]
    [InlineData("GET", Customers + "/9999", null, "customer_not_found")]
    [InlineData("GET", Customers + "/searchByOrgNumber/556016-0681", null, "invalid_org_number")]
    [InlineData("GET", Customers + "/searchByOrgNumber/556016-0680", null, "party_not_found")]
    [InlineData("GET", "/directory/drift", null, "directory_not_loaded")]
    [InlineData("GET", Customers + "/9999/history", null, "customer_not_found")]
    [InlineData("POST", Customers + "/9999/revert", """{"version":"17"}""", "invalid_version")]
    [InlineData("POST", Customers + "/operations/9999/undo", null, "operation_not_found")]
    [InlineData("POST", "/login", """{"username":"nobody","password":"wrong"}""", "login_failed")]
    [InlineData("POST", "/session", """{"username":"nobody","password":"wrong"}""", "portal_header_missing")]
    public async Task A_problem_looks_as_described(string method, string path, string? body, string example)
    {
        using var client = await server.NewMerchantAsync();
        using var answer = await client.SendAsync(new HttpMethod(method), path, body);
        await ShouldBeExampleAsync(answer, example);
    }

    [Fact]
    public async Task Problems_of_versions_look_as_described()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        using var stale = new HttpRequestMessage(HttpMethod.Delete, $"{Customers}/{id}") { Headers = { { "If-Match", "\"9\"" } } };

        using var ofVersion = await client.SendAsync(HttpMethod.Post, $"{Customers}/{id}/revert", """{"version":9}""");
        using var ofRestoring = await client.SendAsync(HttpMethod.Post, $"{Customers}/{id}/restore");
        using var ofMismatch = await client.SendAsync(stale);

        await ShouldBeExampleAsync(ofVersion, "version_not_found");
        await ShouldBeExampleAsync(ofRestoring, "not_removed");
        await ShouldBeExampleAsync(ofMismatch, "version_mismatch");
    }

    [Fact]
    public async Task A_key_that_is_used_again_looks_as_described()
    {
        using var client = await server.NewMerchantAsync();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "one");
        await client.CreateAsync("""{"name":"A"}""");

        using var reused = await client.SendAsync(HttpMethod.Post, Customers, """{"name":"B"}""");

        await ShouldBeExampleAsync(reused, "idempotency_key_reused");
    }

    [Theory]
    [InlineData(null, "token_missing")]
    [InlineData("not.a.token", "token_invalid")]
    public async Task A_refused_token_looks_as_described(string? token, string example)
    {
        using var client = token is null ? server.Anonymous() : server.WithToken(token);
        using var answer = await client.GetAsync(Customers);
        await ShouldBeExampleAsync(answer, example);
    }

    [Fact]
    public async Task A_missing_scope_looks_as_described()
    {
        using var client = server.WithToken(await server.TokenAsync(await server.AddMerchantAsync(), Scopes.Lookup));
        using var answer = await client.GetAsync(Customers);
        await ShouldBeExampleAsync(answer, "forbidden_customers_read");
    }

    [Fact]
    public async Task A_body_of_another_type_looks_as_described()
    {
        using var client = await server.NewMerchantAsync();
        using var text = new StringContent("name");
        using var answer = await client.PostAsync(Customers, text);
        await ShouldBeExampleAsync(answer, "unsupported_media_type");
    }

    [Fact]
    public async Task The_customers_of_the_examples_are_stored_and_changed_as_described()
    {
        using var client = await server.NewMerchantAsync();
        var document = await client.GetJsonAsync("/openapi/v1.json");
        var create = document["paths"]![Customers]!["post"]!;
        var update = document["paths"]![Customers + "/{mexcParamvaluesetsid}"]!["patch"]!;

        var created = await client.SendAsync(HttpMethod.Post, Customers, RequestOf(create, "company")).JsonAsync();
        var other = await client.SendAsync(HttpMethod.Post, Customers, RequestOf(create, "person")).JsonAsync();
        var changed = await client.SendAsync(HttpMethod.Patch, $"{Customers}/{created["mexcParamvaluesetsid"]}", RequestOf(update, "change")).JsonAsync();

        TextsOf(created).ShouldBe(TextsOf(AnswerOf(create, "company")));
        TextsOf(changed).ShouldBe(TextsOf(AnswerOf(update, "company")));
        TextsOf(other).ShouldBe(TextsOf(AnswerOf(document["paths"]![Customers]!["get"]!, "two")[1]!));
    }

    private async Task ShouldBeExampleAsync(HttpResponseMessage answer, string name)
    {
        using var client = server.Anonymous();
        var document = await client.GetJsonAsync("/openapi/v1.json");
        var text = await answer.Content.ReadAsStringAsync();
        var response = OperationOf(document, answer.RequestMessage!)["responses"]![$"{(int)answer.StatusCode}"]!;

        var example = document.Resolve(response["content"]!["application/problem+json"]!["examples"]![name]);
        JsonNode.DeepEquals(JsonNode.Parse(text), example["value"]).ShouldBeTrue(text);
        foreach (var (header, described) in response["headers"]?.AsObject() ?? [])
        {
            // One that goes with some problems of the status says with which.
            if (described!.Text("description") is var words && words.StartsWith("With `", StringComparison.Ordinal) && !words.StartsWith($"With `{name}`", StringComparison.Ordinal)) continue;
            answer.Headers.Contains(header).ShouldBeTrue(header);
        }
    }

    // A path that is spelled out goes before one with a parameter.
    private static JsonObject OperationOf(JsonNode document, HttpRequestMessage request) =>
        document.Operations()
            .OrderBy(entry => entry.Name.Contains('{', StringComparison.Ordinal))
            .First(entry => Matches(entry.Name.Split('/'), $"{request.Method.Method.ToLowerInvariant()} {request.RequestUri!.AbsolutePath}".Split('/')))
            .Operation;

    private static bool Matches(string[] template, string[] path) =>
        template.Length == path.Length && template.Zip(path).All(step => step.First.StartsWith('{') || step.First == step.Second);

    private static string RequestOf(JsonNode operation, string example) =>
        operation["requestBody"]!["content"]!["application/json"]!["examples"]![example]!["value"]!.ToJsonString();

    private static JsonNode AnswerOf(JsonNode operation, string example) =>
        operation["responses"]!["200"]!["content"]!["application/json"]!["examples"]![example]!["value"]!;

    private static IEnumerable<string> TextsOf(JsonNode customer) =>
        CustomerFields.All.Where(field => !field.ReadOnly).Select(field => $"{field.Name}: {customer[field.Name]}");
}
