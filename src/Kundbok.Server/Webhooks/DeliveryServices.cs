using Kundbok.Server.Changes;
using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>What it takes to deliver.</summary>
internal sealed record DeliveryServices(
    IWebhookStore Webhooks, IChangeLog Changes, ChangeWatch Watch, WebhookAttempts Attempts, WebhookSeal Seal, SendTurns Turns, WebhookSignal Signal, DeliveryLog Log, TimeProvider Time);
