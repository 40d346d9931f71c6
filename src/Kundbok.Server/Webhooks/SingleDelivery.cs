using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>Sends one message at once, because somebody asks for it, whatever the webhook's state is; it does not count for that.</summary>
internal sealed class SingleDelivery(IWebhookStore store, IChangeLog log, WebhookAttempts attempts, SendTurns turns, TimeProvider time)
{
    /// <summary>Sends a test.</summary>
    /// <returns>What became of it, as it is kept; null when the webhook is gone by now.</returns>
    public async ValueTask<WebhookDelivery?> TestAsync(Webhook webhook, CancellationToken cancellation)
    {
        using var turn = await turns.TakeAsync(webhook, cancellation);
        return await SendAsync(webhook, new TriedMessage(Sequence: null, WebhookPayload.NewTestId(), 1, Test(webhook)), cancellation);
    }

    /// <summary>Sends a message again under its id.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="attempt">An attempt at the message.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What became of it; null when the change is no longer kept.</returns>
    public async ValueTask<Repeated?> RepeatAsync(Webhook webhook, DeliveryAttempt attempt, CancellationToken cancellation)
    {
        using var turn = await turns.TakeAsync(webhook, cancellation);
        var change = attempt.Sequence is { } sequence ? await log.FindAsync(webhook.Merchant, sequence, cancellation) : null;
        if (attempt.Sequence is not null && change is null) return null;

        var body = change is null ? Test(webhook) : WebhookPayload.Of(change);
        return new Repeated(await SendAsync(webhook, new TriedMessage(attempt.Sequence, attempt.Message, attempt.Number + 1, body), cancellation));
    }

    private ReadOnlyMemory<byte> Test(Webhook webhook) => WebhookPayload.OfTest(webhook.Id, time.GetUtcNow());

    private async ValueTask<WebhookDelivery?> SendAsync(Webhook webhook, TriedMessage message, CancellationToken cancellation)
    {
        // It may have had to wait for its turn: what became of the webhook meanwhile holds.
        if (await store.FindAsync(webhook.Merchant, webhook.Id, cancellation) is not { } now) return null;

        var (attempt, _) = await attempts.MakeAsync(now, message, cancellation);
        return await store.AddDeliveryAsync(webhook.Merchant, webhook.Id, attempt, cancellation);
    }

    /// <summary>A message that was sent again.</summary>
    /// <param name="Kept">What became of it, as it is kept; null when the webhook is gone by now.</param>
    internal sealed record Repeated(WebhookDelivery? Kept);
}
