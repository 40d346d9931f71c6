namespace Kundbok.Server.Tests.Http;

/// <summary>Whose word for a client's address is taken; seen by the limit on signing in, which is by address.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("127.0.0.1", "192.0.2.1", "192.0.2.2", false)]
    [InlineData("127.0.0.0/8,10.0.0.1", "192.0.2.1", "192.0.2.2", false)]
    [InlineData("10.0.0.1", "192.0.2.1", "192.0.2.2", true)]
    [InlineData("", "192.0.2.1", "192.0.2.2", true)]
    [InlineData("127.0.0.1,10.0.0.1", "192.0.2.1, 10.0.0.1", "192.0.2.2, 10.0.0.1", false)] // two proxies, one behind the other
    [InlineData("127.0.0.1", "192.0.2.1, 10.0.0.1", "192.0.2.2, 10.0.0.1", true)] // the second one is not known
    [InlineData("127.0.0.1", "2001:db8:1:2::1", "2001:db8:1:2:3::4", true)] // one network of IPv6, one client
    [InlineData("127.0.0.1", "2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task Forwarded_addresses_are_believed_from_known_proxies_alone(string known, string first, string second, bool sameAddress)
    {
        await using var server = new ServerBehind(known);
        await server.InitializeAsync();
        using var client = server.Anonymous();

        await LoginAsync(client, first).ProblemAsync(401, "login_failed");
        using var answer = await LoginAsync(client, second);

        ((int)answer.StatusCode).ShouldBe(sameAddress ? 429 : 401);
    }

    [Fact]
    public void A_proxy_that_is_no_address_is_refused_at_start() =>
        Should.Throw<OperatorException>(async () =>
        {
            await using var server = new ServerBehind("my-proxy");
            await server.InitializeAsync();
        }).Message.ShouldContain("Proxies:Known");

    private static async Task<HttpResponseMessage> LoginAsync(HttpClient client, string from)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = Requests.Json("""{"username":"nobody","password":"wrong"}""") };
        request.Headers.Add("X-Forwarded-For", from);
        return await client.SendAsync(request);
    }

    private sealed class ServerBehind(string known) : TestServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["RateLimits:Login"] = "1",
            ["Proxies:Known"] = known,
        };
    }
}
