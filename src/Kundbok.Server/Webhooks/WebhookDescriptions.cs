using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>Webhooks and attempts as their merchant is told of them.</summary>
internal static class WebhookDescriptions
{
    /// <param name="webhook">The webhook.</param>
    /// <param name="last">The sequence of the merchant's last change.</param>
    /// <param name="secret">Its secret, in the answers that show it.</param>
    public static WebhookAnswer ToAnswer(this Webhook webhook, long last, WebhookSecret? secret = null) => new(
        webhook.Id,
        webhook.Url,
        webhook.Description,
        [.. webhook.Kinds.Named.Select(ChangeKinds.NameOf)],
        webhook.State.IsActive ? WebhookInput.Active : WebhookInput.Paused,
        webhook.State.PausedReason,
        webhook.State.Failures,
        Text(webhook.State.FailingSince),
        Text(webhook.State.NextAttempt),
        Instants.Format(webhook.Created),
        Math.Max(0, last - webhook.State.Position))
    {
        Secret = secret?.ToText(),
    };

    public static DeliveryAnswer ToAnswer(this WebhookDelivery delivery)
    {
        var attempt = delivery.Attempt;
        return new DeliveryAnswer(
            delivery.Id,
            attempt.Message,
            attempt.Sequence,
            attempt.Number,
            Instants.Format(attempt.At),
            (long)attempt.Duration.TotalMilliseconds,
            attempt.Status,
            attempt.FailedReason ?? WebhookReason.Delivered);
    }

    private static string? Text(DateTimeOffset? instant) => instant is { } value ? Instants.Format(value) : null;
}
