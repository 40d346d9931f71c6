namespace Kundbok.Storage;

/// <summary>An attempt to deliver that is kept, one of a webhook's newest.</summary>
/// <param name="Id">Counts the webhook's attempts, from 1.</param>
/// <param name="Attempt">The attempt.</param>
public sealed record WebhookDelivery(long Id, DeliveryAttempt Attempt)
{
    /// <summary>How many attempts of a webhook are kept.</summary>
    public const int MostKept = 1_000;
}

/// <summary>An attempt to deliver a change, and to which webhook.</summary>
/// <param name="Webhook">The webhook's id.</param>
/// <param name="Attempt">The attempt.</param>
public sealed record ChangeDelivery(string Webhook, DeliveryAttempt Attempt);

/// <summary>An attempt to deliver a message to a webhook, and what became of it.</summary>
/// <param name="Sequence">Of the change in the merchant's log; null for a test event.</param>
/// <param name="Message">The message's id, the same each time it is tried.</param>
/// <param name="Number">How often it was tried, this time included: from 1.</param>
/// <param name="At">When it began, in whole milliseconds.</param>
/// <param name="Duration">How long it took, in whole milliseconds.</param>
/// <param name="Status">The status of the answer; null when there was none.</param>
/// <param name="FailedReason">Why it failed, a short code; null when it was delivered.</param>
public sealed record DeliveryAttempt(long? Sequence, string Message, int Number, DateTimeOffset At, TimeSpan Duration, int? Status, string? FailedReason)
{
    /// <summary>Whether the other end took it.</summary>
    public bool IsDelivered => FailedReason is null;
}
