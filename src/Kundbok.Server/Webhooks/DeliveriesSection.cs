using System.Runtime.CompilerServices;
using System.Text.Json;
using Kundbok.Contracts;
using Kundbok.Server.Changes;
using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>That versions of the customer were sent to webhooks, as far as it is kept: not where to, which the merchant's list of webhooks has.</summary>
internal sealed class DeliveriesSection(IChangeLog log, IWebhookStore webhooks) : IDossierSection
{
    private const int ReadAtOnce = 16; // a version may have over half a mebibyte

    /// <inheritdoc/>
    public string Name => "deliveries";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Action<Utf8JsonWriter>> ReadAsync(long merchant, long customer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var delivery in await webhooks.ListDeliveriesOfAsync(merchant, await VersionsAsync(merchant, customer, cancellation), cancellation))
            yield return json => Write(json, delivery);
    }

    private static void Write(Utf8JsonWriter json, ChangeDelivery delivery)
    {
        json.WriteStartObject();
        json.WriteString("webhook"u8, delivery.Webhook);
        json.WriteNumber("version"u8, delivery.Attempt.Sequence!.Value);
        json.WriteString("time"u8, Instants.Format(delivery.Attempt.At));
        json.WritePropertyName("status"u8);
        if (delivery.Attempt.Status is { } status) json.WriteNumberValue(status);
        else json.WriteNullValue();
        json.WriteString("reason"u8, delivery.Attempt.FailedReason ?? WebhookReason.Delivered);
        json.WriteEndObject();
    }

    private async ValueTask<List<long>> VersionsAsync(long merchant, long customer, CancellationToken cancellation)
    {
        var versions = new List<long>();
        for (long? before = null; await log.ReadHistoryAsync(merchant, customer, before, ReadAtOnce, cancellation) is { Count: > 0 } page; before = page[^1].Sequence)
            versions.AddRange(page.Select(change => change.Sequence));
        return versions;
    }
}
