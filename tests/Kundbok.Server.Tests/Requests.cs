using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kundbok.Client;

namespace Kundbok.Server.Tests;

/// <summary>Shorter ways to say what the tests say often.</summary>
internal static class Requests
{
    /// <summary>The API typed, for tests that are not about its form. An answer that should not have come is not asked for again.</summary>
    public static KundbokClient Typed(this HttpClient client) => new(client, new KundbokClientOptions { Retries = 0 });

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public static async Task<HttpResponseMessage> SendAsync(this HttpClient client, HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : Json(json) };
        return await client.SendAsync(request, CancellationToken.None);
    }

    /// <summary>The answer's JSON; the status must be 200.</summary>
    public static async Task<JsonNode> JsonAsync(this Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    public static Task<JsonNode> GetJsonAsync(this HttpClient client, string path) => client.SendAsync(HttpMethod.Get, path).JsonAsync();

    /// <summary>Creates a customer and gives back its id.</summary>
    public static async Task<long> CreateAsync(this HttpClient client, string json) =>
        (await client.SendAsync(HttpMethod.Post, "/customers", json).JsonAsync())["mexcParamvaluesetsid"]!.GetValue<long>();

    /// <summary>The problem that the answer must be, checked for its shape.</summary>
    public static async Task<JsonNode> ProblemAsync(this Task<HttpResponseMessage> sending, int status, string code)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", text);
        var problem = JsonNode.Parse(text)!;
        problem["code"]!.GetValue<string>().ShouldBe(code, text);
        problem["status"]!.GetValue<int>().ShouldBe(status);
        problem["title"]!.GetValue<string>().ShouldNotBeEmpty();
        problem["type"]!.GetValue<string>().ShouldNotBeEmpty();
        return problem;
    }
}
