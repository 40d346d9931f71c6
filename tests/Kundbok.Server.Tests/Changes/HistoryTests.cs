using System.Text.Json.Nodes;
using Kundbok.Server.Access;
using Kundbok.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kundbok.Server.Tests.Changes;

/// <summary>What the history of a customer tells, through HTTP.</summary>
public abstract class HistoryTests(TestServer server)
{
    [Fact]
    public async Task Each_version_tells_what_was_changed_from_what_to_what_in_field_order()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"notes":"a \"note\"\n","name":"Åsa 😀","email":"a@example.com"}""");
        await client.UpdateAsync(id, """{"notes":"","name":"Åsa","reference":"<Maja>"}""");
        await client.UpdateAsync(id, """{"name":"Åsa"}"""); // changes nothing

        var versions = await client.HistoryAsync(id);

        versions.Select(version => version["kind"]!.GetValue<string>()).ShouldBe(["updated", "created"]);
        versions[0]["changed"]!.ToJsonString().ShouldBe(Same("""{"name":{"from":"Åsa 😀","to":"Åsa"},"reference":{"from":"","to":"<Maja>"},"notes":{"from":"a \"note\"\n","to":""}}"""));
        versions[1]["changed"]!.ToJsonString().ShouldBe(Same("""{"customerid":{"from":"","to":"1001"},"name":{"from":"","to":"Åsa 😀"},"email":{"from":"","to":"a@example.com"},"notes":{"from":"","to":"a \"note\"\n"}}"""));
        versions.Select(version => version["version"]!.GetValue<long>()).ShouldBe([2, 1]);
        versions.Select(version => version["operation"]!.GetValue<long>()).ShouldBe([2, 1]);
        versions[0]["version"]!.GetValue<long>().ShouldBe(await client.VersionAsync(id));
    }

    [Fact]
    public async Task Each_version_tells_who_made_it_and_when()
    {
        var merchant = await server.AddMerchantAsync();
        var token = await server.TokenAsync(merchant);
        using var nameless = server.WithToken(token);
        using var named = server.WithToken(await server.Services.GetRequiredService<TokenIssuer>().IssueAsync(merchant, [], TimeSpan.FromHours(1), "Butiken på Storgatan", CancellationToken.None));
        using var user = server.WithToken(await SignInAsync(merchant));
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        var id = await nameless.CreateAsync("""{"name":"A"}""");
        await named.UpdateAsync(id, """{"name":"B"}""");
        await user.RemoveAsync(id);

        var versions = await nameless.HistoryAsync(id);
        versions.Select(version => $"{version["actor"]!["kind"]} {version["actor"]!["name"]}")
            .ShouldBe([$"user maja-{merchant}", "token Butiken på Storgatan", $"token {new JsonWebToken(token).Id}"]);
        var times = versions.Select(version => version["time"]!.GetValue<string>()).ToList();
        times.ShouldAllBe(time => time.EndsWith('Z') && time.Length == "2026-01-15T09:30:00.000Z".Length);
        times.Select(time => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)).ShouldAllBe(time => time >= before && time <= DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_removed_customer_keeps_its_history_and_coming_back_changes_no_field()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        await client.RemoveAsync(id);
        (await client.KindsAsync(id)).ShouldBe(["removed", "created"]);

        await client.RestoreAsync(id).JsonAsync();
        await client.UpdateAsync(id, """{"name":"B"}""");

        var versions = await client.HistoryAsync(id);
        versions.Select(version => version["kind"]!.GetValue<string>()).ShouldBe(["updated", "restored", "removed", "created"]);
        versions[1]["changed"]!.AsObject().ShouldBeEmpty();
        versions[2]["changed"]!.AsObject().ShouldBeEmpty();
        (await client.HistoryAsync(id, "?limit=1&before=4"))[0]["changed"]!.AsObject().ShouldBeEmpty("what it was before it was removed is looked up");
    }

    [Fact]
    public async Task A_history_is_walked_through_once_whatever_the_size_of_a_page()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        for (var i = 0; i < 10; i++) await client.UpdateAsync(id, $$"""{"name":"{{i}}"}""");
        await client.RemoveAsync(id);
        await client.RestoreAsync(id).JsonAsync();
        var whole = (await client.HistoryAsync(id)).Select(version => version.ToJsonString()).ToList();
        whole.Count.ShouldBe(13);

        foreach (var limit in Enumerable.Range(1, 14))
        {
            var pages = await WalkAsync(client, $"/customers/{id}/history?limit={limit}");
            pages.SelectMany(page => page).ShouldBe(whole, $"limit={limit}");
            pages.SkipLast(1).ShouldAllBe(page => page.Count == limit);
            pages[^1].ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_page_of_very_large_versions_ends_early_and_leads_on()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        for (var i = 0; i < 40; i++) await client.UpdateAsync(id, $$"""{"notes":"{{i}}{{new string('x', 65_000)}}"}""");

        var pages = await WalkAsync(client, $"/customers/{id}/history?limit=1000");

        pages.Sum(page => page.Count).ShouldBe(41);
        pages.Count.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=1&limit=1", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("before=0", "before")]
    [InlineData("before=-1", "before")]
    [InlineData("before=", "before")]
    [InlineData("before=1&before=2", "before")]
    [InlineData("before=99999999999999999999", "before")]
    public async Task A_part_that_cannot_be_is_refused_with_what_is_wrong(string query, string parameter)
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");

        var problem = await client.SendAsync(HttpMethod.Get, $"/customers/{id}/history?{query}").ProblemAsync(400, "invalid_page");

        problem["errors"]![parameter].ShouldNotBeNull();
    }

    [Fact]
    public async Task Before_the_first_version_there_is_nothing_and_past_the_last_everything()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");

        (await client.HistoryAsync(id, "?before=1")).ShouldBeEmpty();
        (await client.HistoryAsync(id, $"?before={long.MaxValue}")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_customer_that_never_was_or_is_another_merchants_has_no_history()
    {
        using var owner = await server.NewMerchantAsync();
        using var other = await server.NewMerchantAsync();
        var id = await owner.CreateAsync("""{"name":"A"}""");

        foreach (var path in new[] { $"/customers/{id}/history", $"/customers/{id}/history?before=5", "/customers/0/history", "/customers/x/history", "/customers/99999999999999999999/history" })
            await other.SendAsync(HttpMethod.Get, path).ProblemAsync(404, "customer_not_found");
    }

    [Fact]
    public async Task Of_an_erased_customer_only_that_is_told()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));
        var id = await client.CreateAsync("""{"name":"Hemlig Kund"}""");
        await client.UpdateAsync(id, """{"name":"Hemlig"}""");
        await server.Register.Customers.EraseAsync(merchant, id, new ChangeOrigin(new Actor(ActorKind.User, "maja")), CancellationToken.None);

        var version = (await client.HistoryAsync(id)).ShouldHaveSingleItem();

        version["kind"]!.GetValue<string>().ShouldBe("erased");
        version["actor"]!["name"]!.GetValue<string>().ShouldBe("maja");
        version["changed"]!.AsObject().ShouldBeEmpty();
        await client.RestoreAsync(id).ProblemAsync(410, "customer_erased");
        await client.RevertAsync(id, 1).ProblemAsync(404, "customer_not_found");
    }

    [Fact]
    public async Task What_came_before_the_oldest_version_that_is_kept_is_not_known()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));
        var id = await client.CreateAsync("""{"name":"A","email":"a@example.com"}""");
        await client.UpdateAsync(id, """{"name":"B"}""");
        while (await server.Register.Changes.PurgeAsync(merchant, DateTimeOffset.UtcNow.AddDays(1), CancellationToken.None) > 0)
        {
        }

        var version = (await client.HistoryAsync(id)).ShouldHaveSingleItem();

        version["changed"]!.ToJsonString().ShouldBe("""{"customerid":{"from":null,"to":"1001"},"name":{"from":null,"to":"B"},"email":{"from":null,"to":"a@example.com"}}""");
    }

    private static string Same(string json) => JsonNode.Parse(json)!.ToJsonString();

    private async Task<string> SignInAsync(long merchant)
    {
        var hash = new PasswordHasher<object>().HashPassword(new(), "Vinterkväll-i-Umeå");
        await server.Register.Access.AddUserAsync(new User(merchant, $"maja-{merchant}", "", "", hash), CancellationToken.None);
        using var anonymous = server.Anonymous();
        return (await anonymous.SendAsync(HttpMethod.Post, "/login", $$"""{"username":"maja-{{merchant}}","password":"Vinterkväll-i-Umeå"}""").JsonAsync())["token"]!.GetValue<string>();
    }

    private static async Task<List<List<string>>> WalkAsync(HttpClient client, string path)
    {
        var pages = new List<List<string>>();
        for (var next = path; next is not null;)
        {
            using var answer = await client.GetAsync(next);
            var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            pages.Add([.. page["versions"]!.AsArray().Select(version => version!.ToJsonString())]);
            next = answer.Headers.TryGetValues("Link", out var link) ? link.Single()[1..].Split('>')[0] : null;
        }

        return pages;
    }

    public sealed class OnSqlite(TestServer server) : HistoryTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : HistoryTests(server), IClassFixture<PostgresTestServer>;
}
