using System.Net;

namespace Kundbok.Server.Tests.Http;

public sealed class HeaderTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("GET", "/customers")]
    [InlineData("GET", "/customers/1")]
    [InlineData("GET", "/nowhere")]
    [InlineData("PUT", "/customers")]
    [InlineData("POST", "/login")]
    [InlineData("GET", "/health/live")]
    public async Task Every_answer_tells_browsers_to_do_nothing_with_it_and_nobody_what_server_it_is(string method, string path)
    {
        using var client = server.Anonymous();

        using var answer = await client.SendAsync(new HttpMethod(method), path, method == "POST" ? "{" : null);

        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "X-Frame-Options").ShouldBe("DENY");
        Header(answer, "Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'none'");
        Header(answer, "Referrer-Policy").ShouldBe("no-referrer");
        Header(answer, "Cross-Origin-Resource-Policy").ShouldBe("same-origin");
        Header(answer, "Cache-Control").ShouldBe("no-store");
        answer.Headers.Contains("Server").ShouldBeFalse();
        answer.Headers.Contains("X-Powered-By").ShouldBeFalse();
    }

    [Theory]
    [InlineData("PUT", "/customers", "DELETE, GET, HEAD, POST")]
    [InlineData("PUT", "/customers/", "DELETE, GET, HEAD, POST")]
    [InlineData("POST", "/customers/1", "DELETE, GET, HEAD, PATCH")]
    [InlineData("DELETE", "/customers/searchByOrgNumber/5560360793", "GET, HEAD")]
    [InlineData("DELETE", "/customers/count", "GET, HEAD")]
    [InlineData("PATCH", "/customers/count/", "GET, HEAD")]
    [InlineData("DELETE", "/customers/export/csv", "GET, HEAD, POST")]
    [InlineData("GET", "/login", "POST")]
    public async Task A_method_that_a_path_does_not_have_is_answered_with_those_it_has(string method, string path, string allowed)
    {
        using var client = await server.NewMerchantAsync();
        using var answer = await client.SendAsync(new HttpMethod(method), path);

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        string.Join(", ", answer.Content.Headers.Allow.Order(StringComparer.Ordinal)).ShouldBe(allowed);
        await client.SendAsync(new HttpMethod(method), path).ProblemAsync(405, "method_not_allowed");
    }

    [Theory]
    [InlineData("/customers")]
    [InlineData("/customers?limit=1")]
    [InlineData("/customers/count")]
    [InlineData("/customers/0")]
    [InlineData("/nowhere")]
    [InlineData("/me")]
    [InlineData("/health/ready")]
    public async Task Head_answers_as_get_without_the_body(string path)
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"A"}""");
        await client.CreateAsync("""{"name":"B"}""");

        using var get = await client.SendAsync(HttpMethod.Get, path);
        using var head = await client.SendAsync(HttpMethod.Head, path);

        head.StatusCode.ShouldBe(get.StatusCode);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
        head.Headers.Contains("Link").ShouldBe(get.Headers.Contains("Link"));
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).ShouldHaveSingleItem();
}
