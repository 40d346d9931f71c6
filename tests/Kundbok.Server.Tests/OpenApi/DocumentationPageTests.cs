using System.Net;
using System.Text.RegularExpressions;

namespace Kundbok.Server.Tests.OpenApi;

/// <summary>The page for people needs nothing but this program, and could not reach anything else.</summary>
public sealed partial class DocumentationPageTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Page = "/docs/";

    [Fact]
    public async Task It_is_served_to_anybody_with_a_slash_and_without()
    {
        using var client = server.Anonymous();

        using var without = await client.GetAsync("/docs");
        using var with = await client.GetAsync(Page);

        new Uri(server.Address, without.Headers.Location!).AbsolutePath.ShouldBe(Page);
        with.StatusCode.ShouldBe(HttpStatusCode.OK);
        with.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task It_names_no_other_host()
    {
        using var client = server.Anonymous();
        var html = await client.GetStringAsync(Page);

        html.ShouldNotContain("//");
        html.ShouldContain("\"url\":\"openapi/v1.json\"");
    }

    [Fact]
    public async Task Its_scripts_come_from_this_program_and_load_none_from_elsewhere()
    {
        using var client = server.Anonymous();
        var scripts = ScriptSource().Matches(await client.GetStringAsync(Page)).Select(match => match.Value).ToList();

        scripts.ShouldNotBeEmpty();
        foreach (var script in scripts)
        {
            using var answer = await client.GetAsync(Page + script);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, script);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
            ForeignImport().IsMatch(await answer.Content.ReadAsStringAsync()).ShouldBeFalse(script);
        }
    }

    // The page's script knows addresses of its makers (fonts, a proxy, telemetry). They are switched off, and the policy bars them.
    [Fact]
    public async Task Its_policy_lets_it_reach_this_program_alone()
    {
        var (_, policy) = await PageAsync();

        policy["default-src"].ShouldBe("'none'");
        policy["connect-src"].ShouldBe("'self'");
        foreach (var (directive, sources) in policy)
        {
            foreach (var source in sources.Split(' '))
                (source is "'self'" or "'none'" or "'unsafe-inline'" or "data:" || source.StartsWith("'nonce-", StringComparison.Ordinal)).ShouldBeTrue($"{directive} {source}");
        }
    }

    [Fact]
    public async Task Its_policy_runs_only_scripts_of_this_program_and_of_this_very_answer()
    {
        var (html, policy) = await PageAsync();
        var (_, another) = await PageAsync();
        var nonce = Nonce().Match(policy["script-src"]).Value;

        policy["script-src"].ShouldBe($"'self' 'nonce-{nonce}'");
        nonce.Length.ShouldBeGreaterThanOrEqualTo(22);
        (another["script-src"] == policy["script-src"]).ShouldBeFalse();
        Script().Matches(html).ShouldAllBe(script => WebUtility.HtmlDecode(script.Value).Contains($"nonce=\"{nonce}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Telemetry_fonts_and_what_sends_the_document_elsewhere_are_switched_off()
    {
        var (html, _) = await PageAsync();

        html.ShouldContain("\"telemetry\":false");
        html.ShouldContain("\"withDefaultFonts\":false");
        html.ShouldContain("\"agent\":{\"disabled\":true}");
        html.ShouldContain("\"mcp\":{\"disabled\":true}");
        html.ShouldContain("\"hideClientButton\":true");
        html.ShouldContain("\"showDeveloperTools\":\"never\"");
        html.ShouldNotContain("proxyUrl");
    }

    [Fact]
    public async Task It_opens_under_no_other_name()
    {
        using var client = server.Anonymous();
        await client.SendAsync(HttpMethod.Get, Page + "other").ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Other_answers_keep_the_strictest_policy()
    {
        using var client = server.Anonymous();
        using var answer = await client.GetAsync("/openapi/v1.json");
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
    }

    private async Task<(string Html, Dictionary<string, string> Policy)> PageAsync()
    {
        using var client = server.Anonymous();
        using var answer = await client.GetAsync(Page);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single().Split("; ").Select(directive => directive.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return (await answer.Content.ReadAsStringAsync(), policy);
    }

    [GeneratedRegex("(?<=<script[^>]* src=\")[^\"]*", RegexOptions.None, 1000)]
    private static partial Regex ScriptSource();

    [GeneratedRegex("<script[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Script();

    [GeneratedRegex("(?<='nonce-)[^']+", RegexOptions.None, 1000)]
    private static partial Regex Nonce();

    [GeneratedRegex("""(?:import\s*\(?|from)\s*["'`](?:https?:)?//""", RegexOptions.None, 10_000)]
    private static partial Regex ForeignImport();
}
