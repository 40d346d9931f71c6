using System.Net;
using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Tests.Webhooks;

namespace Kundbok.Server.Tests.Changes;

/// <summary>The file of everything that is held about one customer, through HTTP.</summary>
public abstract class DossierTests(DispatchServer server)
{
    [Fact]
    public async Task Everything_that_is_held_is_in_it()
    {
        await using var receiver = Receiver.Answering("200 OK");
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(receiver.Url);
        var id = await KeyedAsync(client, new() { Name = "Åsa \"Öberg\" 😀", Notes = "a\nb", CompanyNumber = "19900118-9811" });
        await client.CreateAsync("""{"name":"Somebody else"}""");
        await client.Typed().Customers.UpdateAsync(id, new() { Notes = "c" });
        await client.AttemptsAsync(webhook, 3);

        var text = await client.GetStringAsync(DossierOf(id));

        var dossier = JsonNode.Parse(text)!;
        var document = await client.GetStringAsync($"/customers/{id}");
        text.ShouldContain($"\"customer\":{document},");
        text.ShouldContain($"\"document\":{document}}}");
        var history = await client.HistoryAsync(id);
        var versions = dossier["versions"]!.AsArray();
        versions.Select(version => version!["kind"]!.GetValue<string>()).ShouldBe(["updated", "created"]);
        foreach (var part in (string[])["version", "kind", "time", "actor", "operation"])
            versions.Select(version => version![part]!.ToJsonString()).ShouldBe(history.Select(version => version[part]!.ToJsonString()), part);
        versions[1]!["document"]!["notes"]!.GetValue<string>().ShouldBe("a\nb");
        dossier["keptAnswers"]!.AsArray().Select(kept => kept!["version"]!.GetValue<long>()).ShouldBe([1, 3]);
        dossier["keptAnswers"]!.AsArray().Select(kept => kept!["time"]!.GetValue<string>()).ShouldBe(versions.AsEnumerable().Reverse().Select(version => version!["time"]!.GetValue<string>()));
        var deliveries = dossier["deliveries"]!.AsArray();
        deliveries.Select(delivery => $"{delivery!["webhook"]} {delivery["version"]} {delivery["status"]} {delivery["reason"]}").Order(StringComparer.Ordinal)
            .ShouldBe([$"{webhook.Text("id")} 1 200 delivered", $"{webhook.Text("id")} 3 200 delivered"]);
        dossier.Text("notIncluded").ShouldContain("backups");
        text.ShouldNotContain("Somebody else");
        text.ShouldNotContain(receiver.Url);
    }

    [Fact]
    public async Task It_has_the_parts_that_are_described()
    {
        await using var receiver = Receiver.Answering("204 No Content");
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(receiver.Url);
        var id = await KeyedAsync(client, new() { Name = "A" });
        await client.AttemptsAsync(webhook, 1);
        var document = await client.GetJsonAsync("/openapi/v1.json");
        var described = document["components"]!["schemas"]!["Dossier"]!["properties"]!.AsObject();

        var dossier = (await client.GetJsonAsync(DossierOf(id))).AsObject();

        dossier.Select(part => part.Key).ShouldBe(described.Select(part => part.Key));
        foreach (var list in (string[])["versions", "keptAnswers", "deliveries"])
        {
            var item = described[list]!["items"]!["properties"]!.AsObject();
            dossier[list]!.AsArray().ShouldHaveSingleItem()!.AsObject().Select(part => part.Key).ShouldBe(item.Select(part => part.Key), list);
        }
    }

    [Fact]
    public async Task Attempts_that_failed_are_in_it_too()
    {
        await using var failing = Receiver.Answering("500 Internal Server Error");
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(failing.Url);
        var id = await client.CreateAsync("""{"name":"A"}""");
        await client.AttemptsAsync(webhook, 1);

        var delivery = (await client.GetJsonAsync(DossierOf(id)))["deliveries"]!.AsArray()[0]!;

        $"{delivery["version"]} {delivery["status"]} {delivery["reason"]}".ShouldBe("1 500 server_error");
    }

    [Fact]
    public async Task An_attempt_that_got_no_answer_has_no_status()
    {
        await using var silent = Receiver.Sending("");
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(silent.Url);
        var id = await client.CreateAsync("""{"name":"A"}""");
        await client.AttemptsAsync(webhook, 1);

        var delivery = (await client.GetJsonAsync(DossierOf(id)))["deliveries"]!.AsArray()[0]!.AsObject();

        delivery.ContainsKey("status").ShouldBeTrue();
        delivery["status"].ShouldBeNull();
        delivery["reason"]!.GetValue<string>().ShouldBe("broken_off");
    }

