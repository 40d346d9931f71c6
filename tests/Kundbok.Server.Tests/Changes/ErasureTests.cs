using System.Net;
using System.Text.Json.Nodes;
using Kundbok.Server.Access;
using Microsoft.Extensions.DependencyInjection;
using static Kundbok.Server.Tests.Changes.FeedRequests;

namespace Kundbok.Server.Tests.Changes;

/// <summary>Erasing a customer, through HTTP: what is answered, and what can be found afterwards.</summary>
public abstract class ErasureTests(TestServer server)
{
    private const string Person = """{"name":"Åkerström Xenia","customerid":"K-77","companyno":"19900118-9811","email":"xenia@example.com"}""";

    [Fact]
    public async Task The_answer_is_a_receipt_as_it_is_described()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.Services.GetRequiredService<TokenIssuer>().IssueAsync(merchant, [], TimeSpan.FromHours(1), "Butiken \"Å\"", CancellationToken.None));
        await client.CreateAsync("""{"name":"Another"}""");
        var id = await client.CreateAsync(Person);
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        var receipt = await client.SendAsync(HttpMethod.Post, Erasing(id)).JsonAsync();

        var described = (await client.GetJsonAsync("/openapi/v1.json"))["components"]!["schemas"]!["Erased"]!["properties"]!.AsObject();
        receipt.AsObject().Select(property => property.Key).ShouldBe(described.Select(property => property.Key));
        receipt["result"]!.GetValue<string>().ShouldBe(described["result"]!["const"]!.GetValue<string>());
        receipt["mexcParamvaluesetsid"]!.GetValue<long>().ShouldBe(id);
        receipt["change"]!.GetValue<long>().ShouldBe(3);
        var time = receipt["time"]!.GetValue<string>();
        time.Length.ShouldBe("2026-01-15T09:30:00.000Z".Length);
        DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(before, DateTimeOffset.UtcNow);
        receipt["actor"]!.AsObject().Select(property => $"{property.Key}: {property.Value}").ShouldBe(["kind: token", "name: Butiken \"Å\""]);
    }

    [Fact]
    public async Task It_takes_a_scope_of_its_own()
    {
        var merchant = await server.AddMerchantAsync();
        using var all = server.WithToken(await server.TokenAsync(merchant));
        using var others = server.WithToken(await server.TokenAsync(merchant, [.. Scopes.All.Where(scope => scope != Scopes.CustomersErase)]));
        using var only = server.WithToken(await server.TokenAsync(merchant, Scopes.CustomersErase));
        using var anonymous = server.Anonymous();
        var id = await all.CreateAsync(Person);

        await others.SendAsync(HttpMethod.Post, Erasing(id)).ProblemAsync(403, "forbidden");
        await anonymous.SendAsync(HttpMethod.Post, Erasing(id)).ProblemAsync(401, "token_missing");
        (await all.KindsAsync(id)).ShouldBe(["created"]);

        await only.SendAsync(HttpMethod.Post, Erasing(id)).JsonAsync();
        (await all.KindsAsync(id)).ShouldBe(["erased"]);
    }

    [Fact]
    public async Task A_customer_that_never_was_or_is_another_merchants_is_not_found()
    {
        using var owner = await server.NewMerchantAsync();
        using var other = await server.NewMerchantAsync();
        var (there, removed, erased) = (await owner.CreateAsync(Person), await owner.CreateAsync("""{"name":"B"}"""), await owner.CreateAsync("""{"name":"C"}"""));
        await owner.RemoveAsync(removed);
        await owner.SendAsync(HttpMethod.Post, Erasing(erased)).JsonAsync();
        var before = await owner.GetStringAsync($"/customers/{there}");

        foreach (var path in (string[])[Erasing(there), Erasing(removed), Erasing(erased), Erasing(erased + 1_000_000), "/customers/0/erase", "/customers/x/erase", "/customers/99999999999999999999/erase"])
            await other.SendAsync(HttpMethod.Post, path).ProblemAsync(404, "customer_not_found");

        (await owner.GetStringAsync($"/customers/{there}")).ShouldBe(before);
        (await owner.KindsAsync(removed)).ShouldBe(["removed", "created"]);
        ChangesOf(await other.ChangesAsync(At(await other.CursorAsync(), 0))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Asking_again_gives_the_same_receipt_whoever_asks_and_changes_nothing()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));
        using var another = server.WithToken(await server.TokenAsync(merchant));
        var id = await client.CreateAsync(Person);
        var first = await ReceiptAsync(client, id);
        var cursor = await client.CursorAsync();

        (await ReceiptAsync(client, id)).ShouldBe(first);
        (await ReceiptAsync(another, id)).ShouldBe(first);

        (await client.CursorAsync()).ShouldBe(cursor);
        (await client.KindsAsync(id)).ShouldBe(["erased"]);
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_the_same_receipt()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync(Person);

        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReceiptAsync(client, id)));

        receipts.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        (await client.CursorAsync()).ShouldEndWith("-2");
    }

    [Fact]
    public async Task A_removed_customer_is_erased_as_one_that_is_there()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync(Person);
        var operation = await client.RemoveAsync(id);

        var receipt = JsonNode.Parse(await ReceiptAsync(client, id))!;

        receipt["change"]!.GetValue<long>().ShouldBe(3);
        (await client.KindsAsync(id)).ShouldBe(["erased"]);
        await client.RestoreAsync(id).ProblemAsync(410, "customer_erased");
        await client.UndoAsync(operation).ProblemAsync(404, "operation_not_found");
        await IsSoundAsync();
    }

    [Fact]
    public async Task An_erased_customer_is_gone_and_does_not_come_back()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync(Person);
        await client.UpdateAsync(id, """{"notes":"changed"}""");

        await ReceiptAsync(client, id);

        await client.GetAsync($"/customers/{id}").ProblemAsync(404, "customer_not_found");
        await client.UpdateAsync(id, """{"name":"B"}""").ProblemAsync(404, "customer_not_found");
        await client.SendAsync(HttpMethod.Delete, $"/customers/{id}").ProblemAsync(404, "customer_not_found");
        await client.RestoreAsync(id).ProblemAsync(410, "customer_erased");
        await client.RevertAsync(id, 1).ProblemAsync(404, "customer_not_found");
        (await client.HistoryAsync(id)).ShouldHaveSingleItem()["kind"]!.GetValue<string>().ShouldBe("erased");
        (await client.HistoryAsync(id, "?before=3")).ShouldBeEmpty();
        (await client.SendAsync(HttpMethod.Delete, "/customers", $"[{id}]").JsonAsync())["count"]!.GetValue<int>().ShouldBe(0);
        (await client.GetStringAsync($"/customers/{id}/history")).ShouldNotContain("Xenia");
    }

    [Fact]
    public async Task An_erased_customer_is_found_by_nothing_and_its_number_is_free()
    {
        using var client = await server.NewMerchantAsync();
        var other = await client.CreateAsync("""{"name":"Another"}""");
        var id = await client.CreateAsync(Person);
        string[] searches = ["?filter=search&search=xenia", "?filter=search&search=xen", "?filter=search&search=K-77", "?filter=search&search=900118"];
        foreach (var search in searches) (await client.GetJsonAsync($"/customers{search}")).AsArray().ShouldHaveSingleItem(search);
        await client.GetJsonAsync("/customers/searchByOrgNumber/199001189811");

        await ReceiptAsync(client, id);

        foreach (var search in searches) (await client.GetJsonAsync($"/customers{search}")).AsArray().ShouldBeEmpty(search);
        await client.GetAsync("/customers/searchByOrgNumber/199001189811").ProblemAsync(404, "party_not_found");
        (await client.GetJsonAsync("/customers")).AsArray().Select(customer => customer!["mexcParamvaluesetsid"]!.GetValue<long>()).ShouldBe([other]);
        (await client.Typed().Customers.CountAsync()).ShouldBe(1);
        foreach (var format in (string[])["csv", "xml"]) (await client.GetStringAsync($"/customers/export/{format}")).ShouldNotContain("Xenia");
        (await client.CreateAsync("""{"name":"Heir","customerid":"K-77"}""")).ShouldBeGreaterThan(id);
        await IsSoundAsync();
    }

    [Fact]
    public async Task The_feed_has_the_erasure_and_nothing_from_before()
    {
        using var client = await server.NewMerchantAsync();
        var begin = await client.CursorAsync();
        var first = await client.CreateAsync("""{"name":"Another"}""");
        var id = await client.CreateAsync(Person);
        await client.UpdateAsync(id, """{"notes":"changed"}""");
        var middle = await client.CursorAsync();
        await client.UpdateAsync(first, """{"notes":"changed"}""");

        await ReceiptAsync(client, id);

        var whole = await client.ChangesAsync(begin);
        Kinds(whole).ShouldBe([$"created {first}", $"updated {first}", $"erased {id}"]);
        var erased = ChangesOf(whole)[^1].AsObject();
        erased.ContainsKey("customer").ShouldBeTrue();
        erased["customer"].ShouldBeNull();
        (erased["sequence"]!.GetValue<long>(), erased["operation"]!.GetValue<long>()).ShouldBe((5, 5));
        whole.ToJsonString().ShouldNotContain("Xenia");
        Kinds(await client.ChangesAsync(middle)).ShouldBe([$"updated {first}", $"erased {id}"]);
        Kinds(await client.ChangesAsync(At(begin, 2))).ShouldBe([$"updated {first}", $"erased {id}"], "a cursor at a row that is gone goes on behind it");
    }

    [Fact]
    public async Task An_answer_that_was_kept_for_a_key_is_kept_no_more()
    {
        using var client = await server.NewMerchantAsync();
        using var created = await SendAsync(client, HttpMethod.Post, "/customers", Person, "create");
        var id = JsonNode.Parse(await created.Content.ReadAsStringAsync())!["mexcParamvaluesetsid"]!.GetValue<long>();
        (await SendAsync(client, HttpMethod.Patch, $"/customers/{id}", """{"notes":"changed"}""", "change")).Dispose();
        (await SendAsync(client, HttpMethod.Delete, $"/customers/{id}", null, "remove")).Dispose();
        (await SendAsync(client, HttpMethod.Post, $"/customers/{id}/restore", null, "restore")).Dispose();
        using (var before = await SendAsync(client, HttpMethod.Post, "/customers", Person, "create")) before.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);

        await ReceiptAsync(client, id);

        await SendAsync(client, HttpMethod.Post, "/customers", Person, "create").ProblemAsync(410, "customer_erased");
        await SendAsync(client, HttpMethod.Post, "/customers", """{"name":"Somebody else"}""", "create").ProblemAsync(410, "customer_erased");
        await SendAsync(client, HttpMethod.Patch, $"/customers/{id}", """{"notes":"changed"}""", "change").ProblemAsync(410, "customer_erased");
        await SendAsync(client, HttpMethod.Post, $"/customers/{id}/restore", null, "restore").ProblemAsync(410, "customer_erased");
        using var removed = await SendAsync(client, HttpMethod.Delete, $"/customers/{id}", null, "remove"); // says nothing of the customer
        removed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.Typed().Customers.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task The_key_of_the_erasure_itself_gives_the_receipt_again()
    {
        using var client = await server.NewMerchantAsync();
        var (id, other) = (await client.CreateAsync(Person), await client.CreateAsync("""{"name":"Another"}"""));
        using var first = await SendAsync(client, HttpMethod.Post, Erasing(id), null, "erase");
        using var again = await SendAsync(client, HttpMethod.Post, Erasing(id), null, "erase");
        using var withAnother = await SendAsync(client, HttpMethod.Post, Erasing(id), null, "another");

        var receipt = await first.Content.ReadAsStringAsync();
        first.Headers.Contains("Idempotent-Replayed").ShouldBeFalse();
        again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        (await again.Content.ReadAsStringAsync()).ShouldBe(receipt);
        withAnother.Headers.Contains("Idempotent-Replayed").ShouldBeFalse();
        (await withAnother.Content.ReadAsStringAsync()).ShouldBe(receipt);
        await SendAsync(client, HttpMethod.Post, Erasing(other), null, "erase").ProblemAsync(422, "idempotency_key_reused");
        (await client.KindsAsync(other)).ShouldBe(["created"]);
    }

    [Fact]
    public async Task Of_what_one_operation_removed_the_others_still_come_back()
    {
        using var client = await server.NewMerchantAsync();
        var (id, other) = (await client.CreateAsync(Person), await client.CreateAsync("""{"name":"Another"}"""));
        var operation = await client.RemoveAsync(id, other);
        await ReceiptAsync(client, id);

        (await client.UndoAsync(operation).JsonAsync())["count"]!.GetValue<int>().ShouldBe(1);

        (await client.GetJsonAsync("/customers")).AsArray().ShouldHaveSingleItem()!["mexcParamvaluesetsid"]!.GetValue<long>().ShouldBe(other);
        (await client.KindsAsync(id)).ShouldBe(["erased"]);
        await IsSoundAsync();
    }

    private static string Erasing(long id) => $"/customers/{id}/erase";

    private static async Task<string> ReceiptAsync(HttpClient client, long id)
    {
        using var answer = await client.SendAsync(HttpMethod.Post, Erasing(id));
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string? body, string key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Requests.Json(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    private async Task IsSoundAsync() => (await server.Register.Maintenance.CheckAsync(CancellationToken.None).ToListAsync(CancellationToken.None)).ShouldBeEmpty();

    public sealed class OnSqlite(TestServer server) : ErasureTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : ErasureTests(server), IClassFixture<PostgresTestServer>;
}
