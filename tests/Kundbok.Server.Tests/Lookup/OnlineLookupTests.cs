using System.Text;
using Kundbok.Server.Access;
using Kundbok.Server.Lookup;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Lookup;

/// <summary>Look-ups that go out of the house, and what is noted of them.</summary>
public abstract class OnlineLookupTests(OnlineServer server)
{
    private const string Path = "/customers/searchByOrgNumber/";
    private const string Person = "550101-1018"; // published for tests
    private const string Bare = "5501011018";

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task What_a_registry_knows_is_told_fresh_and_kept_by_nobody_on_the_way()
    {
        using var client = await server.NewMerchantAsync();

        using var response = await client.GetAsync(new Uri(Path + FakeSources.Organisation, UriKind.Relative));

        (await Task.FromResult(response).JsonAsync()).ToJsonString().ShouldBe(
            """{"firstname":"","lastname":"","company":"Nordlys AS","street":"Storgata 1","zip":"0155","city":"OSLO","country":"NO","phone":"","email":""}""");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.Contains(LookupEndpoints.StaleHeader).ShouldBeFalse();
        response.Headers.GetValues("Kundbok-Lookup-Source").ShouldHaveSingleItem().ShouldBe("brreg");
    }

    [Fact]
    public async Task A_customer_of_the_merchants_own_goes_before_the_registry()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"Our own","companyno":"974760673"}""");

        (await client.GetJsonAsync(Path + "974760673"))["company"]!.GetValue<string>().ShouldBe("Our own");

        server.Sources.Asked.ShouldNotContain(asked => asked.Contains("974760673", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_is_looked_up_where_the_merchant_has_said_so_and_nowhere_else()
    {
        var (without, companies, persons) = (await server.AddMerchantAsync(), await server.AddMerchantAsync(), await server.AddMerchantAsync());
        await server.SetAccountAsync(companies, persons: false);
        await server.SetAccountAsync(persons, persons: true);
        foreach (var merchant in (long[])[without, companies])
        {
            using var client = server.WithToken(await server.TokenAsync(merchant));
            await client.SendAsync(HttpMethod.Get, Path + "8211059954").ProblemAsync(404, "party_not_found");
        }

        server.Sources.Asked.ShouldNotContain(asked => asked.Contains("821105-9954", StringComparison.Ordinal));
        using var allowed = server.WithToken(await server.TokenAsync(persons));
        (await allowed.GetJsonAsync(Path + "8211059954"))["lastname"]!.GetValue<string>().ShouldBe("Ek");
        server.Sources.Asked.ShouldContain(asked => asked.Contains("821105-9954", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_is_set_and_tried_over_HTTP_whoever_else_knows_the_number_and_not_told_who_it_is()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));
        await client.CreateAsync("""{"name":"Our own","companyno":"5560160680"}""");
        await client.SendAsync(HttpMethod.Put, "/lookup/accounts/qvickly", $$"""{"id":"12345","secret":"{{FakeSources.Secret}}","persons":true,"test":true}""").JsonAsync();

        var swedish = await client.SendAsync(HttpMethod.Post, "/lookup/accounts/qvickly/test", """{"orgNum":"5560160680"}""").JsonAsync();
        var norwegian = await client.SendAsync(HttpMethod.Post, "/lookup/accounts/qvickly/test", $$"""{"orgNum":"{{FakeSources.Organisation}}"}""").JsonAsync();
        await client.SendAsync(HttpMethod.Post, "/lookup/accounts/qvickly/test", "{}").ProblemAsync(400, "invalid_account");

        swedish["milliseconds"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(0);
        swedish.AsObject().Remove("milliseconds");
        swedish.ToJsonString().ShouldBe("""{"source":"qvickly","outcome":"found","reason":""}""");
        norwegian["outcome"]!.GetValue<string>().ShouldBe("not_asked");
        (await server.Register.Lookups.ListAuditsAsync(merchant, 10, None)).Select(audit => (audit.Source, audit.Outcome)).ShouldBe([("qvickly", "found")]);
    }

    [Fact]
    public async Task Every_look_up_is_noted_with_who_asked_and_not_for_whom()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));
        await client.GetJsonAsync(Path + FakeSources.Organisation);
        await client.SendAsync(HttpMethod.Get, Path + Person).ProblemAsync(404, "party_not_found");
        await client.SendAsync(HttpMethod.Get, Path + "0" + Person).ProblemAsync(400, "invalid_org_number"); // nobody was asked

        var noted = await server.Register.Lookups.ListAuditsAsync(merchant, 10, None);

        noted.Select(audit => (audit.Outcome, audit.Source)).ShouldBe([("not_found", null), ("found", "brreg")]);
        noted.ShouldAllBe(audit => audit.Actor.Kind == ActorKind.Token && audit.At > DateTimeOffset.UtcNow.AddMinutes(-5) && audit.Number.Length == 32);
        noted[0].Number.ToArray().ShouldNotBe(noted[1].Number.ToArray());
        foreach (var audit in noted)
        {
            foreach (var number in (string[])[Person, Bare, FakeSources.Organisation]) audit.Number.Span.IndexOf(Encoding.ASCII.GetBytes(number)).ShouldBe(-1);
        }
    }

    [Fact]
    public async Task A_person_who_is_protected_is_told_and_noted_like_one_who_is_not_there()
    {
        await using var own = new OnlineServer();
        await own.InitializeAsync();
        var merchant = await own.AddMerchantAsync();
        await own.SetAccountAsync(merchant, persons: true);
        own.Sources.Data = """{"firstname":"","lastname":"","street":"","zip":"","city":""}""";
        using var client = own.WithToken(await own.TokenAsync(merchant));

        await client.SendAsync(HttpMethod.Get, Path + Person).ProblemAsync(404, "party_not_found");

        var audit = (await own.Register.Lookups.ListAuditsAsync(merchant, 10, None)).ShouldHaveSingleItem();
        (audit.Outcome, audit.Source).ShouldBe(("not_found", null));
    }

    [Fact]
    public async Task The_settings_of_an_account_are_not_in_the_database_in_clear()
    {
        var merchant = await server.AddMerchantAsync();
        await server.SetAccountAsync(merchant, persons: true);

        var kept = await server.Register.Lookups.FindAccountAsync(merchant, QvicklyAccounts.Source, None);

        foreach (var text in (string[])["12345", FakeSources.Secret, "Persons"]) kept!.Settings.Span.IndexOf(Encoding.ASCII.GetBytes(text)).ShouldBe(-1);
        await server.Register.Lookups.SetAccountAsync(kept! with { Merchant = await server.AddMerchantAsync() }, None);
        (await server.Register.Lookups.ListAccountsAsync(None)).Count(account => account.Settings.Span.SequenceEqual(kept!.Settings.Span)).ShouldBe(2);
    }

    [Fact]
    public async Task Another_merchants_settings_cannot_be_used()
    {
        var (owner, thief) = (await server.AddMerchantAsync(), await server.AddMerchantAsync());
        await server.SetAccountAsync(owner, persons: true);
        var kept = (await server.Register.Lookups.FindAccountAsync(owner, QvicklyAccounts.Source, None))!;
        await server.Register.Lookups.SetAccountAsync(kept with { Merchant = thief }, None);
        using var client = server.WithToken(await server.TokenAsync(thief));

        await client.SendAsync(HttpMethod.Get, Path + "198211059954").ProblemAsync(503, "lookup_unavailable");
    }

    public sealed class OnSqlite(OnlineServer server) : OnlineLookupTests(server), IClassFixture<OnlineServer>;

    public sealed class OnPostgres(PostgresOnlineServer server) : OnlineLookupTests(server), IClassFixture<PostgresOnlineServer>;
}

/// <summary>What happens as time goes and sources come and go: each test has a server of its own.</summary>
public sealed class OnlineLookupTimeTests : IAsyncLifetime
{
    private const string Path = $"/customers/searchByOrgNumber/{FakeSources.Organisation}";

    private readonly OnlineServerWithClock _server = new();
    private long _merchant;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _merchant = await _server.AddMerchantAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task While_the_source_is_away_its_answer_of_an_earlier_day_says_so()
    {
        using (var first = await ClientAsync()) await first.GetJsonAsync(Path);
        _server.Sources.Status = 400;
        _server.Clock.Advance(TimeSpan.FromDays(3));

        using var later = await ClientAsync();
        using var response = await later.GetAsync(new Uri(Path, UriKind.Relative));

        (await Task.FromResult(response).JsonAsync())["company"]!.GetValue<string>().ShouldBe("Nordlys AS");
        response.Headers.GetValues("Kundbok-Lookup-Stale").ShouldHaveSingleItem().ShouldBe("true");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();

        _server.Clock.Advance(TimeSpan.FromDays(5));
        using var tooLate = await ClientAsync();
        await tooLate.SendAsync(HttpMethod.Get, Path).ProblemAsync(503, "lookup_unavailable");
    }

    [Fact]
    public async Task A_source_that_could_not_be_asked_is_told_with_when_to_ask_again()
    {
        _server.Sources.Status = 429;
        using var client = await ClientAsync();

        using var response = await client.SendAsync(HttpMethod.Get, Path);

        await Task.FromResult(response).ProblemAsync(503, "lookup_unavailable");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(90));
        (await _server.Register.Lookups.ListAuditsAsync(_merchant, 10, CancellationToken.None)).ShouldHaveSingleItem().Outcome.ShouldBe("unavailable");
    }

    [Fact]
    public async Task A_look_up_that_cannot_be_noted_is_not_answered()
    {
        using var client = await ClientAsync();
        await _server.Register.Transfer.SetStateAsync(RegisterState.ReadOnly, source: null, CancellationToken.None);

        await client.SendAsync(HttpMethod.Get, Path).ProblemAsync(503, "unavailable");
    }

    private async Task<HttpClient> ClientAsync() => _server.WithToken(await _server.TokenAsync(_merchant));
}

/// <summary>Trying numbers one after the other is slow.</summary>
public sealed class LookupLimitTests(LookupLimitTests.LimitedServer server) : IClassFixture<LookupLimitTests.LimitedServer>
{
    private const string Path = "/customers/searchByOrgNumber/5592440001";

    [Fact]
    public async Task Look_ups_are_limited_by_user_and_nobody_else_is_concerned()
    {
        var merchant = await server.AddMerchantAsync();
        await server.Register.Access.AddUserAsync(new User(merchant, "maja", "", "", Passwords.Hash("Vinterkväll-i-Umeå")), CancellationToken.None);
        using var client = server.WithToken(await LoginAsync());
        using var another = server.WithToken(await LoginAsync()); // the same user
        for (var i = 0; i < 3; i++) await client.SendAsync(HttpMethod.Get, Path).ProblemAsync(404, "party_not_found");

        using var refused = await another.SendAsync(HttpMethod.Get, Path);

        await Task.FromResult(refused).ProblemAsync(429, "too_many_requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await client.GetStringAsync("/customers")).ShouldBe("[]");
        using var token = server.WithToken(await server.TokenAsync(merchant));
        await token.SendAsync(HttpMethod.Get, Path).ProblemAsync(404, "party_not_found");
    }

    [Fact]
    public async Task Without_a_token_it_is_the_token_that_is_missing()
    {
        using var client = server.Anonymous();
        for (var i = 0; i < 5; i++) await client.SendAsync(HttpMethod.Get, Path).ProblemAsync(401, "token_missing");
    }

    private async Task<string> LoginAsync() =>
        (await server.Anonymous().SendAsync(HttpMethod.Post, "/login", """{"username":"maja","password":"Vinterkväll-i-Umeå"}""").JsonAsync())["token"]!.GetValue<string>();

    public sealed class LimitedServer : TestServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal) { ["RateLimits:Lookup"] = "3" };
    }
}
