using System.Net;
using Microsoft.Extensions.Configuration;

namespace Kundbok.Server.Tests.Http;

public sealed class LimitTests : IAsyncLifetime
{
    private readonly ServerWithLimits _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Signing_in_is_limited_by_address()
    {
        using var client = _server.Anonymous();
        for (var i = 0; i < 3; i++) await LoginAsync(client, $"user{i}").ProblemAsync(401, "login_failed");

        await LoginAsync(client, "another").ProblemAsync(429, "too_many_requests");

        using var refused = await LoginAsync(client, "another");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        using var owner = await _server.NewMerchantAsync();
        (await owner.GetStringAsync("/customers")).ShouldBe("[]"); // whoever has a token is not concerned
    }

    [Fact]
    public async Task Requests_are_limited_by_token()
    {
        using var first = await _server.NewMerchantAsync();
        using var second = await _server.NewMerchantAsync();

        // A bucket of five is filled five times a second: of forty at once most find it empty, however slow the machine is.
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => first.SendAsync(HttpMethod.Get, "/customers/count")));

        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.OK);
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        await Task.FromResult(refused).ProblemAsync(429, "too_many_requests");
        (await second.Typed().Customers.CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("Login")]
    [InlineData("PerToken")]
    [InlineData("PerAddress")]
    [InlineData("Lookup")]
    public void A_negative_limit_is_refused_at_start(string limit)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create($"RateLimits:{limit}", (string?)"-1")]).Build();

        Should.Throw<OperatorException>(() => ServerSettings.From(settings)).Message.ShouldContain("RateLimits");
    }

    private static Task<HttpResponseMessage> LoginAsync(HttpClient client, string user) =>
        client.SendAsync(HttpMethod.Post, "/login", $$"""{"username":"{{user}}","password":"wrong"}""");

    private sealed class ServerWithLimits : TestServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["RateLimits:Login"] = "3",
            ["RateLimits:PerToken"] = "5",
        };
    }
}
