using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kundbok.Server.Tests.Access;

/// <summary>The portal's session: a token in a cookie, which counts as one in the header does, but not for what another page may have sent.</summary>
public abstract class SessionTests(SessionTests.ServerWithClock server) : IAsyncLifetime
{
    private const string Password = "Vinterkväll i Umeå 🌲";
    private const string NewCustomer = """{"name":"Anna Exempel"}""";

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Signing_in_sets_a_cookie_that_only_the_server_reads_and_says_who_it_is()
    {
        var merchant = await AddUserAsync("Maja");

        using var answer = await SignInAsync("maja", Password);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        var token = TokenIn(cookie);
        cookie.ShouldBe($"kundbok-session={token}; max-age=43200; path=/; samesite=strict; httponly");
        new JsonWebToken(token).Subject.ShouldBe("Maja");
        var session = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        session["user"]!.ToJsonString().ShouldBe("""{"name":"Maja Exempel","username":"Maja","email":"maja@example.com","admin":true}""");
        session["merchant"]!.ToJsonString().ShouldBe($$"""{"id":{{merchant}},"name":"A merchant"}""");
        session["expires"]!.GetValue<string>().ShouldBe("2026-03-02T00:00:00.000Z");
        session["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>()).ShouldBe(Scopes.All);
        using var client = Browser(token);
        (await client.GetJsonAsync("/session")).ToJsonString().ShouldBe(session.ToJsonString());
        (await client.GetJsonAsync("/customers/count"))["count"]!.GetValue<long>().ShouldBe(0);
        (await client.GetJsonAsync("/me"))["Merchant"]!["id"]!.GetValue<long>().ShouldBe(merchant);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_never_sent_in_clear()
    {
        await AddUserAsync("maja");
        using var client = Portal(server.Anonymous());
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");

        using var begun = await client.SendAsync(HttpMethod.Post, "/session", Body("maja", Password));
        using var ended = await client.SendAsync(HttpMethod.Delete, "/session");

        begun.Headers.GetValues("Set-Cookie").Single().ShouldContain("; secure;");
        ended.Headers.GetValues("Set-Cookie").Single().ShouldContain("; secure;");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("1, 1")]
    public async Task What_another_page_may_have_sent_changes_nothing(string? header)
    {
        await AddUserAsync("maja");
        var token = await TokenAsync("maja");
        using var forged = Browser(token, header);

        foreach (var (method, path) in ((string, string)[])
        [
            ("POST", "/customers"), ("DELETE", "/customers"), ("PATCH", "/customers/1"), ("DELETE", "/customers/1"), ("POST", "/customers/1/erase"), ("POST", "/webhooks"),
            ("POST", "/customers/export/csv"), ("DELETE", "/session"),
        ])
        {
            var problem = await forged.SendAsync(new HttpMethod(method), path, NewCustomer).ProblemAsync(403, "portal_header_missing");
            problem["detail"]!.GetValue<string>().ShouldContain("Kundbok-Portal: 1");
        }

        using var own = Browser(token);
        (await own.GetJsonAsync("/customers/count"))["count"]!.GetValue<long>().ShouldBe(0);
        await forged.GetJsonAsync("/session"); // reading takes no header: a page of another origin gets no answer to see
        using var head = await forged.SendAsync(HttpMethod.Head, "/customers");
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        await own.CreateAsync(NewCustomer);
    }

    [Fact]
    public async Task Another_page_cannot_sign_its_visitors_in_as_somebody_else()
    {
        await AddUserAsync("maja");
        using var client = server.Anonymous();

        var problem = client.SendAsync(HttpMethod.Post, "/session", Body("maja", Password));

        (await problem).Headers.Contains("Set-Cookie").ShouldBeFalse();
        await problem.ProblemAsync(403, "portal_header_missing");
    }

    [Fact]
    public async Task A_browser_is_never_told_that_another_origin_may_send_the_header()
    {
        using var client = server.Anonymous();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/customers");
        preflight.Headers.Add("Origin", "https://other.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "kundbok-portal");

        using var answer = await client.SendAsync(preflight);

        answer.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_token_in_the_header_goes_before_the_cookie()
    {
        await AddUserAsync("maja");
        var cookie = await TokenAsync("maja");
        var other = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(other));
        client.DefaultRequestHeaders.Add("Cookie", $"kundbok-session={cookie}");

        (await client.GetJsonAsync("/session"))["merchant"]!["id"]!.GetValue<long>().ShouldBe(other);
        await client.CreateAsync(NewCustomer); // a page cannot send the token, so nothing more is asked for
        client.DefaultRequestHeaders.Authorization = new("Bearer", "not.a.token");
        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
    }

    [Fact]
    public async Task Signing_out_revokes_the_token_at_once_and_clears_the_cookie()
    {
        await AddUserAsync("maja");
        var token = await TokenAsync("maja");
        using var client = Browser(token);
        await client.GetJsonAsync("/session");

        using var answer = await client.SendAsync(HttpMethod.Delete, "/session");

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues("Set-Cookie").Single().ShouldBe("kundbok-session=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; samesite=strict; httponly");
        await client.SendAsync(HttpMethod.Get, "/session").ProblemAsync(401, "token_invalid");
        using var bearer = server.WithToken(token);
        await bearer.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
        (await client.SendAsync(HttpMethod.Delete, "/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_told_so_and_may_sign_out()
    {
        using var client = server.Anonymous();

        await client.SendAsync(HttpMethod.Get, "/session").ProblemAsync(401, "token_missing");
        (await client.SendAsync(HttpMethod.Delete, "/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("kundbok-session=")]
    [InlineData("kundbok-session=x; kundbok-session=y")]
    [InlineData("kundbok-session=%00%0d%0a")]
    [InlineData("kundbok-session=\"; =;;")]
    [InlineData("kundbok-session=eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("KUNDBOK-SESSION=x")]
    public async Task A_cookie_that_is_no_token_of_ours_lets_nobody_in(string cookie)
    {
        using var client = Portal(server.Anonymous());
        client.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookie);

        foreach (var (method, path) in ((string, string)[])[("GET", "/session"), ("GET", "/customers"), ("POST", "/customers")])
            (await client.SendAsync(new HttpMethod(method), path, method == "GET" ? null : NewCustomer)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await client.SendAsync(HttpMethod.Delete, "/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_session_ends_with_its_token_and_with_a_new_password()
    {
        await AddUserAsync("maja");
        using var first = Browser(await TokenAsync("maja"));
        await first.GetJsonAsync("/session");
        server.Clock.Advance(TimeSpan.FromHours(11));
        using var second = Browser(await TokenAsync("maja"));

        server.Clock.Advance(TimeSpan.FromHours(1));
        await first.SendAsync(HttpMethod.Get, "/session").ProblemAsync(401, "token_invalid");
        await second.GetJsonAsync("/session");
        await server.Register.Access.SetPasswordAsync("maja", Passwords.Hash("another password"), CancellationToken.None);
        await server.Services.GetRequiredService<AccessRefresher>().RefreshAsync(CancellationToken.None);
        await second.SendAsync(HttpMethod.Get, "/session").ProblemAsync(401, "token_invalid");
    }

    [Fact]
    public async Task Failures_here_and_at_login_lock_the_same_name_out()
    {
        await AddUserAsync("maja");
        using var login = server.Anonymous();
        for (var i = 0; i < 2; i++) await login.SendAsync(HttpMethod.Post, "/login", Body("maja", "wrong")).ProblemAsync(401, "login_failed");
        for (var i = 0; i < 3; i++) await SignInAsync("maja", "wrong").ProblemAsync(401, "login_failed");

        using var answer = await SignInAsync("maja", Password);

        answer.Headers.GetValues("Retry-After").Single().ShouldBe("60");
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        await login.SendAsync(HttpMethod.Post, "/login", Body("maja", Password)).ProblemAsync(429, "too_many_requests");
    }

    [Theory]
    [InlineData("", "invalid_json")]
    [InlineData("[]", "invalid_request")]
    [InlineData("""{"username":"maja","password":1}""", "invalid_request")]
    public async Task A_body_that_is_no_sign_in_is_refused(string body, string code)
    {
        using var client = Portal(server.Anonymous());
        await client.SendAsync(HttpMethod.Post, "/session", body).ProblemAsync(400, code);
    }

    [Fact]
    public async Task A_token_of_a_program_says_what_it_is_for_too()
    {
        using var client = server.WithToken(await server.TokenAsync(await server.AddMerchantAsync(), Scopes.CustomersRead));

        var session = await client.GetJsonAsync("/session");

        session["user"]!.ToJsonString().ShouldBe("""{"name":"","username":"","email":"","admin":false}""");
        session["scopes"]!.ToJsonString().ShouldBe("""["customers:read"]""");
        session["expires"]!.GetValue<string>().ShouldBe("2026-03-01T13:00:00.000Z");
    }

    [Fact]
    public async Task Nothing_of_a_session_is_logged()
    {
        await AddUserAsync("maja");
        await SignInAsync("maja", "a wrong password").ProblemAsync(401, "login_failed");
        var token = await TokenAsync("maja");
        using var client = Browser(token);
        await client.GetJsonAsync("/session");
        using var forged = Browser(token, header: null);
        (await forged.SendAsync(HttpMethod.Post, "/customers", NewCustomer)).Dispose();
        (await client.SendAsync(HttpMethod.Delete, "/session")).Dispose();
        (await client.SendAsync(HttpMethod.Get, "/session")).Dispose();

        var log = string.Join('\n', server.Log);
        log.ShouldContain("DELETE /session/ 204");
        foreach (var secret in token.Split('.').Append("wrong password").Append("maja").Append("kundbok-session=")) log.ShouldNotContain(secret, Case.Insensitive);
    }

    private async Task<long> AddUserAsync(string name)
    {
        var merchant = await server.AddMerchantAsync();
        (await server.Register.Access.AddUserAsync(new User(merchant, name, "Maja Exempel", "maja@example.com", Passwords.Hash(Password)), CancellationToken.None)).ShouldNotBeNull();
        return merchant;
    }

    private async Task<HttpResponseMessage> SignInAsync(string name, string password)
    {
        using var client = Portal(server.Anonymous());
        return await client.SendAsync(HttpMethod.Post, "/session", Body(name, password));
    }

    private async Task<string> TokenAsync(string name)
    {
        using var answer = await SignInAsync(name, Password);
        return TokenIn(answer.Headers.GetValues("Set-Cookie").Single());
    }

    private HttpClient Browser(string token, string? header = "1")
    {
        var client = server.Anonymous();
        client.DefaultRequestHeaders.Add("Cookie", $"kundbok-session={token}");
        if (header is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("Kundbok-Portal", header);
        return client;
    }

    private static HttpClient Portal(HttpClient client)
    {
        client.DefaultRequestHeaders.Add(Session.PortalHeader, Session.PortalHeaderValue);
        return client;
    }

    private static string Body(string name, string password) => new JsonObject { ["username"] = name, ["password"] = password }.ToJsonString();

    private static string TokenIn(string cookie) => cookie.Split(';')[0]["kundbok-session=".Length..];

    public sealed class OnSqlite() : SessionTests(new ServerWithClock());

    public sealed class OnPostgres() : SessionTests(new PostgresServerWithClock());

    public sealed class PostgresServerWithClock : ServerWithClock
    {
        protected override bool UsesPostgres => true;
    }

    public class ServerWithClock : TestServer
    {
        public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

        public ConcurrentQueue<string> Log { get; } = [];

        protected override TimeProvider Time => Clock;

        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Proxies:Known"] = "127.0.0.1",
            ["Logging:LogLevel:Default"] = "Trace",
        };

        protected override void SetUpLogging(ILoggingBuilder logging)
        {
            logging.ClearProviders();
#pragma warning disable CA2000 // The logger factory disposes of its providers.
            logging.AddProvider(new LogRecorder(Log));
#pragma warning restore CA2000
        }
    }
}
