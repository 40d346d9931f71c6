using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kundbok.Contracts;
using Kundbok.Lookup;
using Kundbok.Server.Access;
using Kundbok.Server.Webhooks;
using Kundbok.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Documentation;

/// <summary>
/// Sends every request of docs/api.md, in order, to a server of its own and compares the answers with those of the page. With
/// KUNDBOK_UPDATE_DOCS=1 it writes the answers into the page instead.
/// </summary>
public sealed partial class ApiPageTests(ApiPageTests.ServerOfThePage server) : IClassFixture<ApiPageTests.ServerOfThePage>
{
    private const string Fence = "```";
    private const string Request = Fence + "http\n";
    private const int MostLines = 24;
    private const string CursorName = "CURSOR";
    private const string Cursor = "after=" + CursorName;
    private const string TokenId = "3f0c4b1e9d7a4c52a6e8b0d1f2a3c4e5";
    private const string Webhook = "wh_7d3k9m2p5q8r1s4t6v0w3x5y7z";

    private static readonly string[] ShownHeaders =
        ["Content-Type", "Content-Disposition", "Location", "ETag", "Idempotent-Replayed", "Kundbok-Change", "Kundbok-Lookup-Source", "Kundbok-Lookup-Stale", "Link", "Allow", "Retry-After", "WWW-Authenticate", "Set-Cookie"];

    private string _cursor = "";
    private string _webhook = "";
    private string _session = "";
    private string _token = "";

    [Fact]
    public async Task Every_answer_on_the_page_is_the_servers()
    {
        var file = RepositoryFile.Path("docs", "api.md");
        var page = await File.ReadAllTextAsync(file);

        var played = await PlayAsync(page);

        if (Environment.GetEnvironmentVariable("KUNDBOK_UPDATE_DOCS") == "1") await File.WriteAllTextAsync(file, played);
        else played.ShouldBe(page, "docs/api.md is stale: run this test with KUNDBOK_UPDATE_DOCS=1 and look at the difference");
    }

