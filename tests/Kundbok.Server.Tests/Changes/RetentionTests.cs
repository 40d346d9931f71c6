using System.Net;
using Kundbok.Client;
using Kundbok.Contracts;
using Kundbok.Storage;
using static Kundbok.Server.Tests.Changes.FeedRequests;

namespace Kundbok.Server.Tests.Changes;

/// <summary>What a running server forgets once it is older than it is kept, and what not.</summary>
public abstract class RetentionTests(RetentionServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(RetentionServer.Days);

    [Fact]
    public async Task What_is_older_than_it_is_kept_goes_but_the_last_version_of_each_customer()
    {
        var merchant = await server.AddMerchantAsync();
        long changed, same, removed;
        string cursor, middle;
        using (var client = await server.ClientAsync(merchant))
        {
            cursor = await client.CursorAsync();
            (changed, same, removed) = (await client.CreateAsync("""{"name":"A"}"""), await client.CreateAsync("""{"name":"B"}"""), await client.CreateAsync("""{"name":"C"}"""));
            await client.UpdateAsync(changed, """{"name":"A 2"}""");
            await client.RemoveAsync(removed);
            middle = await client.CursorAsync();
        }

        await server.PassAsync(TimeSpan.FromDays(2));
        using (var client = await server.ClientAsync(merchant)) await client.UpdateAsync(same, """{"name":"B 2"}""");
        await server.PassAsync(Hour);
        using (var client = await server.ClientAsync(merchant)) (await client.KindsAsync(removed)).ShouldBe(["removed", "created"], "it is young");

        await server.PassAsync(Kept - TimeSpan.FromDays(1));

        using var later = await server.ClientAsync(merchant);
        (await later.KindsAsync(changed)).ShouldBe(["updated"]);
        (await later.KindsAsync(same)).ShouldBe(["updated", "created"], "until three days ago it was as it was created");
        foreach (var path in (string[])["history", "dossier"]) await later.GetAsync($"/customers/{removed}/{path}").ProblemAsync(404, "customer_not_found");
        await later.RestoreAsync(removed).ProblemAsync(404, "customer_not_found");
        await later.RevertAsync(changed, 1).ProblemAsync(404, "version_not_found");
        (await later.RevertAsync(same, 2).JsonAsync())["name"]!.GetValue<string>().ShouldBe("B");
        (await later.GetJsonAsync("/customers")).AsArray().Select(customer => customer!["name"]!.GetValue<string>()).ShouldBe(["A 2", "B"]);
        foreach (var expired in (string[])[cursor, At(cursor, 4)]) await later.SendAsync(HttpMethod.Get, $"{Feed}?wait=60&after={expired}").ProblemAsync(410, "cursor_expired");
        Kinds(await later.ChangesAsync(middle)).ShouldBe([$"updated {same}", $"reverted {same}"]);
        (await server.Register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_looked_a_number_up_is_forgotten_once_it_is_older_than_it_is_kept()
    {
        var merchant = await server.AddMerchantAsync();
        using (var client = await server.ClientAsync(merchant)) await client.SendAsync(HttpMethod.Get, "/customers/searchByOrgNumber/5592440001").ProblemAsync(404, "party_not_found");

        await server.PassAsync(Kept - Hour);
        (await server.Register.Lookups.ListAuditsAsync(merchant, 10, None)).ShouldHaveSingleItem();
        await server.PassAsync(2 * Hour);

        (await server.Register.Lookups.ListAuditsAsync(merchant, 10, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_version_of_a_customer_stays_good_however_old_it_is()
    {
        var merchant = await server.AddMerchantAsync();
        long id;
        using (var client = await server.ClientAsync(merchant))
        {
            id = await client.CreateAsync("""{"name":"A"}""");
            await client.UpdateAsync(id, """{"name":"B"}""");
        }

        await server.PassAsync(Kept * 2);
        await server.PassAsync(Hour);

        using var later = await server.ClientAsync(merchant);
        var customers = later.Typed().Customers;
        (await customers.GetAsync(id)).Version.ShouldBe(2);
        (await customers.GetIfChangedAsync(id, knownVersion: 2)).ShouldBeNull();
        (await Should.ThrowAsync<KundbokException>(customers.UpdateAsync(id, new CustomerInput { Name = "C" }, version: 1))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await customers.UpdateAsync(id, new CustomerInput { Name = "C" }, version: 2)).Version.ShouldBe(3);
        (await later.HistoryAsync(id))[0]["changed"]!.ToJsonString().ShouldBe("""{"name":{"from":"B","to":"C"}}""");
    }

    [Fact]
    public async Task What_was_answered_to_a_key_is_forgotten_after_a_day()
    {
        var merchant = await server.AddMerchantAsync();
        long id;
        using (var client = await server.ClientAsync(merchant)) id = (await client.Typed().Customers.CreateAsync(new CustomerInput { Name = "A" }, "key")).Customer.Id;

        await server.PassAsync(TimeSpan.FromHours(20));
        using (var client = await server.ClientAsync(merchant)) (await client.GetJsonAsync($"/customers/{id}/dossier"))["keptAnswers"]!.AsArray().ShouldHaveSingleItem();
        await server.PassAsync(TimeSpan.FromHours(5));

        using var later = await server.ClientAsync(merchant);
        (await later.GetJsonAsync($"/customers/{id}/dossier"))["keptAnswers"]!.AsArray().ShouldBeEmpty();
        (await later.KindsAsync(id)).ShouldBe(["created"]);
    }

    [Fact]
    public async Task That_a_customer_was_erased_is_forgotten_as_well()
    {
        var merchant = await server.AddMerchantAsync();
        long id;
        using (var client = await server.ClientAsync(merchant))
        {
            id = await client.CreateAsync("""{"name":"A"}""");
            await client.SendAsync(HttpMethod.Post, $"/customers/{id}/erase").JsonAsync();
        }

        await server.PassAsync(Kept + Hour);

        using var later = await server.ClientAsync(merchant);
        await later.GetAsync($"/customers/{id}/history").ProblemAsync(404, "customer_not_found");
        await later.SendAsync(HttpMethod.Post, $"/customers/{id}/erase").ProblemAsync(404, "customer_not_found");
        await later.RestoreAsync(id).ProblemAsync(404, "customer_not_found");
    }

    [Fact]
    public async Task However_much_there_is_to_forget_it_is_forgotten_at_once_for_every_merchant()
    {
        var merchants = new[] { await server.AddMerchantAsync(), await server.AddMerchantAsync() };
        foreach (var merchant in merchants)
        {
            (await server.Register.Customers.CreateManyAsync(merchant, [.. Enumerable.Range(0, 800).Select(i => new NewCustomer(new CustomerInput { [CustomerFields.Name] = $"Customer {i}" }))], None)).ShouldBeNull();
            var ids = (await server.Register.Changes.ReadAsync(merchant, 0, 1_000, None)).Changes.Select(change => change.Customer).ToList();
            (await server.Register.Customers.RemoveAsync(merchant, ids[..799], None)).ShouldBe(799);
        }

        await server.PassAsync(Kept + Hour);

        foreach (var merchant in merchants)
        {
            var page = await server.Register.Changes.ReadAsync(merchant, 0, 1_000, None);
            page.Changes.ShouldHaveSingleItem().Sequence.ShouldBe(800);
            (page.Log.Purged, page.Log.Last).ShouldBe((1_599, 1_599));
        }

        (await server.Register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_clock_is_being_set_nothing_is_forgotten()
    {
        var merchant = await server.AddMerchantAsync();
        using (var client = await server.ClientAsync(merchant)) await client.RemoveAsync(await client.CreateAsync("""{"name":"A"}"""));
        await server.PassAsync(Hour);

        server.Clock.WrongBy = TimeSpan.FromDays(3_650);
        await server.PassAsync(Hour);
        server.Clock.WrongBy = TimeSpan.Zero;
        await server.PassAsync(Hour);
        await server.PassAsync(Hour);
        (await server.Register.Changes.ReadStateAsync(merchant, None)).Purged.ShouldBe(0);

        await server.PassAsync(Kept + Hour);
        (await server.Register.Changes.ReadStateAsync(merchant, None)).Purged.ShouldBe(2);
    }

    public sealed class OnSqlite(RetentionServer server) : RetentionTests(server), IClassFixture<RetentionServer>;

    public sealed class OnPostgres(PostgresRetentionServer server) : RetentionTests(server), IClassFixture<PostgresRetentionServer>;
}
