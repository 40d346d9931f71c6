using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>A message to a webhook that is tried.</summary>
/// <param name="Sequence">Of the change; null for a test.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Number">How often it was tried, this time included.</param>
/// <param name="Body">What is sent.</param>
internal sealed record TriedMessage(long? Sequence, string Id, int Number, ReadOnlyMemory<byte> Body);

/// <summary>Makes attempts to deliver: opens the secrets, sends, and says what became of it in the way it is kept.</summary>
internal sealed class WebhookAttempts(WebhookSender sender, WebhookSeal seal, IWebhookStore store, AccessRefresher access, TimeProvider time)
{
    /// <summary>Sends the message once.</summary>
    /// <returns>The attempt, which the caller keeps, and how long the receiver asks to be left alone.</returns>
    /// <exception cref="OperationCanceledException">It is not known whether the receiver has the message.</exception>
    /// <exception cref="RegisterUnavailableException">The webhook's secret can be opened by other nodes, not by this one.</exception>
    public async Task<(DeliveryAttempt Attempt, TimeSpan? RetryAfter)> MakeAsync(Webhook webhook, TriedMessage message, CancellationToken cancellation)
    {
        var at = Instants.ToMilliseconds(time.GetUtcNow());
        if (await OpenAsync(webhook, cancellation) is not { } secrets)
            return (new DeliveryAttempt(message.Sequence, message.Id, message.Number, at, TimeSpan.Zero, Status: null, WebhookReason.SecretLost), null);

        await store.ResealAsync(seal, webhook, cancellation);
        var outcome = await sender.SendAsync(webhook.Url, new WebhookMessage(message.Id, message.Body, secrets), cancellation);
        var duration = TimeSpan.FromMilliseconds((long)outcome.Duration.TotalMilliseconds);
        var attempt = new DeliveryAttempt(message.Sequence, message.Id, message.Number, at, duration, outcome.Status, outcome.IsDelivered ? null : outcome.Reason);
        return (attempt, outcome.RetryAfter);
    }

    /// <summary>Whether this node can open the webhook's current secret.</summary>
    /// <inheritdoc cref="MakeAsync" path="/exception[2]"/>
    public async ValueTask<bool> CanOpenAsync(Webhook webhook, CancellationToken cancellation) => await OpenAsync(webhook, cancellation) is not null;

    // What cannot be opened may have been sealed a moment ago with a secret that this process has not read yet.
    private async ValueTask<IReadOnlyList<WebhookSecret>?> OpenAsync(Webhook webhook, CancellationToken cancellation)
    {
        if (seal.Open(webhook, time.GetUtcNow()) is { } secrets) return secrets;

        await access.RefreshAsync(cancellation);
        access.EnsureNewestSecrets();
        return seal.Open(webhook, time.GetUtcNow());
    }
}
