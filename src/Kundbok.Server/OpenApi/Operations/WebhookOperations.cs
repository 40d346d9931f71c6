using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Customers;
using Kundbok.Server.Webhooks;
using Kundbok.Storage;
using Microsoft.OpenApi;
using static Kundbok.Server.OpenApi.OperationTable;
using static Kundbok.Server.OpenApi.ProblemExamples;
using static Kundbok.Server.OpenApi.WebhookProblemExamples;

namespace Kundbok.Server.OpenApi;

/// <summary>Webhooks, and what was delivered to them.</summary>
internal static class WebhookOperations
{
    public static IReadOnlyList<OperationRow> Rows { get; } =
    [
        new("listWebhooks", "List the webhooks of a merchant", "The oldest first, all of them.",
            new("The webhooks", Json, Schemas.ListOf(Schemas.Of(WebhookSchemas.Webhook)),
                new Example("two", "One is sent to, one is paused", Node<IReadOnlyList<WebhookAnswer>>([WebhookExamples.Active, WebhookExamples.Paused])))),
        new("createWebhook", "Add a webhook",
            $"Every change from now on is sent to the address, in order, at least once, as a POST of `type`, `timestamp` and `data` that is signed after Standard Webhooks. The secret is in this answer and in none after it. A merchant has at most {Webhook.MostPerMerchant}.",
            new("The webhook with its secret", Json, Schemas.Of(WebhookSchemas.WebhookWithSecret), new Example("new", "The webhook", Node(WebhookExamples.WithSecret)))
            {
                Headers = [("Location", "The path of the new webhook.")],
            })
        {
            Body = new("The webhook; only `url` must be there.", Schemas.Of(WebhookSchemas.NewWebhook),
                new Example("some", "Some kinds of changes", Body(("url", WebhookExamples.Url), ("description", WebhookExamples.Description), ("kinds", new JsonArray("created", "updated", "removed")))),
                new Example("all", "Every kind", Body(("url", WebhookExamples.Url)))),
            Problems = [InvalidWebhook, TooMany],
        },
        new("getWebhook", "Find a webhook", "How it is, and how far: `pausedReason`, `failures` and `behind` say what is wrong when nothing comes.",
            new("The webhook", Json, Schemas.Of(WebhookSchemas.Webhook), new Example("active", "A webhook", Node(WebhookExamples.Active)), new Example("paused", "One that failed for three days", Node(WebhookExamples.Paused))))
        {
            Parameters = [WebhookId()],
            Problems = [NotFound],
        },
        new("updateWebhook", "Change a webhook", "Changes what is sent and nothing else. Another address, and `active`, both end its failures: it goes on at once with what it has not sent.",
            new("The webhook after the change", Json, Schemas.Of(WebhookSchemas.Webhook), new Example("active", "A webhook", Node(WebhookExamples.Active))))
        {
            Parameters = [WebhookId()],
            Body = new("The properties to change.", Schemas.Of(WebhookSchemas.WebhookChange), new Example("resume", "Going on after a pause", Body(("status", "active")))),
            Problems = [InvalidWebhook, NotFound],
        },
        new("deleteWebhook", "Delete a webhook", "Removes it with what is kept of its deliveries. What is being sent at this moment may still arrive.",
            new("The removed id", Json, Schemas.Of(WebhookSchemas.Removed), new Example("one", "Removed", Node(new RemovedWebhook(WebhookExamples.Id)))))
        {
            Parameters = [WebhookId()],
            Problems = [NotFound],
        },
        new("rotateWebhookSecret", "Give a webhook a new secret", "Messages have two signatures until the old secret goes, so that the receiver can change over. It ends a pause of `secret_lost`. The body may be left out.",
            new("The webhook with its new secret", Json, Schemas.Of(WebhookSchemas.WebhookWithSecret), new Example("new", "The webhook", Node(WebhookExamples.WithSecret))))
        {
            Parameters = [WebhookId()],
            Body = new("How.", Schemas.Of(WebhookSchemas.Rotation), new Example("now", "The old secret is of no use from now on", Body(("overlapHours", 0)))),
            Problems = [InvalidWebhook, NotFound],
        },
        new("testWebhook", "Send a test", $"Sends a message of the type `{WebhookPayload.TestType}` now, once, whatever the webhook's state, and says what became of it.",
            new("The attempt", Json, Schemas.Of(WebhookSchemas.Delivery), new Example("delivered", "It was delivered", Node(WebhookExamples.Test))))
        {
            Parameters = [WebhookId()],
            Problems = [NotFound],
        },
        new("listWebhookDeliveries", "List the deliveries of a webhook", $"The newest attempts first; {WebhookDelivery.MostKept} are kept. What was sent is not kept with them: the changes have it.",
            new("The attempts", Json, Schemas.ListOf(Schemas.Of(WebhookSchemas.Delivery)),
                new Example("two", "The second attempt was delivered", Node<IReadOnlyList<DeliveryAnswer>>([WebhookExamples.Delivered, WebhookExamples.Failed])))
            {
                Headers = [("Link", "`rel=\"next\"` (RFC 8288, relative) when there may be older ones.")],
            })
        {
            Parameters =
            [
                WebhookId(),
                OpenApi.Parameters.Query(DeliveryQuery.BeforeName, "The id of the delivery before which to begin. Without it: the newest.", Schemas.Id(), $"{DeliveryQuery.BeforeName}=120"),
                OpenApi.Parameters.Query(PageQuery.Limit, "The most deliveries.", OpenApi.Parameters.Whole(PageQuery.DefaultLimit, 1, WebhookDelivery.MostKept), $"{PageQuery.Limit}=20"),
                OpenApi.Parameters.Query(DeliveryQuery.FailedName, "`true`: only attempts that were not delivered.", new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false }, $"{DeliveryQuery.FailedName}=true"),
            ],
            Problems = [InvalidPage, NotFound],
        },
        new("replayWebhookDelivery", "Send a message again", "Sends the message of a delivery once more, now, under the same id, whatever the webhook's state. The customer in it is as it was after that change.",
            new("The attempt", Json, Schemas.Of(WebhookSchemas.Delivery), new Example("delivered", "It was delivered", Node(WebhookExamples.Delivered))))
        {
            Parameters = [WebhookId(), DeliveryId()],
            Problems = [NotFound, DeliveryNotFound],
        },
        new("replayWebhook", "Deliver again from a cursor on", "Sends everything behind the cursor again, in order, each message under the id it had. A webhook that is paused stays so.",
            new("The webhook", Json, Schemas.Of(WebhookSchemas.Webhook), new Example("active", "A webhook", Node(WebhookExamples.Active with { Behind = 12 }))))
        {
            Parameters = [WebhookId()],
            Body = new("From where.", Schemas.Of(WebhookSchemas.Replay), new Example("cursor", "From a cursor of the changes", Body(("after", Examples.ChangeCursor)))),
            Problems = [InvalidWebhook, InvalidPage, NotFound, CursorExpired],
        },
    ];

    private static OpenApiParameter WebhookId() => Path(WebhookEndpoints.Id, "The webhook's id.", Schemas.Text(), WebhookExamples.Id);

    private static OpenApiParameter DeliveryId() => Path(DeliveryEndpoints.Id, "The delivery's id.", Schemas.Id(), 1);

    private static OpenApiParameter Path(string name, string description, OpenApiSchema schema, JsonNode example) =>
        new() { Name = name, In = ParameterLocation.Path, Required = true, Description = description, Schema = schema, Example = example };

    private static JsonObject Body(params (string Name, JsonNode Value)[] properties) => new(properties.Select(property => KeyValuePair.Create<string, JsonNode?>(property.Name, property.Value)));
}
