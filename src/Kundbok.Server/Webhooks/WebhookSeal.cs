using System.Text;
using Kundbok.Server.Access;
using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>Keeps the secrets of webhooks: sealed with the secret file, each bound to its webhook.</summary>
internal sealed class WebhookSeal(SecretKeys secrets)
{
    private readonly SecretSeal _seal = new(secrets, "webhook secret");

    /// <summary>Seals a secret for the webhook of that id.</summary>
    public byte[] Seal(WebhookSecret secret, long merchant, string id) => _seal.Seal(secret.Key, Binding(merchant, id));

    /// <summary>What messages are signed with at an instant: the current secret, then the one before while that is good. Null when the current one cannot be opened.</summary>
    public IReadOnlyList<WebhookSecret>? Open(Webhook webhook, DateTimeOffset now)
    {
        if (Open(webhook, webhook.Secrets.Current) is not { } current) return null;

        var before = webhook.Secrets.PreviousUntil > now && webhook.Secrets.Previous is { } previous ? Open(webhook, previous) : null;
        return before is null ? [new WebhookSecret(current.Bytes)] : [new WebhookSecret(current.Bytes), new WebhookSecret(before.Bytes)];
    }

    /// <summary>The same secrets, sealed with the newest secret of the file; null when they are already, or cannot be opened.</summary>
    public WebhookSecrets? Reseal(Webhook webhook)
    {
        var current = Open(webhook, webhook.Secrets.Current);
        var previous = webhook.Secrets.Previous is { } before ? Open(webhook, before) : null;
        if (current?.IsNewest != false && previous?.IsNewest != false) return null;

        return webhook.Secrets with
        {
            Current = Newest(webhook, webhook.Secrets.Current, current),
            Previous = webhook.Secrets.Previous is { } box ? Newest(webhook, box, previous) : null,
        };
    }

    private static byte[] Binding(long merchant, string id) => Encoding.UTF8.GetBytes($"{merchant} {id}");

    private SecretContent? Open(Webhook webhook, ReadOnlyMemory<byte> box) => _seal.Open(box.Span, Binding(webhook.Merchant, webhook.Id));

    private ReadOnlyMemory<byte> Newest(Webhook webhook, ReadOnlyMemory<byte> box, SecretContent? content) =>
        content is { IsNewest: false } ? _seal.Seal(content.Bytes, Binding(webhook.Merchant, webhook.Id)) : box;
}
