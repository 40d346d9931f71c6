using Kundbok.Contracts;
using Kundbok.Server.Webhooks;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Webhooks;

public abstract class DispatcherTests(DispatchServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Changes_are_delivered_in_order_and_signed()
    {
        await using var receiver = Receiver.Answering("204 No Content");
        var (merchant, secret) = (await server.AddMerchantAsync(), WebhookSecret.Create());
        var before = await server.CreateAsync(merchant, "Before");
        var webhook = await server.AddAsync(merchant, receiver.Url, secret);
        for (var i = 2; i <= 5; i++) await server.CreateAsync(merchant, $"Customer {i}");
        await server.Register.Customers.RemoveAsync(merchant, [before], None);

        for (var i = 1; i <= 6; i++)
        {
            var request = await receiver.NextAsync();
            request.Sequence().ShouldBe(i);
            request.Id().ShouldEndWith($"-{merchant}-{i}");
            request.Type().ShouldBe(i == 6 ? "customer.removed" : "customer.created");
            request.IsSignedBy(secret).ShouldBeTrue();
            request.IsSignedBy(WebhookSecret.Create()).ShouldBeFalse();
        }

        await server.UntilAsync(webhook, state => state == new WebhookState(6));
        (await server.Webhooks.ListDeliveriesAsync(merchant, webhook.Id, null, 10, failedOnly: false, None)).Select(kept => kept.Attempt.Sequence).ShouldBe([6L, 5L, 4L, 3L, 2L, 1L]);
        (await server.Webhooks.ListDeliveriesOfAsync(merchant, [6, 1, 7], None)).Select(kept => (kept.Webhook, kept.Attempt.Sequence, kept.Attempt.Status)).ShouldBe([(webhook.Id, 1L, 204), (webhook.Id, 6L, 204)]);
        (await server.Webhooks.ListDeliveriesOfAsync(await server.AddMerchantAsync(), [1], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_kinds_that_are_wanted_are_delivered()
    {
        await using var receiver = Receiver.Answering("200 OK");
        var merchant = await server.AddMerchantAsync();
        var webhook = await server.AddAsync(merchant, receiver.Url, WebhookSecret.Create(), WantedKinds.Of([ChangeKind.Removed]));
        var id = await server.CreateAsync(merchant, "A");
        await server.CreateAsync(merchant, "B");
        await server.Register.Customers.RemoveAsync(merchant, [id], None);

        (await receiver.NextAsync()).Sequence().ShouldBe(3);

        await server.CreateAsync(merchant, "C");
        await server.UntilAsync(webhook, state => state == new WebhookState(4));
        receiver.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_receiver_that_hangs_keeps_no_other_webhook_waiting()
    {
        var gate = new TaskCompletionSource();
        await using var hanging = new Receiver(async (stream, stop) =>
        {
            await gate.Task.WaitAsync(stop);
            await Receiver.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", stop);
            return true;
        });
        await using var quick = Receiver.Answering("200 OK");
        var merchant = await server.AddMerchantAsync();
        var slow = await server.AddAsync(merchant, hanging.Url, WebhookSecret.Create());
        await server.CreateAsync(merchant, "A");
        await hanging.NextAsync();

        var other = await server.AddAsync(merchant, quick.Url, WebhookSecret.Create());
        await server.CreateAsync(merchant, "B");

        await server.UntilAsync(other, state => state.Position == 2);
        (await server.UntilAsync(slow, _ => true)).State.Position.ShouldBe(0);
        gate.SetResult();
        await server.UntilAsync(slow, state => state.Position == 2);
    }

    [Fact]
    public async Task While_a_secret_is_changed_messages_are_signed_with_both()
    {
        await using var receiver = Receiver.Answering("200 OK");
        var (merchant, old, fresh) = (await server.AddMerchantAsync(), WebhookSecret.Create(), WebhookSecret.Create());
        var webhook = await server.AddAsync(merchant, receiver.Url, old);
        await server.Webhooks.RotateSecretAsync(merchant, webhook.Id, server.Seal.Seal(fresh, merchant, webhook.Id), DateTimeOffset.UtcNow.AddHours(1), None);

        await server.CreateAsync(merchant, "A");

        var both = await receiver.NextAsync();
        (both.IsSignedBy(old), both.IsSignedBy(fresh)).ShouldBe((true, true));
        await server.Webhooks.RotateSecretAsync(merchant, webhook.Id, server.Seal.Seal(fresh, merchant, webhook.Id), previousUntil: null, None);
        await server.CreateAsync(merchant, "B");
        var one = await receiver.NextAsync();
        (one.IsSignedBy(old), one.IsSignedBy(fresh)).ShouldBe((false, true));
    }

    [Fact]
    public async Task From_an_earlier_position_the_same_messages_are_delivered_again()
    {
        await using var receiver = Receiver.Answering("200 OK");
        var merchant = await server.AddMerchantAsync();
        var webhook = await server.AddAsync(merchant, receiver.Url, WebhookSecret.Create());
        foreach (var name in (string[])["A", "B", "C"]) await server.CreateAsync(merchant, name);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Add((await receiver.NextAsync()).Id());
        await server.UntilAsync(webhook, state => state.Position == 3);

        await server.Webhooks.SetPositionAsync(merchant, webhook.Id, 1, None);
        server.Wake();

        (await receiver.NextAsync()).Id().ShouldBe(ids[1]);
        (await receiver.NextAsync()).Id().ShouldBe(ids[2]);
        await server.UntilAsync(webhook, state => state.Position == 3);
    }

    [Fact]
    public async Task The_name_of_a_customer_that_was_erased_is_delivered_no_more()
    {
        await using var receiver = Receiver.Answering("200 OK");
        var merchant = await server.AddMerchantAsync();
        var webhook = await server.AddAsync(merchant, receiver.Url, WebhookSecret.Create());
        await server.Webhooks.UpdateAsync(merchant, webhook.Id, new WebhookChange { IsActive = false }, None);
        var id = await server.CreateAsync(merchant, "Erik Utplånad");
        await server.CreateAsync(merchant, "Kept");
        await server.Register.Customers.EraseAsync(merchant, id, StoreExtensions.Nobody, None);

        await server.Webhooks.UpdateAsync(merchant, webhook.Id, new WebhookChange { IsActive = true }, None);
        server.Wake();

        var requests = new[] { await receiver.NextAsync(), await receiver.NextAsync() };
        requests.Select(request => request.Type()).ShouldBe(["customer.created", "customer.erased"]);
        await server.UntilAsync(webhook, state => state.Position == 3);
        receiver.Waiting.ShouldBe(0);
        foreach (var request in requests) System.Text.Encoding.UTF8.GetString(request.Body).ShouldNotContain("Utplånad");
    }

    [Fact]
    public async Task A_receiver_that_is_gone_pauses_its_webhook_and_nothing_of_it_is_logged_but_its_id()
    {
        await using var receiver = Receiver.Answering("410 Gone");
        var (merchant, secret) = (await server.AddMerchantAsync(), WebhookSecret.Create());
        var webhook = await server.AddAsync(merchant, $"{receiver.Url}/hemlig-plats?nyckel=hemlig", secret);
        await server.CreateAsync(merchant, "Krister Ohemlig");

        var paused = await server.UntilAsync(webhook, state => !state.IsActive);

        paused.State.PausedReason.ShouldBe(PausedReasons.Gone);
        paused.State.Position.ShouldBe(0);
        await server.LoggedAsync($"The webhook {webhook.Id} is paused: gone");
        foreach (var text in (string[])["hemlig", "Krister", secret.ToText(), receiver.Url]) server.Log.ShouldNotContain(line => line.Contains(text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_webhook_whose_secret_cannot_be_opened_is_paused()
    {
        await using var receiver = Receiver.Answering("200 OK");
        var merchant = await server.AddMerchantAsync();
        var webhook = new Webhook(Webhook.NewId(), merchant, receiver.Url, "", WantedKinds.All, DateTimeOffset.UnixEpoch, new WebhookSecrets(new byte[60]), new WebhookState(0));
        await server.Webhooks.AddAsync(webhook, None);
        server.Wake();
        await server.CreateAsync(merchant, "A");

        (await server.UntilAsync(webhook, state => !state.IsActive)).State.PausedReason.ShouldBe(PausedReasons.SecretLost);
        receiver.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task A_webhook_that_is_further_behind_than_the_log_goes_is_paused_and_says_so()
    {
        await using var receiver = Receiver.Answering("200 OK");
        var merchant = await server.AddMerchantAsync();
        var webhook = await server.AddAsync(merchant, receiver.Url, WebhookSecret.Create());
        await server.Webhooks.UpdateAsync(merchant, webhook.Id, new WebhookChange { IsActive = false }, None);
        var id = await server.CreateAsync(merchant, "Borttagen Länge");
        await server.Register.Customers.RemoveAsync(merchant, [id], None);
        (await server.Register.Changes.PurgeAsync(merchant, DateTimeOffset.UtcNow.AddHours(1), None)).ShouldBe(2);
        await server.CreateAsync(merchant, "Kept");

        await server.Webhooks.UpdateAsync(merchant, webhook.Id, new WebhookChange { IsActive = true }, None);
        server.Wake();

        var paused = await server.UntilAsync(webhook, state => !state.IsActive);
        paused.State.ShouldBe(new WebhookState(0, PausedReason: "expired"));
        await server.LoggedAsync($"The webhook {webhook.Id} is paused: expired");
        using (var client = server.WithToken(await server.TokenAsync(merchant))) (await client.GetJsonAsync($"/webhooks/{webhook.Id}"))["pausedReason"]!.GetValue<string>().ShouldBe("expired");
        receiver.Connections.ShouldBe(0);

        // From where the log begins it goes on.
        await server.Webhooks.SetPositionAsync(merchant, webhook.Id, 2, None);
        await server.Webhooks.UpdateAsync(merchant, webhook.Id, new WebhookChange { IsActive = true }, None);
        server.Wake();
        (await receiver.NextAsync()).Sequence().ShouldBe(3);
        await server.UntilAsync(webhook, state => state == new WebhookState(3));
    }

    public sealed class OnSqlite(DispatchServer server) : DispatcherTests(server), IClassFixture<DispatchServer>;

    public sealed class OnPostgres(PostgresDispatchServer server) : DispatcherTests(server), IClassFixture<PostgresDispatchServer>;
}
