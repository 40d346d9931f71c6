using Kundbok.Contracts;
using Kundbok.Portal.Language;

namespace Kundbok.Portal.Settings;

/// <summary>What is said of webhooks and their deliveries. A word that is not known, from a newer server, is shown as it is.</summary>
public static class WebhookTexts
{
    private const string Delivered = "delivered";

    /// <summary>Whether it sends, and how that goes.</summary>
    public static string Status(WebhookAnswer webhook, Texts texts) => texts[$"settings.webhooks.status.{StateOf(webhook)}"];

    /// <summary>The class of its status.</summary>
    public static string Tone(WebhookAnswer webhook) => StateOf(webhook) switch { "active" => "good", "failing" => "warn", "stopped" => "bad", _ => "" };

    /// <summary>The changes it is sent.</summary>
    public static string Kinds(WebhookAnswer webhook, Texts texts) =>
        webhook.Kinds.Count == 0 ? texts["settings.webhooks.kinds.all"] : string.Join(", ", webhook.Kinds.Select(kind => Or(texts, $"change.{kind}", kind)));

    /// <summary>Why it is paused, and what to do; null when it is not, or by a person.</summary>
    public static string? Reason(WebhookAnswer webhook, Texts texts) =>
        webhook.PausedReason is null or "by_user" ? null : Or(texts, $"settings.webhooks.paused.{webhook.PausedReason}", webhook.PausedReason);

    /// <summary>How an attempt ended.</summary>
    public static string Outcome(DeliveryAnswer delivery, Texts texts) => Or(texts, $"settings.webhooks.outcome.{delivery.Outcome}", delivery.Outcome);

    /// <summary>Whether the receiver has the message.</summary>
    public static bool IsDelivered(DeliveryAnswer delivery) => delivery.Outcome == Delivered;

    private static string StateOf(WebhookAnswer webhook) => webhook switch
    {
        { PausedReason: not (null or "by_user") } => "stopped",
        { Status: "paused" } => "paused",
        { Failures: > 0 } => "failing",
        _ => "active",
    };

    private static string Or(Texts texts, string key, string word) => texts.Has(key) ? texts[key] : word;
}
