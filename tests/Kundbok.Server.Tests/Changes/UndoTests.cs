namespace Kundbok.Server.Tests.Changes;

/// <summary>Undoing a removal as a whole, through HTTP.</summary>
public abstract class UndoTests(TestServer server)
{
    [Fact]
    public async Task A_bulk_delete_is_undone_as_a_whole()
    {
        using var client = await server.NewMerchantAsync();
        var ids = await CreateAsync(client, 5);
        var before = await client.GetStringAsync("/customers");
        var operation = await client.RemoveAsync(ids[1], ids[3], ids[4], ids[3], ids[4] + 1_000_000);
        (await client.HistoryAsync(ids[4]))[0]["operation"]!.GetValue<long>().ShouldBe(operation);

        (await client.UndoAsync(operation).JsonAsync()).ToJsonString().ShouldBe("""{"result":"Restored","count":3}""");

        (await client.GetStringAsync("/customers")).ShouldBe(before);
        (await client.KindsAsync(ids[3])).ShouldBe(["restored", "removed", "created"]);
        (await client.KindsAsync(ids[0])).ShouldBe(["created"]);
    }

    [Fact]
    public async Task The_delete_of_one_customer_is_undone_too()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        using var answer = await client.DeleteAsync($"/customers/{id}");
        var operation = long.Parse(answer.Headers.GetValues("Kundbok-Change").Single(), System.Globalization.CultureInfo.InvariantCulture);

        (await client.UndoAsync(operation).JsonAsync())["count"]!.GetValue<int>().ShouldBe(1);

        (await client.GetJsonAsync("/customers")).AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_delete_that_removes_nobody_has_nothing_to_undo()
    {
        using var client = await server.NewMerchantAsync();
        using var answer = await client.SendAsync(HttpMethod.Delete, "/customers", "[1000000]");
        answer.Headers.Contains("Kundbok-Change").ShouldBeFalse();
    }

    [Fact]
    public async Task When_some_have_changed_since_it_says_which_and_changes_nothing()
    {
        using var client = await server.NewMerchantAsync();
        var ids = await CreateAsync(client, 4);
        var operation = await client.RemoveAsync(ids);
        await client.RestoreAsync(ids[2]).JsonAsync();
        await client.RestoreAsync(ids[1]).JsonAsync();
        await client.RemoveAsync(ids[1]); // removed once more is not as it was left either

        var problem = await client.UndoAsync(operation).ProblemAsync(409, "changed_since");

        problem["changed"]!.AsArray().Select(id => id!.GetValue<long>()).ShouldBe([ids[1], ids[2]]);
        (await client.GetJsonAsync("/customers")).AsArray().ShouldHaveSingleItem();
        (await client.KindsAsync(ids[0])).ShouldBe(["removed", "created"]);
    }

    [Fact]
    public async Task A_second_time_everybody_has_changed_since()
    {
        using var client = await server.NewMerchantAsync();
        var ids = await CreateAsync(client, 2);
        var operation = await client.RemoveAsync(ids);
        await client.UndoAsync(operation).JsonAsync();

        var problem = await client.UndoAsync(operation).ProblemAsync(409, "changed_since");

        problem["changed"]!.AsArray().Count.ShouldBe(2);
        (await client.KindsAsync(ids[0])).ShouldBe(["restored", "removed", "created"]);
    }

    [Fact]
    public async Task A_second_time_with_the_same_key_is_answered_as_the_first()
    {
        using var client = await server.NewMerchantAsync();
        var operation = await client.RemoveAsync(await CreateAsync(client, 2));
        client.DefaultRequestHeaders.Add("Idempotency-Key", "one");
        var first = await client.UndoAsync(operation).JsonAsync();

        using var second = await client.UndoAsync(operation);

        (await second.Content.ReadAsStringAsync()).ShouldBe(first.ToJsonString());
        second.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
    }

    [Fact]
    public async Task When_a_number_is_taken_nobody_comes_back()
    {
        using var client = await server.NewMerchantAsync();
        var ids = await CreateAsync(client, 3);
        var operation = await client.RemoveAsync(ids);
        var holder = await client.CreateAsync("""{"name":"B","customerid":"1002"}""");

        (await client.UndoAsync(operation).ProblemAsync(409, "customerid_taken"))["existing"]!.GetValue<long>().ShouldBe(holder);
        (await client.GetJsonAsync("/customers")).AsArray().ShouldHaveSingleItem();

        await client.RemoveAsync(holder);
        (await client.UndoAsync(operation).JsonAsync())["count"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task What_is_no_removal_of_the_merchant_is_no_operation()
    {
        using var client = await server.NewMerchantAsync();
        using var other = await server.NewMerchantAsync();
        var ids = await CreateAsync(client, 3);
        var operation = await client.RemoveAsync(ids);

        await other.UndoAsync(operation).ProblemAsync(404, "operation_not_found");
        await client.UndoAsync(1).ProblemAsync(404, "operation_not_found"); // a creation
        await client.UndoAsync(operation + 1).ProblemAsync(404, "operation_not_found"); // the second customer of the operation
        foreach (var text in new[] { "0", "-1", "x", "1.0", "99999999999999999999", $"{long.MaxValue}", "%20" })
            await client.SendAsync(HttpMethod.Post, $"/customers/operations/{text}/undo").ProblemAsync(404, "operation_not_found");
        (await client.Typed().Customers.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Ten_thousand_come_back_at_once()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));
        var customers = Enumerable.Range(0, 10_000).Select(number => new Kundbok.Storage.NewCustomer(new() { [Kundbok.Contracts.CustomerFields.Name] = $"Kund {number}" })).ToList();
        (await server.Register.Customers.CreateManyAsync(merchant, customers, CancellationToken.None)).ShouldBeNull();
        var before = await client.GetStringAsync("/customers?limit=10000");
        var ids = System.Text.Json.Nodes.JsonNode.Parse(before)!.AsArray().Select(customer => customer!["mexcParamvaluesetsid"]!.GetValue<long>()).ToList();

        var operation = await client.RemoveAsync(ids);
        (await client.UndoAsync(operation).JsonAsync())["count"]!.GetValue<int>().ShouldBe(10_000);

        (await client.GetStringAsync("/customers?limit=10000")).ShouldBe(before);
        (await client.GetJsonAsync("/customers/count?filter=search&search=kund+9999"))["count"]!.GetValue<int>().ShouldBe(1);
    }

    private static async Task<long[]> CreateAsync(HttpClient client, int count)
    {
        var ids = new long[count];
        for (var i = 0; i < count; i++) ids[i] = await client.CreateAsync("""{"name":"A"}""");
        return ids;
    }

    public sealed class OnSqlite(TestServer server) : UndoTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : UndoTests(server), IClassFixture<PostgresTestServer>;
}
