using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Kundbok.Server.Access;
using Kundbok.Server.Lookup;
using Kundbok.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kundbok.Server.Tests.Access;

/// <summary>Users, tokens and accounts with look-up sources over HTTP: for those with the scope, of their own merchant, and without locking everybody out.</summary>
public abstract class AdministrationTests(AdministrationTests.RecordingServer server)
{
    private const string Password = "Vinterkväll i Umeå 🌲";

    private readonly string _maja = $"maja-{Guid.NewGuid():N}";
    private readonly string _nils = $"nils-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_user_is_added_signs_in_as_a_member_is_changed_and_goes()
    {
        using var admin = await AdminAsync();

        using var added = await admin.SendAsync(HttpMethod.Post, "/users", NewUser(_nils, ("name", "Nils Exempel"), ("email", "nils@example.com")));
        added.StatusCode.ShouldBe(HttpStatusCode.OK);
        added.Headers.Location!.ToString().ShouldBe($"/users/{_nils}");
        (await added.Content.ReadAsStringAsync()).ShouldBe($$"""{"username":"{{_nils}}","name":"Nils Exempel","email":"nils@example.com","role":"member"}""");

        using var member = await SignedInAsync(_nils, Password);
        var session = await member.GetJsonAsync("/session");
        session["user"]!["admin"]!.GetValue<bool>().ShouldBeFalse();
        session["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>()).ShouldBe(["customers:read", "customers:write", "customers:export", "lookup"]);
        foreach (var path in (string[])["/users", "/tokens", "/lookup/accounts", "/webhooks"]) await member.SendAsync(HttpMethod.Get, path).ProblemAsync(403, "forbidden");

        var changed = await admin.SendAsync(HttpMethod.Patch, $"/users/{_nils.ToUpperInvariant()}", """{"name":"","role":"admin"}""").JsonAsync();
        changed.ToJsonString().ShouldBe($$"""{"username":"{{_nils}}","name":"","email":"nils@example.com","role":"admin"}""");
        (await admin.GetJsonAsync("/users")).AsArray().Select(user => $"{user!["username"]} {user["role"]}").ShouldBe([$"{_maja} admin", $"{_nils} admin"]);

        (await admin.SendAsync(HttpMethod.Delete, $"/users/{_nils}").JsonAsync()).ToJsonString().ShouldBe($$"""{"result":"Removed","username":"{{_nils}}"}""");
        await member.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
        await LoginAsync(_nils, Password).ProblemAsync(401, "login_failed");
        await admin.SendAsync(HttpMethod.Delete, $"/users/{_nils}").ProblemAsync(404, "user_not_found");
    }

    [Fact]
    public async Task A_new_password_revokes_the_tokens_and_ends_the_lockout()
    {
        using var admin = await AdminAsync();
        await admin.SendAsync(HttpMethod.Post, "/users", NewUser(_nils)).JsonAsync();
        using var session = await SignedInAsync(_nils, Password);
        for (var i = 0; i < 5; i++) await LoginAsync(_nils, "wrong").ProblemAsync(401, "login_failed");
        await LoginAsync(_nils, Password).ProblemAsync(429, "too_many_requests");

        await admin.SendAsync(HttpMethod.Patch, $"/users/{_nils}", """{"password":"another password"}""").JsonAsync();

        await session.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
        await LoginAsync(_nils, Password).ProblemAsync(401, "login_failed");
        await LoginAsync(_nils, "another password").JsonAsync();
    }

    [Fact]
    public async Task Who_is_no_admin_any_more_loses_the_admins_tokens()
    {
        using var admin = await AdminAsync();
        await admin.SendAsync(HttpMethod.Post, "/users", NewUser(_nils, ("role", "admin"))).JsonAsync();
        using var before = await SignedInAsync(_nils, Password);
        await before.GetJsonAsync("/users");

        await admin.SendAsync(HttpMethod.Patch, $"/users/{_nils}", """{"role":"member"}""").JsonAsync();

        await before.SendAsync(HttpMethod.Get, "/users").ProblemAsync(401, "token_invalid");
        using var after = await SignedInAsync(_nils, Password);
        await after.SendAsync(HttpMethod.Get, "/users").ProblemAsync(403, "forbidden");
    }

    [Fact]
    public async Task The_last_admin_stays_and_nobody_removes_themselves()
    {
        using var admin = await AdminAsync();
        await admin.SendAsync(HttpMethod.Post, "/users", NewUser(_nils)).JsonAsync();
        using var program = server.WithToken(await server.TokenAsync(await MerchantOfAsync(admin), Scopes.Admin));

        await admin.SendAsync(HttpMethod.Patch, $"/users/{_maja}", """{"role":"member","name":"Changed"}""").ProblemAsync(409, "last_admin");
        await program.SendAsync(HttpMethod.Delete, $"/users/{_maja}").ProblemAsync(409, "last_admin");
        await admin.SendAsync(HttpMethod.Delete, $"/users/{_maja.ToUpperInvariant()}").ProblemAsync(409, "own_user");
        (await admin.GetJsonAsync("/users"))[0]!.ToJsonString().ShouldBe($$"""{"username":"{{_maja}}","name":"","email":"","role":"admin"}""");

        await admin.SendAsync(HttpMethod.Patch, $"/users/{_nils}", """{"role":"admin"}""").JsonAsync();
        await admin.SendAsync(HttpMethod.Delete, $"/users/{_maja}").ProblemAsync(409, "own_user");
        await program.SendAsync(HttpMethod.Delete, $"/users/{_maja}").JsonAsync();
    }

    [Fact]
    public async Task Of_two_admins_who_remove_each_other_at_once_one_stays()
    {
        using var maja = await AdminAsync();
        await maja.SendAsync(HttpMethod.Post, "/users", NewUser(_nils, ("role", "admin"))).JsonAsync();
        var merchant = await MerchantOfAsync(maja);

        var outcomes = await Task.WhenAll(
            server.Register.Access.RemoveUserAsync(merchant, _maja, CancellationToken.None).AsTask(),
            server.Register.Access.RemoveUserAsync(merchant, _nils, CancellationToken.None).AsTask());

        outcomes.ShouldBe([UserOutcome.Done, UserOutcome.LastAdmin], ignoreOrder: true);
        (await server.Register.Access.ListUsersAsync(merchant, CancellationToken.None)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("{", "invalid_json")]
    [InlineData("[]", "invalid_user")]
    [InlineData("{}", "invalid_user", "username", "password")]
    [InlineData("""{"username":"","password":"0123456789"}""", "invalid_user", "username")]
    [InlineData("""{"username":"a/b","password":"0123456789"}""", "invalid_user", "username")]
    [InlineData("""{"username":"..","password":"0123456789"}""", "invalid_user", "username")]
    [InlineData("""{"username":"a\u0000","password":"0123456789"}""", "invalid_user", "username")]
    [InlineData("""{"username":"\ud800","password":"0123456789"}""", "invalid_user", "username")]
    [InlineData("""{"username":"a","password":"short"}""", "invalid_user", "password")]
    [InlineData("""{"username":"a","password":1234567890}""", "invalid_user", "password")]
    [InlineData("""{"username":"a","password":"0123456789","role":"owner"}""", "invalid_user", "role")]
    [InlineData("""{"username":"a","password":"0123456789","name":"a\nb","email":7}""", "invalid_user", "name", "email")]
    [InlineData("""{"username":"a","password":"0123456789","merchant":1}""", "invalid_user", "merchant")]
    public async Task A_user_that_cannot_be_is_refused(string body, string code, params string[] fields)
    {
        using var client = await server.NewMerchantAsync();

        var problem = await client.SendAsync(HttpMethod.Post, "/users", body).ProblemAsync(400, code);

        foreach (var field in fields) problem["errors"]![field].ShouldNotBeNull(field);
        (await client.GetJsonAsync("/users")).AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_user_name_is_taken_whoever_has_it()
    {
        using var admin = await AdminAsync();
        using var other = await server.NewMerchantAsync();

        await admin.SendAsync(HttpMethod.Post, "/users", NewUser(_maja)).ProblemAsync(409, "username_taken");
        await other.SendAsync(HttpMethod.Post, "/users", NewUser(_maja.ToUpperInvariant())).ProblemAsync(409, "username_taken");
    }

    [Fact]
    public async Task Another_merchants_users_tokens_and_accounts_are_not_there()
    {
        using var admin = await AdminAsync();
        var token = await admin.SendAsync(HttpMethod.Post, "/tokens", """{"scopes":["customers:read"]}""").JsonAsync();
        await admin.SendAsync(HttpMethod.Put, "/lookup/accounts/qvickly", """{"id":"12345","secret":"geheim"}""").JsonAsync();
        using var other = await server.NewMerchantAsync();

        (await other.GetStringAsync("/users")).ShouldBe("[]");
        (await other.GetStringAsync("/tokens")).ShouldNotContain(token["id"]!.GetValue<string>());
        (await other.GetStringAsync("/lookup/accounts")).ShouldBe("[]");
        await other.SendAsync(HttpMethod.Patch, $"/users/{_maja}", """{"password":"0123456789"}""").ProblemAsync(404, "user_not_found");
        await other.SendAsync(HttpMethod.Delete, $"/users/{_maja}").ProblemAsync(404, "user_not_found");
        await other.SendAsync(HttpMethod.Delete, $"/tokens/{token["id"]}").ProblemAsync(404, "token_not_found");
        await other.SendAsync(HttpMethod.Delete, "/lookup/accounts/qvickly").ProblemAsync(404, "account_not_found");
        await other.SendAsync(HttpMethod.Post, "/lookup/accounts/qvickly/test", """{"orgNum":"556016-0680"}""").ProblemAsync(404, "account_not_found");

        await LoginAsync(_maja, Password).JsonAsync();
        using var program = server.WithToken(token["token"]!.GetValue<string>());
        (await program.GetAsync("/customers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.GetJsonAsync("/lookup/accounts")).AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_is_shown_once_does_what_it_says_and_is_refused_once_revoked()
    {
        using var admin = await AdminAsync();

        using var answer = await admin.SendAsync(HttpMethod.Post, "/tokens", """{"name":"Butiken","scopes":["lookup","customers:read","lookup"],"days":1}""");
        var made = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        answer.Headers.Location!.ToString().ShouldBe($"/tokens/{made["id"]}");
        made["scopes"]!.ToJsonString().ShouldBe("""["customers:read","lookup"]""");
        made["username"].ShouldBeNull();
        using var program = server.WithToken(made["token"]!.GetValue<string>());
        (await program.GetAsync("/customers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await program.SendAsync(HttpMethod.Get, "/tokens").ProblemAsync(403, "forbidden");
        var listed = (await admin.GetJsonAsync("/tokens")).AsArray();
        listed.ShouldAllBe(token => token!["token"] == null);
        listed.Select(token => $"{token!["name"]}|{token["username"]}").ShouldBe(["Butiken|", $"|{_maja}"], ignoreOrder: true);

        (await admin.SendAsync(HttpMethod.Delete, $"/tokens/{made["id"]}").JsonAsync()).ToJsonString().ShouldBe($$"""{"result":"Revoked","id":"{{made["id"]}}"}""");
        await program.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
        (await admin.GetJsonAsync("/tokens")).AsArray().Single(token => token!["name"]!.GetValue<string>() == "Butiken")!["revoked"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("{}", "scopes")]
    [InlineData("""{"scopes":[]}""", "scopes")]
    [InlineData("""{"scopes":"customers:read"}""", "scopes")]
    [InlineData("""{"scopes":["customers:read","*"]}""", "scopes")]
    [InlineData("""{"scopes":["customers:read customers:write"]}""", "scopes")]
    [InlineData("""{"scopes":["lookup"],"days":0}""", "days")]
    [InlineData("""{"scopes":["lookup"],"days":3651}""", "days")]
    [InlineData("""{"scopes":["lookup"],"days":1e9}""", "days")]
    [InlineData("""{"scopes":["lookup"],"name":"a\u0007"}""", "name")]
    [InlineData("""{"scopes":["lookup"],"merchant":1}""", "merchant")]
    public async Task A_token_that_cannot_be_is_refused(string body, string field)
    {
        using var client = await server.NewMerchantAsync();
        (await client.SendAsync(HttpMethod.Post, "/tokens", body).ProblemAsync(400, "invalid_new_token"))["errors"]![field].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("DELETE", "/tokens/1", "token_not_found")]
    [InlineData("DELETE", "/tokens/%0A", "token_not_found")]
    [InlineData("DELETE", "/tokens/3f0c4b1e9d7a4c52a6e8b0d1f2a3c4e5", "token_not_found")]
    [InlineData("DELETE", "/users/%0A", "user_not_found")]
    [InlineData("DELETE", "/users/'%20OR%201=1--", "user_not_found")]
    [InlineData("DELETE", "/lookup/accounts/QVICKLY", "account_not_found")]
    [InlineData("DELETE", "/lookup/accounts/bolagsverket", "account_not_found")]
    public async Task What_is_not_there_is_told_so(string method, string path, string code)
    {
        using var client = await server.NewMerchantAsync();
        await client.SendAsync(new HttpMethod(method), path).ProblemAsync(404, code);
    }

    [Fact]
    public async Task An_accounts_secret_goes_in_and_never_out_and_stays_when_it_is_left_out()
    {
        using var client = await server.NewMerchantAsync();
        var merchant = await MerchantOfAsync(client);
        await client.SendAsync(HttpMethod.Put, "/lookup/accounts/qvickly", """{"id":"12345"}""").ProblemAsync(400, "invalid_account");

        var set = await client.SendAsync(HttpMethod.Put, "/lookup/accounts/qvickly", """{"id":" 12345 ","secret":"geheim-1","persons":true}""").JsonAsync();
        await client.SendAsync(HttpMethod.Put, "/lookup/accounts/qvickly", """{"id":"67890","test":true}""").JsonAsync();

        set.ToJsonString().ShouldBe("""{"source":"qvickly","id":"12345","persons":true,"test":false}""");
        (await client.GetStringAsync("/lookup/accounts")).ShouldBe("""[{"source":"qvickly","id":"67890","persons":false,"test":true}]""");
        var kept = await server.Services.GetRequiredService<QvicklyAccounts>().FindAsync(merchant, CancellationToken.None);
        (kept!.Id, kept.Secret, kept.Persons, kept.IsTest).ShouldBe(("67890", "geheim-1", false, true));
        (await client.SendAsync(HttpMethod.Delete, "/lookup/accounts/qvickly").JsonAsync()).ToJsonString().ShouldBe("""{"result":"Removed","source":"qvickly"}""");
        (await client.GetStringAsync("/lookup/accounts")).ShouldBe("[]");
    }

    [Theory]
    [InlineData("""{"id":"","secret":"x"}""", "id")]
    [InlineData("""{"id":5,"secret":"x"}""", "id")]
    [InlineData("""{"id":"1","secret":"  "}""", "secret")]
    [InlineData("""{"id":"1","secret":"x","persons":"yes"}""", "persons")]
    [InlineData("""{"id":"1","secret":"x","url":"http://127.0.0.1"}""", "url")]
    public async Task An_account_that_cannot_be_is_refused(string body, string field)
    {
        using var client = await server.NewMerchantAsync();
        (await client.SendAsync(HttpMethod.Put, "/lookup/accounts/qvickly", body).ProblemAsync(400, "invalid_account"))["errors"]![field].ShouldNotBeNull();
        (await client.GetStringAsync("/lookup/accounts")).ShouldBe("[]");
    }

    [Fact]
    public async Task Every_operation_takes_the_scope_and_in_a_session_the_header()
    {
        using var admin = await AdminAsync();
        using var others = server.WithToken(await server.TokenAsync(await MerchantOfAsync(admin), [.. Scopes.All.Where(scope => scope != Scopes.Admin)]));
        using var forged = server.Anonymous();
        forged.DefaultRequestHeaders.Add("Cookie", $"kundbok-session={admin.DefaultRequestHeaders.Authorization!.Parameter}");

        foreach (var (method, path) in ((string, string)[])
        [
            ("GET", "/users"), ("POST", "/users"), ("PATCH", $"/users/{_maja}"), ("DELETE", $"/users/{_maja}"), ("GET", "/tokens"), ("POST", "/tokens"), ("DELETE", "/tokens/1"),
            ("GET", "/lookup/accounts"), ("PUT", "/lookup/accounts/qvickly"), ("DELETE", "/lookup/accounts/qvickly"), ("POST", "/lookup/accounts/qvickly/test"),
        ])
        {
            await others.SendAsync(new HttpMethod(method), path, method == "GET" ? null : "{}").ProblemAsync(403, "forbidden");
            if (method == "GET") await forged.GetJsonAsync(path);
            else await forged.SendAsync(new HttpMethod(method), path, "{}").ProblemAsync(403, "portal_header_missing");
        }
    }

    [Fact]
    public async Task Who_did_what_is_in_the_log_and_no_name_password_or_token()
    {
        using var admin = await AdminAsync();
        var merchant = await MerchantOfAsync(admin);
        await admin.SendAsync(HttpMethod.Post, "/users", NewUser(_nils, ("name", "Ohemlig"), ("email", "ohemlig@example.com"))).JsonAsync();
        await admin.SendAsync(HttpMethod.Patch, $"/users/{_nils}", """{"password":"ohemligt lösen"}""").JsonAsync();
        await admin.SendAsync(HttpMethod.Delete, $"/users/{_nils}").JsonAsync();
        var token = await admin.SendAsync(HttpMethod.Post, "/tokens", """{"name":"Ohemlig","scopes":["lookup"]}""").JsonAsync();
        await admin.SendAsync(HttpMethod.Delete, $"/tokens/{token["id"]}").JsonAsync();
        await admin.SendAsync(HttpMethod.Put, "/lookup/accounts/qvickly", """{"id":"ohemlig","secret":"ohemlig"}""").JsonAsync();
        await admin.SendAsync(HttpMethod.Delete, "/lookup/accounts/qvickly").JsonAsync();

        var log = string.Join('\n', server.Log);
        var own = (await admin.GetJsonAsync("/tokens")).AsArray().Single(listed => listed!["username"] is not null)!["id"];
        foreach (var line in (string[])
        [
            "user added -", "user changed, with a new password -", "user removed -", $"token made {token["id"]}", $"token revoked {token["id"]}", "look-up account set qvickly", "look-up account removed qvickly",
        ])
            log.ShouldContain($"{line} by token {own} of merchant {merchant}");
        foreach (var secret in (string[])["ohemlig", _nils, _maja, Password, token["token"]!.GetValue<string>()]) log.ShouldNotContain(secret, Case.Insensitive);
    }

    // A user of a merchant of its own, signed in; a program could do the same.
    private async Task<HttpClient> AdminAsync()
    {
        var merchant = await server.AddMerchantAsync();
        (await server.Register.Access.AddUserAsync(new User(merchant, _maja, "", "", Passwords.Hash(Password)), CancellationToken.None)).ShouldNotBeNull();
        return await SignedInAsync(_maja, Password);
    }

    private async Task<HttpClient> SignedInAsync(string name, string password) =>
        server.WithToken((await LoginAsync(name, password).JsonAsync())["token"]!.GetValue<string>());

    private async Task<HttpResponseMessage> LoginAsync(string name, string password)
    {
        using var client = server.Anonymous();
        return await client.SendAsync(HttpMethod.Post, "/login", new JsonObject { ["username"] = name, ["password"] = password }.ToJsonString());
    }

    private static async Task<long> MerchantOfAsync(HttpClient client) => (await client.GetJsonAsync("/session"))["merchant"]!["id"]!.GetValue<long>();

    private static string NewUser(string name, params (string Name, string Value)[] more)
    {
        var user = new JsonObject { ["username"] = name, ["password"] = Password };
        foreach (var (property, value) in more) user[property] = value;
        return user.ToJsonString();
    }

    public sealed class OnSqlite(RecordingServer server) : AdministrationTests(server), IClassFixture<RecordingServer>;

    public sealed class OnPostgres(RecordingPostgresServer server) : AdministrationTests(server), IClassFixture<RecordingPostgresServer>;

    public sealed class RecordingPostgresServer : RecordingServer
    {
        protected override bool UsesPostgres => true;
    }

    public class RecordingServer : TestServer
    {
        public ConcurrentQueue<string> Log { get; } = [];

        protected override void SetUpLogging(ILoggingBuilder logging)
        {
            logging.ClearProviders();
#pragma warning disable CA2000 // The logger factory disposes of its providers.
            logging.AddProvider(new LogRecorder(Log));
#pragma warning restore CA2000
        }
    }
}