    [Fact]
    public async Task A_removed_customer_has_one_with_its_versions()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"Åsa"}""");
        await client.RemoveAsync(id);

        var dossier = (await client.GetJsonAsync(DossierOf(id))).AsObject();

        dossier.ContainsKey("customer").ShouldBeTrue();
        dossier["customer"].ShouldBeNull();
        dossier["versions"]!.AsArray().Select(version => $"{version!["kind"]} {version["document"]?["name"]}").ShouldBe(["removed ", "created Åsa"]);
    }

    [Fact]
    public async Task Of_an_erased_customer_it_tells_that_only()
    {
        await using var receiver = Receiver.Answering("200 OK");
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(receiver.Url);
        var id = await KeyedAsync(client, new() { Name = "Xenia" });
        await client.AttemptsAsync(webhook, 1);
        await client.SendAsync(HttpMethod.Post, $"/customers/{id}/erase").JsonAsync();
        await client.AttemptsAsync(webhook, 2);

        var dossier = await client.GetJsonAsync(DossierOf(id));

        dossier["customer"].ShouldBeNull();
        var version = dossier["versions"]!.AsArray().ShouldHaveSingleItem()!;
        $"{version["version"]} {version["kind"]} {version["document"]}".ShouldBe("2 erased ");
        dossier["keptAnswers"]!.AsArray().Select(kept => kept!["version"]!.GetValue<long>()).ShouldBe([2]);
        dossier["deliveries"]!.AsArray().Select(delivery => delivery!["version"]!.GetValue<long>()).ShouldBe([2]);
        dossier.ToJsonString().ShouldNotContain("Xenia");
    }

    [Fact]
    public async Task A_customer_that_never_was_or_is_another_merchants_has_none()
    {
        using var owner = await server.NewMerchantAsync();
        using var other = await server.NewMerchantAsync();
        var (there, removed) = (await owner.CreateAsync("""{"name":"A"}"""), await owner.CreateAsync("""{"name":"B"}"""));
        await owner.RemoveAsync(removed);

        foreach (var path in (string[])[DossierOf(there), DossierOf(removed), DossierOf(removed + 1_000_000), "/customers/0/dossier", "/customers/x/dossier", "/customers/99999999999999999999/dossier"])
            await other.GetAsync(path).ProblemAsync(404, "customer_not_found");
    }

    [Fact]
    public async Task Another_merchants_answers_and_deliveries_of_the_same_versions_are_not_in_it()
    {
        await using var receiver = Receiver.Answering("200 OK");
        using var client = await server.NewMerchantAsync();
        using var other = await server.NewMerchantAsync();
        var webhook = await other.AddWebhookAsync(receiver.Url);
        await KeyedAsync(other, new() { Name = "Theirs" });
        await other.AttemptsAsync(webhook, 1);
        var id = await client.CreateAsync("""{"name":"A"}""");

        var dossier = await client.GetJsonAsync(DossierOf(id));

        dossier["versions"]!.AsArray().ShouldHaveSingleItem()!["version"]!.GetValue<long>().ShouldBe(1);
        dossier["keptAnswers"]!.AsArray().ShouldBeEmpty();
        dossier["deliveries"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_takes_the_scope_of_exports()
    {
        var merchant = await server.AddMerchantAsync();
        using var all = server.WithToken(await server.TokenAsync(merchant));
        using var others = server.WithToken(await server.TokenAsync(merchant, [.. Scopes.All.Where(scope => scope != Scopes.CustomersExport)]));
        using var only = server.WithToken(await server.TokenAsync(merchant, Scopes.CustomersExport));
        var id = await all.CreateAsync("""{"name":"A"}""");

        await others.GetAsync(DossierOf(id)).ProblemAsync(403, "forbidden");
        (await only.GetJsonAsync(DossierOf(id)))["customer"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task It_is_saved_as_a_file_named_after_the_customer_and_the_day(string method)
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"Xenia"}""");
        var before = DateTimeOffset.UtcNow;

        using var answer = await client.SendAsync(new HttpMethod(method), DossierOf(id));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        var names = new[] { before, DateTimeOffset.UtcNow }.Select(day => FormattableString.Invariant($"attachment; filename=\"customer-{id}-{day:yyyy-MM-dd}.json\""));
        answer.Content.Headers.GetValues("Content-Disposition").ShouldHaveSingleItem().ShouldBeOneOf([.. names]);
        ((await answer.Content.ReadAsByteArrayAsync()).Length == 0).ShouldBe(method == "HEAD");
    }

    [Fact]
    public async Task However_many_and_large_the_versions_each_is_in_it_once()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        for (var i = 2; i <= 50; i++) await client.UpdateAsync(id, $$"""{"notes":"{{i}}{{new string('x', 60_000)}}"}""");
        await client.RemoveAsync(id);

        var versions = (await client.GetJsonAsync(DossierOf(id)))["versions"]!.AsArray();

        versions.Select(version => version!["version"]!.GetValue<long>()).ShouldBe(Enumerable.Range(1, 51).Reverse().Select(version => (long)version));
        versions.Skip(1).SkipLast(1).ShouldAllBe(version => version!["document"]!["notes"]!.GetValue<string>().Length > 60_000);
    }

    private static string DossierOf(long id) => $"/customers/{id}/dossier";

    // Under a key that no other request has, as the client sends every write; the id of the customer.
    private static async Task<long> KeyedAsync(HttpClient client, CustomerInput customer) => (await client.Typed().Customers.CreateAsync(customer)).Customer.Id;

    public sealed class OnSqlite(DispatchServer server) : DossierTests(server), IClassFixture<DispatchServer>;

    public sealed class OnPostgres(PostgresDispatchServer server) : DossierTests(server), IClassFixture<PostgresDispatchServer>;
}
