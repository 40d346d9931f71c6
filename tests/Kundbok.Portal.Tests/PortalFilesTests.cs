using System.Net;
using System.Text.RegularExpressions;

namespace Kundbok.Portal.Tests;

public sealed partial class PortalFilesTests(PortalServer server) : IClassFixture<PortalServer>
{
    [Fact]
    public async Task The_servers_address_leads_to_the_portal()
    {
        using var client = server.Anonymous();
        using var answer = await client.GetAsync("/");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldBe("/app/");
    }

    [Theory]
    [InlineData("/app")]
    [InlineData("/app/")]
    [InlineData("/app/customers")]
    [InlineData("/app/customers/17?kind=company")]
    public async Task Every_page_is_the_app_with_a_policy_that_lets_nothing_else_run(string path)
    {
        using var client = server.Anonymous();
        using var answer = await client.GetAsync(path);

        var page = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        page.ShouldContain("<base href=\"/app/\">");
        InlineScript().IsMatch(page).ShouldBeFalse();
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(
            ["default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"]);
        answer.Headers.CacheControl!.ToString().ShouldBe("no-cache"); // asked for again each time, and answered with 304
    }

    [Fact]
    public async Task Files_are_compressed_and_may_be_kept()
    {
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        using var answer = await client.GetAsync("/app/_framework/blazor.webassembly.js");

        answer.EnsureSuccessStatusCode().Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeFalse();
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Theory]
    [InlineData("/app/nothing.js")]
    [InlineData("/app/../kundbok.db")]
    [InlineData("/app/%2e%2e/secret.json")]
    [InlineData("/_content/nothing.css")]
    [InlineData("/_framework/nothing.wasm")]
    public async Task Other_files_are_not_found(string path)
    {
        using var client = server.Anonymous();
        using var answer = await client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [GeneratedRegex("<script(?![^>]* src=)[^>]*>(?<text>.+?)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineScript();
}