    [Fact]
    public async Task Every_operation_is_on_the_page()
    {
        var page = await File.ReadAllTextAsync(RepositoryFile.Path("docs", "api.md"));
        using var client = server.Anonymous();
        var document = await client.GetJsonAsync("/openapi/v1.json");

        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, _) in methods!.AsObject())
            {
                var example = $"\n{method.ToUpperInvariant()} {path.Split('{')[0]}";
                page.ShouldContain(example, Case.Sensitive, $"{method} {path} has no example in docs/api.md");
            }
        }
    }

    // A block of http is a request when it does not begin with HTTP; the block after it is its answer.
    private async Task<string> PlayAsync(string page)
    {
        var played = new StringBuilder();
        var rest = page.AsMemory();
        while (rest.Span.IndexOf(Request, StringComparison.Ordinal) is var start and >= 0)
        {
            var body = rest[(start + Request.Length)..];
            var request = body[..body.Span.IndexOf(Fence, StringComparison.Ordinal)];
            played.Append(rest[..(start + Request.Length)]).Append(request).Append(Fence).Append("\n\n").Append(Request);
            rest = body[(request.Length + Fence.Length)..];

            var answer = rest.Span.TrimStart().StartsWith(Request + "HTTP", StringComparison.Ordinal) ? rest.Span.IndexOf(Request, StringComparison.Ordinal) + Request.Length : -1;
            if (answer >= 0) rest = rest[(answer + rest.Span[answer..].IndexOf(Fence, StringComparison.Ordinal) + Fence.Length)..];
            played.Append(await AnswerAsync(request.ToString())).Append(Fence);
        }

        return played.Append(rest).ToString();
    }

    private async Task<string> AnswerAsync(string text)
    {
        var parts = text.Split("\n\n", 2);
        var lines = parts[0].Trim().Split('\n');
        var line = lines[0].Replace(Cursor, $"after={_cursor}", StringComparison.Ordinal).Replace(Webhook, _webhook, StringComparison.Ordinal).Replace(TokenId, _token, StringComparison.Ordinal).Split(' ', 2);
        using var request = new HttpRequestMessage(new HttpMethod(line[0]), line[1]);
        if (parts.Length > 1) request.Content = new StringContent(parts[1].Trim().Replace(CursorName, _cursor, StringComparison.Ordinal), Encoding.UTF8);
        request.Content?.Headers.Remove("Content-Type");
        foreach (var header in lines[1..])
        {
            var value = header.Split(": ", 2);
            var sent = value[1].Replace("$TOKEN", server.Token, StringComparison.Ordinal).Replace("$OTHER", server.OtherToken, StringComparison.Ordinal).Replace("$SESSION", _session, StringComparison.Ordinal);
            if (!request.Headers.TryAddWithoutValidation(value[0], sent)) request.Content!.Headers.TryAddWithoutValidation(value[0], sent);
        }

        using var client = server.Anonymous();
        using var response = await client.SendAsync(request);
        var answer = new StringBuilder($"HTTP/1.1 {(int)response.StatusCode} {response.ReasonPhrase}\n");
        foreach (var name in ShownHeaders)
        {
            if (response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values))
                answer.Append(name).Append(": ").AppendJoin(", ", values).Append('\n');
        }

        // The next requests of the page in a session are in this one.
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies) && TokenText().Match(cookies.Single()) is { Success: true } token) _session = token.Value;

        var content = await response.Content.ReadAsStringAsync();
        if (content.Length > 0) answer.Append('\n').Append(Shown(content, response.Content.Headers.ContentType?.MediaType)).Append('\n');
        return Masked(KeepToken(KeepWebhook(KeepCursor(answer.ToString()))));
    }

    private static string Shown(string content, string? type) =>
        type?.EndsWith("json", StringComparison.Ordinal) == true ? Readable(content) : Beginning(content.ReplaceLineEndings("\n").TrimEnd());

    private static string Beginning(string text) =>
        text.Split('\n') is { Length: > MostLines } lines ? string.Join('\n', lines[..MostLines]) + "\n…" : text;

    private static string Readable(string json)
    {
        var node = JsonNode.Parse(json)!;
        LeaveEmptyFieldsOut(node);
        return node.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static void LeaveEmptyFieldsOut(JsonNode? node)
    {
        if (node is JsonArray list) foreach (var item in list) LeaveEmptyFieldsOut(item);
        if (node is not JsonObject properties) return;

        foreach (var (_, value) in properties) LeaveEmptyFieldsOut(value);
        if (properties.Count < 55) return;
        foreach (var empty in properties.Where(property => property.Value?.ToString().Length == 0).Select(property => property.Key).ToList()) properties.Remove(empty);
    }

    // The next request of the page that says CURSOR goes on from here.
    private string KeepCursor(string answer)
    {
        if (NextText().Match(answer) is { Success: true } next) _cursor = next.Value;
        return NextText().Replace(answer, CursorName);
    }

    // The next request of the page about the webhook of the page is about this one.
    private string KeepWebhook(string answer)
    {
        if (WebhookText().Match(answer) is { Success: true } webhook) _webhook = webhook.Value;
        return WebhookText().Replace(answer, Webhook);
    }

    // The next request of the page about the token of the page is about this one.
    private string KeepToken(string answer)
    {
        if (TokenIdText().Match(answer) is { Success: true } token) _token = token.Value;
        return TokenIdText().Replace(answer, TokenId);
    }

    // What differs from run to run: tokens, secrets, the ids of tests, and the cursors of pages, which are encrypted.
    private static string Masked(string answer) =>
        TestText().Replace(SecretText().Replace(CursorText().Replace(TokenText().Replace(answer, "eyJhbGciOiJIUzI1NiIs…"), Cursor), "whsec_…"), "test-…");

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", RegexOptions.None, 1000)]
    private static partial Regex TokenIdText();

    [GeneratedRegex("wh_[0-9a-z]{26}", RegexOptions.None, 1000)]
    private static partial Regex WebhookText();

    [GeneratedRegex("whsec_[0-9A-Za-z+/=]{32,}", RegexOptions.None, 1000)]
    private static partial Regex SecretText();

    [GeneratedRegex("test-[0-9a-f]{16}", RegexOptions.None, 1000)]
    private static partial Regex TestText();

    [GeneratedRegex(@"eyJ[\w-]+\.[\w-]+\.[\w-]+", RegexOptions.None, 1000)]
    private static partial Regex TokenText();

    [GeneratedRegex(@"(?<=""next"": "")[\w-]+", RegexOptions.None, 1000)]
    private static partial Regex NextText();

    [GeneratedRegex(@"after=[\w-]{20,}|(?<=Link: .*)after=[\w-]+", RegexOptions.None, 1000)]
    private static partial Regex CursorText();

    /// <summary>A new register with one merchant and one user, on a day that does not change.</summary>
    public sealed class ServerOfThePage : TestServer
    {
        public string Token { get; private set; } = "";

        public string OtherToken { get; private set; } = "";

        // The receivers of the page take everything; its registers are away.
        protected override void SetUpServices(IServiceCollection services)
        {
            services.AddSingleton(provider => new WebhookSender(provider.GetRequiredService<TargetGuard>(), new TakingHandler(), Time, WebhookSender.DefaultTimeout));
            services.AddSingleton<ILookupSource, SourceThatIsAway>();
        }

        protected override TimeProvider Time { get; } = new FakeTimeProvider(new DateTimeOffset(2026, 1, 15, 9, 30, 0, TimeSpan.Zero));

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            var merchant = await AddMerchantAsync();
            var hash = new PasswordHasher<object>().HashPassword(new(), "Vinterkväll-i-Umeå");
            await Register.Access.AddUserAsync(new User(merchant, "maja", "Maja Exempel", "maja@example.com", hash), CancellationToken.None);
            await using (var load = await Register.Directory.BeginLoadAsync(CancellationToken.None))
            {
                await load.AddAsync(
                    [
                        new("5560160680", "Nordlys Cykel Aktiebolag", "Kungsgatan 12", "", "90325", "Umeå", "SE", "AB", OrganisationStatus.Liquidation, NoAdvertising: false, OrganisationRegistry.Bolagsverket),
                        new("4020000016", "Norrskens Bageri AB", "Provgatan 3", "", "90325", "Umeå", "SE", "AB", OrganisationStatus.Active, NoAdvertising: false, OrganisationRegistry.Bolagsverket),
                    ],
                    CancellationToken.None);
                await load.PutInPlaceAsync([], evenIfSmaller: false, CancellationToken.None);
            }

            Token = await Services.GetRequiredService<TokenIssuer>().IssueAsync(merchant, [], TimeSpan.FromHours(1), "shop", CancellationToken.None);
            OtherToken = await Services.GetRequiredService<TokenIssuer>().IssueAsync(await AddMerchantAsync(), [Scopes.CustomersRead, Scopes.Admin], TimeSpan.FromDays(1), "till", CancellationToken.None);
        }
    }

    private sealed class SourceThatIsAway : ILookupSource
    {
        public string Name => "prh";

        public bool Serves(IdentityNumberKind kind) => kind is IdentityNumberKind.NorwegianOrganisation or IdentityNumberKind.FinnishOrganisation;

        public ValueTask<LookupAnswer> AskAsync(long merchant, IdentityNumberResult.Valid number, CancellationToken cancellation) => new(number.Kind == IdentityNumberKind.FinnishOrganisation
            ? new LookupAnswer.Found(new Party("", "", "Revontuli Oy", "Satamakatu 4", "00160", "HELSINKI", "FI", "", "")) { IsStale = true }
            : new LookupAnswer.Unavailable(TimeSpan.FromSeconds(10)));
    }

    private sealed class TakingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));
    }
}
