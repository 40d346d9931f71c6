using Kundbok.Server.Webhooks;
using Kundbok.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>While the clock stands still, so that no pause and no time limit comes to its end.</summary>
public sealed class DispatcherPauseTests(DispatchClockServer server) : IClassFixture<DispatchClockServer>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("1800", 1_800)]
    [InlineData("Thu, 15 Jan 2026 10:30:00 GMT", 1_800)]
    [InlineData("604800", 3_600)]
    [InlineData("Fri, 15 Jan 2027 10:00:00 GMT", 3_600)]
    public async Task A_receiver_is_left_alone_for_as_long_as_it_asks_and_an_hour_at_the_most(string retryAfter, int seconds)
    {
        await using var receiver = Receiver.Answering("503 Service Unavailable", $"Retry-After: {retryAfter}\r\n");
        var merchant = await server.AddMerchantAsync();
        var webhook = await server.AddAsync(merchant, receiver.Url, WebhookSecret.Create());
        await server.CreateAsync(merchant, "A");

        var failed = await server.UntilAsync(webhook, state => state.Failures == 1);

        failed.State.NextAttempt.ShouldBe(server.Clock.GetUtcNow().AddSeconds(seconds));
    }

    [Fact]
    public async Task A_merchant_whose_receivers_hang_takes_its_share_alone()
    {
        var gate = new TaskCompletionSource();
        await using var hanging = new Receiver(async (stream, stop) =>
        {
            await gate.Task.WaitAsync(stop);
            await Receiver.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", stop);
            return true;
        });
        await using var quick = Receiver.Answering("200 OK");
        var (slow, other) = (await server.AddMerchantAsync(), await server.AddMerchantAsync());
        var webhooks = new List<Webhook>();
        for (var i = 0; i < SendTurns.MostForMerchant + 3; i++) webhooks.Add(await server.AddAsync(slow, hanging.Url, WebhookSecret.Create()));
        await server.CreateAsync(slow, "A");
        for (var i = 0; i < SendTurns.MostForMerchant; i++) await hanging.NextAsync();

        var webhook = await server.AddAsync(other, quick.Url, WebhookSecret.Create());
        await server.CreateAsync(other, "B");

        await server.UntilAsync(webhook, state => state == new WebhookState(1));
        hanging.Connections.ShouldBe(SendTurns.MostForMerchant);
        gate.SetResult();
        foreach (var late in webhooks) await server.UntilAsync(late, state => state == new WebhookState(1));
    }

    [Fact]
    public async Task What_is_sent_by_hand_waits_for_its_turn_and_goes_where_the_webhook_sends_to_then_if_it_is_there()
    {
        await using var before = Receiver.Answering("200 OK");
        await using var after = Receiver.Answering("200 OK");
        var merchant = await server.AddMerchantAsync();
        var (moved, removed) = (await server.AddAsync(merchant, before.Url, WebhookSecret.Create()), await server.AddAsync(merchant, before.Url, WebhookSecret.Create()));
        var (turns, single) = (server.Services.GetRequiredService<SendTurns>(), server.Services.GetRequiredService<SingleDelivery>());
        var taken = new List<IDisposable>();
        for (var i = 0; i < SendTurns.MostForMerchant; i++) taken.Add(await turns.TakeAsync(moved, None));
        var (toMoved, toRemoved) = (single.TestAsync(moved, None).AsTask(), single.TestAsync(removed, None).AsTask());
        (toMoved.IsCompleted, toRemoved.IsCompleted).ShouldBe((false, false));

        await server.Webhooks.UpdateAsync(merchant, moved.Id, new WebhookChange { Url = after.Url }, None);
        await server.Webhooks.RemoveAsync(merchant, removed.Id, None);
        foreach (var turn in taken) turn.Dispose();

        (await toMoved)!.Attempt.IsDelivered.ShouldBeTrue();
        (await toRemoved).ShouldBeNull();
        (await after.NextAsync()).Type().ShouldBe("webhook.test");
        before.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task A_webhook_that_fails_is_tried_at_once_from_another_position()
    {
        var status = "500 Internal Server Error";
        await using var receiver = new Receiver(async (stream, stop) =>
        {
            await Receiver.SendAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n", stop);
            return true;
        });
        var merchant = await server.AddMerchantAsync();
        var webhook = await server.AddAsync(merchant, receiver.Url, WebhookSecret.Create());
        await server.CreateAsync(merchant, "A");
        await server.CreateAsync(merchant, "B");
        await server.UntilAsync(webhook, state => state.Failures == 1);
        await receiver.NextAsync();

        status = "200 OK";
        await server.Webhooks.SetPositionAsync(merchant, webhook.Id, 1, None);
        server.Wake();

        (await receiver.NextAsync()).Sequence().ShouldBe(2);
        await server.UntilAsync(webhook, state => state == new WebhookState(2));
    }
}
