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
    [InlineData("PATCH", "/customers/summary", "GET, HEAD")]
    [InlineData("DELETE", "/customers/changes", "GET, HEAD")]
    [InlineData("PATCH", "/customers/changes/", "GET, HEAD")]
    [InlineData("PUT", "/customers/changes", "GET, HEAD")]
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
    [InlineData(17_000, 0, 414)]
    [InlineData(100_000, 0, 414)]
    [InlineData(10, 33_000, 431)]
    public async Task A_request_that_is_too_long_is_told_so(int target, int header, int status)
    {
        using var client = await server.NewMerchantAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/customers/count?x={new string('x', target)}");
        request.Headers.Add("X-Long", new string('x', header));

        await client.SendAsync(request).ProblemAsync(status, "invalid_request");
    }

    [Fact]
    public async Task The_cursor_of_a_page_by_the_longest_names_fits_into_a_request()
    {
        using var client = await server.NewMerchantAsync();
        for (var i = 0; i < 3; i++) await client.CreateAsync($$"""{"name":"{{new string('\uFDFA', 254)}}{{i}}"}"""); // folds to 18 characters
        using var first = await client.GetAsync("/customers?limit=1&sort=name");

        var next = first.Headers.GetValues("Link").Single().Split('<', '>')[1];

        (await client.GetJsonAsync(next)).AsArray().Count.ShouldBe(1);
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
