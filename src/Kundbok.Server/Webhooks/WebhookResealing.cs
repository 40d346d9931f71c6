using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>Seals the secrets of webhooks again with the newest secret of the file, before the older ones go out of force.</summary>
internal static class WebhookResealing
{
    /// <summary>Does so for one webhook, if need be.</summary>
    public static async ValueTask ResealAsync(this IWebhookStore store, WebhookSeal seal, Webhook webhook, CancellationToken cancellation)
    {
        var read = webhook;

        // Somebody else may do the same, or give it another secret.
        while (read is not null && seal.Reseal(read) is { } resealed && !await store.ResealAsync(read.Merchant, read.Id, read.Secrets, resealed, cancellation))
            read = await store.FindAsync(read.Merchant, read.Id, cancellation);
    }

    /// <summary>Does so for every webhook of the register.</summary>
    public static async Task ResealAllAsync(IRegister register, WebhookSeal seal, CancellationToken cancellation)
    {
        foreach (var merchant in await register.Access.ListMerchantsAsync(cancellation))
        {
            foreach (var webhook in await register.Webhooks.ListAsync(merchant.Id, cancellation)) await register.Webhooks.ResealAsync(seal, webhook, cancellation);
        }
    }
}
