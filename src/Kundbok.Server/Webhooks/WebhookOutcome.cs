namespace Kundbok.Server.Webhooks;

/// <summary>How one attempt to deliver a message ended.</summary>
/// <param name="Reason">One of <see cref="WebhookReason"/>.</param>
/// <param name="Status">The status of the answer; null when there was none.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone, from 429 and 503 alone: more than zero, an hour at the most. Null when it does not say.</param>
internal sealed record WebhookOutcome(string Reason, int? Status, TimeSpan Duration, TimeSpan? RetryAfter)
{
    /// <summary>Whether the receiver has the message.</summary>
    public bool IsDelivered => Reason == WebhookReason.Delivered;
}
