using System.Text.Json.Nodes;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>That changes reach webhooks: all that are wanted, in order, signed, and nothing else.</summary>
public abstract class DeliveryTests(DispatchServer server)
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    [Fact]
    public async Task Changes_arrive_in_order_each_with_its_customer_and_signed()
    {
        await using var receiver = Receiver.Answering("200 OK");
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"From before"}""");
        var webhook = await client.AddWebhookAsync(receiver.Url);

        var id = await client.CreateAsync("""{"name":"Åsa \"Öberg\" 😀"}""");
        await client.SendAsync(HttpMethod.Patch, $"/customers/{id}", """{"email":"asa@example.com"}""").JsonAsync();
        await client.SendAsync(HttpMethod.Delete, $"/customers/{id}").JsonAsync();

        var feed = (await client.GetJsonAsync($"/customers/changes?after={await StartAsync(client)}"))["changes"]!.AsArray().Select(change => change!).Where(change => change["id"]!.GetValue<long>() == id).ToList();
        feed.Count.ShouldBe(3);
        foreach (var change in feed)
        {
            var request = await receiver.NextAsync();
            request.Line.ShouldBe("POST /hook HTTP/1.1");
            request.Headers["Content-Type"].ShouldBe("application/json");
            SignatureOfThePage.IsRight(webhook.Text("secret"), request).ShouldBeTrue();
            SignatureOfThePage.IsRight(Senders.Secret.ToText(), request).ShouldBeFalse();
            var message = request.Json();
            message.AsObject().Select(property => property.Key).ShouldBe(["type", "timestamp", "data"]);
            (message.Text("type"), message.Text("timestamp")).ShouldBe(($"customer.{change!.Text("kind")}", change!.Text("time")));
            message["data"]!.ToJsonString().ShouldBe(change!.ToJsonString());
        }

        var deliveries = await client.AttemptsAsync(webhook, 3);
        deliveries.Select(delivery => delivery["sequence"]!.GetValue<long>()).ShouldBe(feed.Select(change => change!["sequence"]!.GetValue<long>()));
        deliveries.ShouldAllBe(delivery => delivery.Text("outcome") == "delivered" && delivery["status"]!.GetValue<int>() == 200 && delivery["attempt"]!.GetValue<int>() == 1);
        (await client.UntilAsync(webhook, found => found["behind"]!.GetValue<int>() == 0))["failures"]!.GetValue<int>().ShouldBe(0);
        receiver.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Other_kinds_are_sent_from_the_next_change_on()
    {
        await using var receiver = Receiver.Answering("204 No Content");
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(receiver.Url, ""","kinds":["removed"]""");
        await client.CreateAsync("""{"name":"Not wanted"}""");
        await client.UntilAsync(webhook, found => found["behind"]!.GetValue<int>() == 0);

        await client.ChangeWebhookAsync(webhook, """{"kinds":["created"]}""");
        await client.CreateAsync("""{"name":"Wanted now"}""");

        (await receiver.NextAsync()).Json()["data"]!["customer"]!.Text("name").ShouldBe("Wanted now");
        receiver.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_delays_nobody_else()
    {
        var gate = new TaskCompletionSource();
        await using var hanging = new Receiver(async (stream, stop) =>
        {
            await gate.Task.WaitAsync(stop);
            await Receiver.SendAsync(stream, Ok, stop);
            return true;
        });
        await using var endless = new Receiver(async (stream, stop) =>
        {
            await Receiver.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", stop);
            for (var i = 0; i < 1_000; i++) await Receiver.SendAsync(stream, new string('x', 100_000), stop);
            return false;
        });
        await using var receiver = Receiver.Answering("200 OK");
        using var slow = await server.NewMerchantAsync();
        using var other = await server.NewMerchantAsync();
        for (var i = 0; i < 10; i++) await slow.AddWebhookAsync(hanging.Url);
        var huge = await slow.AddWebhookAsync(endless.Url);
        await other.AddWebhookAsync(receiver.Url);

        await slow.CreateAsync("""{"name":"Waits"}""");
        await hanging.NextAsync();
        for (var i = 0; i < 20; i++)
        {
            await other.CreateAsync($$"""{"name":"Customer {{i}}"}""");
            (await receiver.NextAsync()).Json()["data"]!["customer"]!.Text("name").ShouldBe($"Customer {i}");
        }

        gate.SetResult();
        (await slow.AttemptsAsync(huge, 1))[0].Text("outcome").ShouldBe("delivered");
    }

    [Fact]
    public async Task A_receiver_that_wants_no_more_is_left_alone_at_once_and_gets_the_rest_when_it_is_made_active()
    {
        var status = "410 Gone";
        await using var receiver = Answering(() => status);
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(receiver.Url);
        await client.CreateAsync("""{"name":"First"}""");

        var paused = await client.UntilAsync(webhook, found => found.Text("status") == "paused");
        (paused.Text("pausedReason"), paused["failures"]!.GetValue<int>(), paused["behind"]!.GetValue<int>()).ShouldBe(("gone", 1, 1));
        await client.CreateAsync("""{"name":"Second"}""");
        await receiver.NextAsync();
        status = "200 OK";
        (await client.ChangeWebhookAsync(webhook, """{"status":"active"}"""))["failures"]!.GetValue<int>().ShouldBe(0);

        (await receiver.NextAsync()).Json()["data"]!["customer"]!.Text("name").ShouldBe("First");
        (await receiver.NextAsync()).Json()["data"]!["customer"]!.Text("name").ShouldBe("Second");
    }

    [Fact]
    public async Task A_new_secret_and_the_old_one_sign_together_until_the_old_one_goes()
    {
        await using var receiver = Receiver.Answering("200 OK");
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(receiver.Url);
        var first = webhook.Text("secret");

        var second = (await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/rotate").JsonAsync()).Text("secret");
        await client.CreateAsync("""{"name":"Signed twice"}""");
        var request = await receiver.NextAsync();
        request.Headers["webhook-signature"].Split(' ').Length.ShouldBe(2);
        SignatureOfThePage.IsRight(first, request).ShouldBeTrue();
        SignatureOfThePage.IsRight(second, request).ShouldBeTrue();

        var third = (await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/rotate", """{"overlapHours":0}""").JsonAsync()).Text("secret");
        await client.CreateAsync("""{"name":"Signed once"}""");
        request = await receiver.NextAsync();
        request.Headers["webhook-signature"].Split(' ').Length.ShouldBe(1);
        SignatureOfThePage.IsRight(third, request).ShouldBeTrue();
        SignatureOfThePage.IsRight(second, request).ShouldBeFalse();
    }

    [Fact]
    public async Task A_test_is_sent_at_once_also_to_a_paused_webhook_and_can_be_sent_again()
    {
        await using var receiver = Receiver.Answering("200 OK");
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(receiver.Url);
        await client.ChangeWebhookAsync(webhook, """{"status":"paused"}""");

        var test = await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/test").JsonAsync();
        var request = await receiver.NextAsync();
        var again = await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/deliveries/{test["id"]}/replay").JsonAsync();
        var repeated = await receiver.NextAsync();

        (test.Text("outcome"), test["sequence"], test["attempt"]!.GetValue<int>()).ShouldBe(("delivered", null, 1));
        (again.Text("message"), again["attempt"]!.GetValue<int>()).ShouldBe((test.Text("message"), 2));
        (request.Id(), repeated.Id()).ShouldBe((test.Text("message"), test.Text("message")));
        (request.Json().Text("type"), request.Json()["data"]!.Text("webhook")).ShouldBe(("webhook.test", webhook.Text("id")));
        SignatureOfThePage.IsRight(webhook.Text("secret"), request).ShouldBeTrue();
        (await client.DeliveriesAsync(webhook)).Count.ShouldBe(2);
        (await client.FindWebhookAsync(webhook)).Text("status").ShouldBe("paused");
    }

    [Fact]
    public async Task One_message_or_all_behind_a_cursor_are_sent_again_under_their_ids()
    {
        await using var receiver = Receiver.Answering("200 OK");
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(receiver.Url);
        await client.CreateAsync("""{"name":"First"}""");
        var cursor = (await client.GetJsonAsync("/customers/changes")).Text("next");
        await client.CreateAsync("""{"name":"Second"}""");
        await client.CreateAsync("""{"name":"Third"}""");
        var sent = new List<Receiver.Request>();
        for (var i = 0; i < 3; i++) sent.Add(await receiver.NextAsync());
        var deliveries = await client.AttemptsAsync(webhook, 3);

        var repeated = await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/deliveries/{deliveries[0]["id"]}/replay").JsonAsync();
        var request = await receiver.NextAsync();
        (request.Id(), repeated.Text("message")).ShouldBe((sent[0].Id(), sent[0].Id()));
        request.Body.ShouldBe(sent[0].Body);

        var moved = await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/replay", $$"""{"after":"{{cursor}}"}""").JsonAsync();
        moved["behind"]!.GetValue<int>().ShouldBe(2);
        for (var i = 1; i < 3; i++)
        {
            request = await receiver.NextAsync();
            request.Id().ShouldBe(sent[i].Id());
            request.Body.ShouldBe(sent[i].Body);
        }

        sent.Select(one => one.Id()).ToHashSet(StringComparer.Ordinal).Count.ShouldBe(3);
        var pages = await client.AttemptsAsync(webhook, 6);
        var page = await client.DeliveriesAsync(webhook, $"?limit=2&before={pages[4]["id"]}");
        page.Select(delivery => delivery!["id"]!.GetValue<long>()).ShouldBe([4, 3]);
        (await client.DeliveriesAsync(webhook, "?failed=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_customer_was_is_not_sent_once_it_is_erased()
    {
        const string Name = "Krister Ohemlig";
        var gate = new TaskCompletionSource();
        await using var receiver = new Receiver(async (stream, stop) =>
        {
            await gate.Task.WaitAsync(stop);
            await Receiver.SendAsync(stream, Ok, stop);
            return true;
        });
        using var client = await server.NewMerchantAsync();
        var webhook = await client.AddWebhookAsync(receiver.Url);
        await client.CreateAsync("""{"name":"Holds up the others"}""");
        await receiver.NextAsync();
        var id = await client.CreateAsync($$"""{"name":"{{Name}}"}""");
        await client.SendAsync(HttpMethod.Patch, $"/customers/{id}", """{"notes":"changed"}""").JsonAsync();
        await client.SendAsync(HttpMethod.Post, $"/customers/{id}/erase").JsonAsync();
        await client.CreateAsync("""{"name":"The last"}""");

        gate.SetResult();

        var types = new List<string>();
        for (JsonNode? message = null; message?["data"]?["customer"]?.Text("name") != "The last";)
        {
            var request = await receiver.NextAsync();
            message = request.Json();
            types.Add(message.Text("type"));
            message.ToJsonString().ShouldNotContain("Ohemlig");
        }

        types.ShouldBe(["customer.erased", "customer.created"]);
        var deliveries = await client.AttemptsAsync(webhook, 3);
        deliveries.Count.ShouldBe(3);
    }

    private static async Task<string> StartAsync(HttpClient client)
    {
        var next = (await client.GetJsonAsync("/customers/changes")).Text("next");
        return $"{next[..next.LastIndexOf('-')]}-0";
    }

    private static Receiver Answering(Func<string> status) => new(async (stream, stop) =>
    {
        await Receiver.SendAsync(stream, $"HTTP/1.1 {status()}\r\nContent-Length: 0\r\n\r\n", stop);
        return true;
    });

    public sealed class OnSqlite(DispatchServer server) : DeliveryTests(server), IClassFixture<DispatchServer>;

    public sealed class OnPostgres(PostgresDispatchServer server) : DeliveryTests(server), IClassFixture<PostgresDispatchServer>;
}
