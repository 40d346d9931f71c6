using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Webhooks;
using Kundbok.Storage;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>The shapes of webhooks and their deliveries, and of what is sent to them.</summary>
internal static class WebhookSchemas
{
    public const string Webhook = "Webhook";
    public const string WebhookWithSecret = "WebhookWithSecret";
    public const string NewWebhook = "NewWebhook";
    public const string WebhookChange = "WebhookChange";
    public const string Rotation = "WebhookRotation";
    public const string Replay = "WebhookReplay";
    public const string Delivery = "WebhookDelivery";
    public const string Removed = "RemovedWebhook";

    /// <summary>The shapes that have a name.</summary>
    public static IReadOnlyDictionary<string, IOpenApiSchema> All { get; } = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
    {
        [Webhook] = Schemas.Object("Where a merchant is told of changes.", Properties()),
        [WebhookWithSecret] = Schemas.Object("A webhook with its secret, which is shown here and never again.", [.. Properties(), ("secret", Secret())]),
        [NewWebhook] = Required(Schemas.Object(
            "A new webhook.", [("url", Url()), ("description", Description()), ("kinds", Kinds()), ("secret", Secret())], required: false), WebhookInput.UrlName),
        [WebhookChange] = Schemas.Object(
            "The properties to change.",
            [("url", Url()), ("description", Description()), ("kinds", Kinds()), ("status", OneOf("Whether it is sent to. Making it active ends its failures.", WebhookInput.Active, WebhookInput.Paused))],
            required: false),
        [Rotation] = Schemas.Object("How to give a webhook a new secret.", [("secret", Secret()), ("overlapHours", Overlap())], required: false),
        [Replay] = Schemas.Object("From where to deliver again.", [("after", Schemas.Text("A cursor of the changes, such as `next` of an answer of `GET /customers/changes`: what comes behind it is delivered.", Examples.ChangeCursor))]),
        [Delivery] = DeliverySchema(),
        [Removed] = Schemas.Object("What removing a webhook did.", [("result", Schemas.Removed()), ("id", Schemas.Text("The id of the webhook that was removed.", WebhookExamples.Id))]),
    };

    private static (string Name, OpenApiSchema Schema)[] Properties() =>
    [
        ("id", Schemas.Text("Its id.", WebhookExamples.Id)),
        ("url", Url()),
        ("description", Description()),
        ("kinds", Kinds()),
        ("status", OneOf("Whether it is sent to.", WebhookInput.Active, WebhookInput.Paused)),
        ("pausedReason", Nullable(OneOf(
            "Why it is paused: somebody of the merchant's did it; it failed for three days; the receiver answered 410; what was to be sent next is no longer kept; its secret cannot be opened any more, until `rotate` gives it another. Null when it is active.",
            PausedReasons.ByUser, PausedReasons.Failing, PausedReasons.Gone, PausedReasons.Expired, PausedReasons.SecretLost))),
        ("failures", Schemas.Natural("How many attempts at the next message have failed, one after the other.", 0)),
        ("failingSince", Nullable(Schemas.Instant("When the first of these was; null when there is none."))),
        ("nextAttempt", Nullable(Schemas.Instant("Nothing is sent before; null: at once."))),
        ("created", Schemas.Instant("When it was added.")),
        ("behind", Schemas.Natural("How many changes there are behind the last one that was sent, or not wanted.", 0)),
    ];

    private static OpenApiSchema DeliverySchema() => Schemas.Object("An attempt to deliver a message.",
    [
        ("id", Schemas.Id("Counts the webhook's attempts, from 1.", 1)),
        ("message", Schemas.Text("The message's id, the same each time it is tried: the header `webhook-id`.", "1f4c09ab-1-17")),
        ("sequence", Nullable(Schemas.Id("The change's `sequence` in the feed; null for a test.", 17))),
        ("attempt", Schemas.Natural("How often the message was tried, this time included.", 1)),
        ("time", Schemas.Instant("When it began.")),
        ("milliseconds", Schemas.Natural("How long it took.", 87)),
        ("status", Nullable(Schemas.Natural("The status of the receiver's answer; null when there was none.", 200))),
        ("outcome", OneOf("How it ended.", [.. WebhookReason.All])),
    ]);

    private static OpenApiSchema Url()
    {
        var url = Schemas.Text("Where it sends to, by POST: `https://`, at an address on the internet.", WebhookExamples.Url);
        url.Format = "uri";
        url.MaxLength = WebhookTarget.MostCharacters;
        return url;
    }

    private static OpenApiSchema Description()
    {
        var text = Schemas.Text("For people.", WebhookExamples.Description);
        text.MaxLength = WebhookInput.MostDescription;
        return text;
    }

    private static OpenApiSchema Kinds()
    {
        var kind = Schemas.Text();
        kind.Enum = [.. ChangeKinds.All.Select(name => (JsonNode)name)];
        var kinds = Schemas.ListOf(kind);
        kinds.Description = "The kinds of changes that are sent; empty: every kind, those to come included.";
        return kinds;
    }

    private static OpenApiSchema Secret() => Schemas.Text("What messages are signed with: `whsec_` and the base64 of 24 to 64 bytes. Left out of a request, one is made.", WebhookExamples.Secret);

    private static OpenApiSchema Overlap()
    {
        var hours = Schemas.Natural("For how many hours the old secret signs along; 0: it is forgotten now.", 24);
        hours.Maximum = $"{WebhookInput.MostOverlap}";
        hours.Default = 24;
        return hours;
    }

    private static OpenApiSchema OneOf(string description, params string[] values)
    {
        var schema = Schemas.Text(description);
        schema.Enum = [.. values.Select(value => (JsonNode)value)];
        return schema;
    }

    private static OpenApiSchema Nullable(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        schema.Enum?.Add(null!);
        return schema;
    }

    private static OpenApiSchema Required(OpenApiSchema schema, params string[] names)
    {
        schema.Required = names.ToHashSet(StringComparer.Ordinal);
        return schema;
    }
}
