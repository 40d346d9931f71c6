using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Changes;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Webhooks;

/// <summary>What was delivered to a webhook, and delivering again.</summary>
internal static class DeliveryEndpoints
{
    /// <summary>The name of a delivery's id in a route.</summary>
    public const string Id = "deliveryId";

    private const string After = "after";
    private const string Deliveries = WebhookEndpoints.OneWebhook + "/deliveries";

    private static readonly string[] OfReplay = [After];

    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup(WebhookEndpoints.Path).WithTags(WebhookEndpoints.Tag).RequireScope(Scopes.Webhooks);
        webhooks.MapGet(Deliveries, ListAsync).WithName("listWebhookDeliveries");
        webhooks.MapPost(WebhookEndpoints.OneWebhook + "/test", TestAsync).WithName("testWebhook");
        webhooks.MapPost($"{Deliveries}/{{{Id}}}/replay", ReplayOneAsync).WithName("replayWebhookDelivery");
        webhooks.MapPost(WebhookEndpoints.OneWebhook + "/replay", ReplayAsync).WithName("replayWebhook");
    }

    private static async Task<Results<Ok<IReadOnlyList<DeliveryAnswer>>, ProblemHttpResult>> ListAsync(HttpContext context, IWebhookStore store)
    {
        var query = DeliveryQuery.Read(context.Request);
        if (query.Problem is not null) return query.Problem;
        var (merchant, id) = (context.User.Merchant(), WebhookEndpoints.IdOf(context));
        if (await store.FindAsync(merchant, id, context.RequestAborted) is null) return WebhookProblems.NotFound();

        var deliveries = await store.ListDeliveriesAsync(merchant, id, query.Before, query.Limit, query.FailedOnly, context.RequestAborted);
        if (deliveries.Count == query.Limit && deliveries[^1].Id > 1) context.Response.Headers.Link = $"<{query.Next(context.Request.Path, deliveries[^1].Id)}>; rel=\"next\"";
        return TypedResults.Ok<IReadOnlyList<DeliveryAnswer>>([.. deliveries.Select(delivery => delivery.ToAnswer())]);
    }

    private static async Task<Results<Ok<DeliveryAnswer>, ProblemHttpResult>> TestAsync(HttpContext context, IWebhookStore store, SingleDelivery single)
    {
        if (await store.FindAsync(context.User.Merchant(), WebhookEndpoints.IdOf(context), context.RequestAborted) is not { } webhook) return WebhookProblems.NotFound();

        return Answer(await single.TestAsync(webhook, context.RequestAborted));
    }

    private static async Task<Results<Ok<DeliveryAnswer>, ProblemHttpResult>> ReplayOneAsync(HttpContext context, IWebhookStore store, SingleDelivery single)
    {
        var merchant = context.User.Merchant();
        if (await store.FindAsync(merchant, WebhookEndpoints.IdOf(context), context.RequestAborted) is not { } webhook) return WebhookProblems.NotFound();
        if (!long.TryParse(context.GetRouteValue(Id) as string, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id)
            || await store.FindDeliveryAsync(merchant, webhook.Id, id, context.RequestAborted) is not { } delivery)
            return WebhookProblems.DeliveryNotFound();

        return await single.RepeatAsync(webhook, delivery.Attempt, context.RequestAborted) is { } repeated ? Answer(repeated.Kept) : WebhookProblems.ChangeNotKept();
    }

    private static async Task<Results<Ok<WebhookAnswer>, ProblemHttpResult>> ReplayAsync(HttpContext context, IWebhookStore store, IChangeLog log, WebhookSignal signal)
    {
        var (properties, problem) = await JsonProperties.ReadAsync(context, OfReplay);
        if (properties is null) return problem!;
        var text = properties.Text(After);
        properties.Require(After, "Send the cursor of the changes from which on to deliver again.");
        if (properties.Errors.Count > 0) return WebhookProblems.Invalid(properties.Errors);
        if (ChangeCursor.Parse(text!) is not { } place) return ChangeCursor.NoCursor();

        var merchant = context.User.Merchant();
        if (place.ProblemIn(await log.ReadStateAsync(merchant, context.RequestAborted), merchant) is { } unusable) return unusable;
        var webhook = await store.SetPositionAsync(merchant, WebhookEndpoints.IdOf(context), place.Sequence, context.RequestAborted);
        signal.Set();
        return await WebhookEndpoints.AnswerAsync(context, webhook, log);
    }

    // It may have been removed while it was sent to.
    private static Results<Ok<DeliveryAnswer>, ProblemHttpResult> Answer(WebhookDelivery? delivery) =>
        delivery is null ? WebhookProblems.NotFound() : TypedResults.Ok(delivery.ToAnswer());
}
