using System.Net;
using System.Text.Json.Nodes;
using Kundbok.Server.Access;
using Microsoft.Extensions.DependencyInjection;
using static Kundbok.Server.Tests.Changes.FeedRequests;

namespace Kundbok.Server.Tests.Changes;

/// <summary>The feed of a merchant's changes.</summary>
public abstract class FeedTests(FeedServer server)
{
    [Fact]
    public async Task Every_change_comes_in_order_with_the_whole_customer_or_none()
    {
        var issuer = server.Services.GetRequiredService<TokenIssuer>();
        using var client = server.WithToken(await issuer.IssueAsync(await server.AddMerchantAsync(), [], TimeSpan.FromHours(1), "Butiken \"Å\"", CancellationToken.None));
        var begin = await client.CursorAsync();
        var first = await client.CreateAsync("""{"name":"Åkes \"Bageri\"","notes":"a\nb\u0009😀"}""");
        var created = await client.GetStringAsync($"/customers/{first}");
        var second = await client.CreateAsync("""{"name":"B"}""");
        await client.SendAsync(HttpMethod.Patch, $"/customers/{first}", """{"notes":"changed"}""").JsonAsync();
        await client.SendAsync(HttpMethod.Patch, $"/customers/{first}", """{"notes":"changed"}""").JsonAsync(); // is no change
        var changed = await client.GetStringAsync($"/customers/{first}");
        var third = await client.CreateAsync("""{"name":"C"}""");
        await client.SendAsync(HttpMethod.Delete, $"/customers/{second}").JsonAsync();
        await client.SendAsync(HttpMethod.Delete, "/customers", $"[{first},{third},{second}]").JsonAsync();

        var text = await client.GetStringAsync($"{Feed}?after={begin}");
        var answer = JsonNode.Parse(text)!;
        Kinds(answer).ShouldBe([$"created {first}", $"created {second}", $"updated {first}", $"created {third}", $"removed {second}", $"removed {first}", $"removed {third}"]);
        ChangesOf(answer).Select(change => change["sequence"]!.GetValue<long>()).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        ChangesOf(answer).Select(change => change["operation"]!.GetValue<long>()).ShouldBe([1, 2, 3, 4, 5, 6, 6]);
        ChangesOf(answer).Select(change => change["customer"] is null).ShouldBe([false, false, false, false, true, true, true]);
        text.ShouldContain($"\"customer\":{created}}}");
        text.ShouldContain($"\"customer\":{changed}}}");
        var actor = (JsonObject)ChangesOf(answer)[0]["actor"]!;
        actor["kind"]!.GetValue<string>().ShouldBe("token");
        actor["name"]!.GetValue<string>().ShouldBe("Butiken \"Å\"");
        (await client.CursorAsync()).ShouldBe(Next(answer));
    }

