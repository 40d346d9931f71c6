using System.Net;
using System.Text.Json.Nodes;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>Keeping webhooks, over HTTP.</summary>
public abstract class WebhookEndpointTests(TestServer server)
{
    private const string Url = "https://shop.example/kundbok?key=1";

    [Fact]
    public async Task A_webhook_is_added_found_changed_and_removed()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"From before"}""");

        using var adding = await client.SendAsync(HttpMethod.Post, "/webhooks", $$"""{"url":"{{Url}}","description":"Räksmörgås","kinds":["removed","created","created"]}""");
        var added = await Task.FromResult(adding).JsonAsync();
        adding.Headers.Location!.ToString().ShouldBe(added.Path());
        added.Text("secret").ShouldStartWith("whsec_");
        added.Text("id").ShouldStartWith("wh_");
        var found = await client.FindWebhookAsync(added);
        found.ToJsonString().ShouldBe(Without(added, "secret").ToJsonString());
        found["kinds"]!.ToJsonString().ShouldBe("""["created","removed"]""");
        (found.Text("url"), found.Text("description"), found.Text("status"), found["behind"]!.GetValue<int>()).ShouldBe((Url, "Räksmörgås", "active", 0));
        foreach (var name in (string[])["pausedReason", "failingSince", "nextAttempt"]) found[name].ShouldBeNull();

        var changed = await client.ChangeWebhookAsync(added, """{"status":"paused","description":"","kinds":[]}""");
        (changed.Text("status"), changed.Text("pausedReason"), changed.Text("description"), changed["kinds"]!.ToJsonString()).ShouldBe(("paused", "by_user", "", "[]"));
        changed.Text("url").ShouldBe(Url);
        (await client.GetJsonAsync("/webhooks")).AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe(changed.ToJsonString());

        var removed = await client.SendAsync(HttpMethod.Delete, added.Path()).JsonAsync();
        removed.ToJsonString().ShouldBe($$"""{"result":"Removed","id":"{{added.Text("id")}}"}""");
        await client.SendAsync(HttpMethod.Get, added.Path()).ProblemAsync(404, "webhook_not_found");
        (await client.GetStringAsync("/webhooks")).ShouldBe("[]");
    }

    [Fact]
    public async Task A_secret_can_be_chosen_and_is_never_shown_again()
    {
        using var client = await server.NewMerchantAsync();
        const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

        var added = await client.AddWebhookAsync(Url, $""","secret":"{Secret}" """);

        added.Text("secret").ShouldBe(Secret);
        foreach (var path in (string[])["/webhooks", added.Path(), $"{added.Path()}/deliveries"]) (await client.GetStringAsync(path)).ShouldNotContain("whsec_");
        (await client.SendAsync(HttpMethod.Patch, added.Path(), "{}").JsonAsync())["secret"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url":7}""", "url")]
    [InlineData("""{"url":null}""", "url")]
    [InlineData("""{"url":""}""", "url")]
    [InlineData("""{"url":"ftp://example.com"}""", "url")]
    [InlineData("""{"url":"http://example.com"}""", "url")]
    [InlineData("""{"url":"https://127.0.0.1/hook"}""", "url")]
    [InlineData("""{"url":"https://[fd00::1]/hook"}""", "url")]
    [InlineData("""{"url":"https://localhost/hook"}""", "url")]
    [InlineData("""{"url":"https://me:secret@example.com"}""", "url")]
    [InlineData("""{"url":"https://example.com","url":"https://example.com"}""", "url")]
    [InlineData("""{"url":"https://example.com","description":["a list"]}""", "description")]
    [InlineData("""{"url":"https://example.com","description":"two\nlines"}""", "description")]
    [InlineData("""{"url":"https://example.com","description":"half \ud83d"}""", "description")]
    [InlineData("""{"url":"https://example.com","kinds":"created"}""", "kinds")]
    [InlineData("""{"url":"https://example.com","kinds":["Created"]}""", "kinds")]
    [InlineData("""{"url":"https://example.com","kinds":[null]}""", "kinds")]
    [InlineData("""{"url":"https://example.com","secret":"whsec_short"}""", "secret")]
    [InlineData("""{"url":"https://example.com","secret":true}""", "secret")]
    [InlineData("""{"url":"https://example.com","status":"active"}""", "status")]
    [InlineData("""{"url":"https://example.com","Url":"https://example.com"}""", "Url")]
    [InlineData("""["https://example.com"]""", "body")]
    [InlineData("null", "body")]
    [InlineData("""{"url":"https://example.com","\ud83d":1}""", "body")]
    public async Task A_bad_webhook_is_refused_and_nothing_is_added(string body, string property)
    {
        using var client = await server.NewMerchantAsync();

        var problem = await client.SendAsync(HttpMethod.Post, "/webhooks", body).ProblemAsync(400, "invalid_webhook");

        problem["errors"]!.AsObject().ShouldHaveSingleItem().Key.ShouldBe(property);
        (await client.GetStringAsync("/webhooks")).ShouldBe("[]");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_and_texts_have_their_limits()
    {
        using var client = await server.NewMerchantAsync();
        var problem = await client.SendAsync(HttpMethod.Post, "/webhooks", $$"""{"url":"nowhere","description":"{{new string('d', 256)}}","kinds":7,"colour":"red"}""").ProblemAsync(400, "invalid_webhook");
        problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe(["url", "description", "kinds", "colour"], ignoreOrder: true);

        (await client.AddWebhookAsync(Url, $""","description":"{new string('å', 255)}" """)).Text("description").Length.ShouldBe(255);
        await client.SendAsync(HttpMethod.Post, "/webhooks", "[{").ProblemAsync(400, "invalid_json");
        await client.SendAsync(HttpMethod.Post, "/webhooks", "").ProblemAsync(400, "invalid_json");
        await client.SendAsync(HttpMethod.Post, "/webhooks", new string('[', 100_000) + new string(']', 100_000)).ProblemAsync(400, "invalid_webhook");
    }

    [Theory]
    [InlineData("PATCH", "", """{"status":"gone"}""", "status")]
    [InlineData("PATCH", "", """{"secret":"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}""", "secret")]
    [InlineData("PATCH", "", """{"url":null}""", "url")]
    [InlineData("POST", "/rotate", """{"overlapHours":169}""", "overlapHours")]
    [InlineData("POST", "/rotate", """{"overlapHours":-1}""", "overlapHours")]
    [InlineData("POST", "/rotate", """{"overlapHours":1.5}""", "overlapHours")]
    [InlineData("POST", "/rotate", """{"overlapHours":"24"}""", "overlapHours")]
    [InlineData("POST", "/replay", """{}""", "after")]
    [InlineData("POST", "/replay", """{"after":7}""", "after")]
    public async Task A_bad_change_is_refused_and_changes_nothing(string method, string path, string body, string property)
    {
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(Url);

        var problem = await client.SendAsync(new HttpMethod(method), webhook.Path() + path, body).ProblemAsync(400, "invalid_webhook");

        problem["errors"]!.AsObject().ShouldHaveSingleItem().Key.ShouldBe(property);
        (await client.FindWebhookAsync(webhook)).ToJsonString().ShouldBe(Without(webhook, "secret").ToJsonString());
    }

    [Fact]
    public async Task A_place_that_is_none_of_the_log_is_refused()
    {
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(Url);

        await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/replay", """{"after":"nowhere"}""").ProblemAsync(400, "invalid_page");
        await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/replay", """{"after":"otherlog-1-0"}""").ProblemAsync(410, "cursor_expired");
        foreach (var query in (string[])["?limit=0", "?limit=1001", "?limit=a", "?before=x", "?before=1&before=2", "?failed=maybe"])
            await client.SendAsync(HttpMethod.Get, $"{webhook.Path()}/deliveries{query}").ProblemAsync(400, "invalid_page");
        foreach (var id in (string[])["1", "x", "-1", "99999999999999999999"])
            await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/deliveries/{id}/replay").ProblemAsync(404, "delivery_not_found");
    }

    [Fact]
    public async Task Another_merchants_webhook_is_not_there()
    {
        using var owner = await server.NewMerchantAsync();
        var webhook = await owner.AddWebhookAsync(Url);
        var cursor = (await owner.GetJsonAsync("/customers/changes")).Text("next");
        using var other = await server.NewMerchantAsync();

        (await other.GetStringAsync("/webhooks")).ShouldBe("[]");
        foreach (var id in (string[])[webhook.Text("id"), "wh_", "%25", "1"])
        {
            (string Method, string Path, string? Body)[] calls =
            [
                ("GET", "", null), ("PATCH", "", """{"status":"paused"}"""), ("DELETE", "", null), ("POST", "/rotate", null), ("POST", "/test", null),
                ("GET", "/deliveries", null), ("POST", "/deliveries/1/replay", null),
            ];
            foreach (var (method, path, body) in calls) await other.SendAsync(new HttpMethod(method), $"/webhooks/{id}{path}", body).ProblemAsync(404, "webhook_not_found");
        }

        await other.SendAsync(HttpMethod.Post, $"{webhook.Path()}/replay", $$"""{"after":"{{cursor}}"}""").ProblemAsync(400, "invalid_page");
        var own = (await other.GetJsonAsync("/customers/changes")).Text("next");
        await other.SendAsync(HttpMethod.Post, $"{webhook.Path()}/replay", $$"""{"after":"{{own}}"}""").ProblemAsync(404, "webhook_not_found");
        (await owner.FindWebhookAsync(webhook)).ToJsonString().ShouldBe(Without(webhook, "secret").ToJsonString());
    }

    [Fact]
    public async Task A_merchant_has_so_many_webhooks_and_no_more()
    {
        using var client = await server.NewMerchantAsync();
        for (var i = 0; i < Webhook.MostPerMerchant; i++) await client.AddWebhookAsync(Url);

        await client.SendAsync(HttpMethod.Post, "/webhooks", $$"""{"url":"{{Url}}"}""").ProblemAsync(409, "too_many_webhooks");

        var webhooks = (await client.GetJsonAsync("/webhooks")).AsArray();
        webhooks.Count.ShouldBe(Webhook.MostPerMerchant);
        (await client.SendAsync(HttpMethod.Delete, webhooks[0]!.Path())).StatusCode.ShouldBe(HttpStatusCode.OK);
        await client.AddWebhookAsync(Url);
    }

    private static JsonObject Without(JsonNode node, string name)
    {
        var copy = node.DeepClone().AsObject();
        copy.Remove(name);
        return copy;
    }

    public sealed class OnSqlite(TestServer server) : WebhookEndpointTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : WebhookEndpointTests(server), IClassFixture<PostgresTestServer>;
}