    [Fact]
    public async Task Following_next_or_Link_gives_every_change_once_however_small_the_pages()
    {
        using var client = await server.NewMerchantAsync();
        var next = await client.CursorAsync();
        var made = new List<string>();
        for (var i = 0; i < 7; i++) made.Add($"created {await client.CreateAsync("""{"name":"A"}""")}");

        var seen = new List<string>();
        var pages = 0;
        for (var link = $"{Feed}?limit=3&after={next}"; link is not null; pages++)
        {
            using var answer = await client.GetAsync(link);
            var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            seen.AddRange(Kinds(page));
            next = Next(page);
            link = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
            if (link is not null) link.ShouldBe($"{Feed}?limit=3&after={next}");
        }

        seen.ShouldBe(made);
        pages.ShouldBe(3);
        var end = await client.ChangesAsync(next);
        ChangesOf(end).ShouldBeEmpty();
        Next(end).ShouldBe(next);
    }

    [Fact]
    public async Task The_newest_changes_are_told_without_a_cursor_even_when_they_are_large()
    {
        using var client = await server.NewMerchantAsync();
        ChangesOf(await client.GetJsonAsync($"{Feed}?newest=3")).ShouldBeEmpty();
        var large = string.Concat(Enumerable.Repeat("😀", 65_535));
        var made = new List<long>();
        for (var i = 0; i < 7; i++) made.Add(await client.CreateAsync($$"""{"name":"A","notes":"{{large}}","statuslog":"{{large}}"}"""));

        var answer = await client.GetJsonAsync($"{Feed}?newest=6");
        Kinds(answer).ShouldBe(made[1..].Select(id => $"created {id}"));
        Next(answer).ShouldBe(await client.CursorAsync());

        await client.SendAsync(HttpMethod.Post, $"/customers/{made[^1]}/erase", "").JsonAsync();
        Kinds(await client.GetJsonAsync($"{Feed}?newest=3")).ShouldBe([$"created {made[^2]}", $"erased {made[^1]}"]);
        ChangesOf(await client.GetJsonAsync($"{Feed}?newest=100")).Count.ShouldBe(7);
    }

    [Fact]
    public async Task Large_customers_make_a_page_shorter_and_nothing_is_skipped()
    {
        using var client = await server.NewMerchantAsync();
        var next = await client.CursorAsync();
        var large = string.Concat(Enumerable.Repeat("😀", 65_535));
        var made = new List<string>();
        for (var i = 0; i < 4; i++) made.Add($"created {await client.CreateAsync($$"""{"name":"A","notes":"{{large}}","statuslog":"{{large}}"}""")}");

        var pages = new List<string[]>();
        while (pages.Count == 0 || pages[^1].Length > 0)
        {
            var answer = await client.ChangesAsync(next, "&limit=10000");
            pages.Add([.. Kinds(answer)]);
            next = Next(answer);
        }

        pages.SelectMany(page => page).ShouldBe(made);
        pages.Count.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task What_is_no_cursor_of_the_merchants_log_is_refused()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"A"}""");
        using var other = await server.NewMerchantAsync();
        var cursor = await client.CursorAsync();

        foreach (var after in (string[])["", "x", "1", "-1", At(cursor, -1), At(cursor, 2), At(cursor, long.MaxValue), $"{cursor}0", $"{cursor}-1", $"{cursor}9223372036854775808", cursor.ToUpperInvariant() + "Å", $"{cursor}&after={cursor}", await other.CursorAsync()])
        {
            var problem = await client.SendAsync(HttpMethod.Get, $"{Feed}?wait=60&after={after}").ProblemAsync(400, "invalid_page");
            problem["errors"]!["after"]![0]!.GetValue<string>().ShouldContain("get a new cursor", Case.Insensitive, after);
        }
    }

    [Fact]
    public async Task A_cursor_of_before_a_restore_or_of_before_what_is_kept_has_expired()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));
        var begin = await client.CursorAsync();
        var kept = await client.CreateAsync("""{"name":"A"}""");
        var middle = await client.CursorAsync();
        await client.SendAsync(HttpMethod.Delete, $"/customers/{await client.CreateAsync("""{"name":"A"}""")}").JsonAsync();
        var end = await client.CursorAsync();

        while (await server.Register.Changes.PurgeAsync(merchant, server.Clock.GetUtcNow().AddMinutes(1), CancellationToken.None) > 0) continue;
        await client.SendAsync(HttpMethod.Patch, $"/customers/{kept}", """{"notes":"b"}""").JsonAsync();

        foreach (var cursor in (string[])[begin, middle, $"0123456789{begin}", "z-1-1"])
        {
            var problem = await client.SendAsync(HttpMethod.Get, $"{Feed}?wait=60&after={cursor}").ProblemAsync(410, "cursor_expired");
            problem["detail"]!.GetValue<string>().ShouldContain("get a new cursor by asking without after");
        }

        Kinds(await client.ChangesAsync(end)).ShouldBe([$"updated {kept}"]);
    }

    [Fact]
    public async Task A_merchant_sees_its_own_changes_only()
    {
        using var first = await server.NewMerchantAsync();
        using var second = await server.NewMerchantAsync();
        var (ofFirst, ofSecond) = (await first.CursorAsync(), await second.CursorAsync());
        var id = await first.CreateAsync("""{"name":"A"}""");

        Kinds(await first.ChangesAsync(ofFirst)).ShouldBe([$"created {id}"]);
        Kinds(await second.ChangesAsync(ofSecond)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Head_has_the_headers_and_no_body()
    {
        using var client = await server.NewMerchantAsync();
        var cursor = await client.CursorAsync();
        for (var i = 0; i < 2; i++) await client.CreateAsync("""{"name":"A"}""");

        using var answer = await client.SendAsync(HttpMethod.Head, $"{Feed}?limit=1&after={cursor}");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        answer.Headers.GetValues("Link").Single().ShouldContain(At(cursor, 1));
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    public sealed class OnSqlite(FeedServer server) : FeedTests(server), IClassFixture<FeedServer>;

    public sealed class OnPostgres(PostgresFeedServer server) : FeedTests(server), IClassFixture<PostgresFeedServer>;
}
