using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Webhooks;

/// <summary>The webhooks: list, get, create, change, delete, and give a new secret.</summary>
internal static class WebhookEndpoints
{
    public const string Path = "/webhooks";

    /// <summary>The tag of everything about webhooks.</summary>
    public const string Tag = "webhooks";

    /// <summary>The name of a webhook's id in a route.</summary>
    public const string Id = "webhookId";

    /// <summary>The route of one webhook, below <see cref="Path"/>.</summary>
    public const string OneWebhook = $"/{{{Id}}}";

    private const int DefaultOverlapHours = 24;

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup(Path).WithTags(Tag).RequireScope(Scopes.Webhooks);
        webhooks.MapGet("/", ListAsync).WithName("listWebhooks");
        webhooks.MapPost("/", CreateAsync).WithName("createWebhook");
        webhooks.MapGet(OneWebhook, FindAsync).WithName("getWebhook");
        webhooks.MapPatch(OneWebhook, UpdateAsync).WithName("updateWebhook");
        webhooks.MapDelete(OneWebhook, RemoveAsync).WithName("deleteWebhook");
        webhooks.MapPost(OneWebhook + "/rotate", RotateAsync).WithName("rotateWebhookSecret");
    }

    /// <summary>The id in the path.</summary>
    public static string IdOf(HttpContext context) => context.GetRouteValue(Id) as string ?? "";

    /// <summary>The answer about a webhook, or that there is none.</summary>
    public static async ValueTask<Results<Ok<WebhookAnswer>, ProblemHttpResult>> AnswerAsync(HttpContext context, Webhook? webhook, IChangeLog log, WebhookSecret? secret = null) =>
        webhook is null ? WebhookProblems.NotFound() : TypedResults.Ok(webhook.ToAnswer(await LastAsync(context, log), secret));

    private static async Task<Ok<IReadOnlyList<WebhookAnswer>>> ListAsync(HttpContext context, IWebhookStore store, IChangeLog log)
    {
        var webhooks = await store.ListAsync(context.User.Merchant(), context.RequestAborted);
        var last = await LastAsync(context, log);
        return TypedResults.Ok<IReadOnlyList<WebhookAnswer>>([.. webhooks.Select(webhook => webhook.ToAnswer(last))]);
    }

    private static async Task<Results<Ok<WebhookAnswer>, ProblemHttpResult>> CreateAsync(
        HttpContext context, IWebhookStore store, IChangeLog log, TargetGuard guard, WebhookSeal seal, AccessRefresher access, WebhookSignal signal, TimeProvider time)
    {
        var (input, problem) = await WebhookInput.ReadNewAsync(context, guard);
        if (input is null) return problem!;

        access.EnsureNewestSecrets();
        var (merchant, id, secret) = (context.User.Merchant(), Webhook.NewId(), input.Secret ?? WebhookSecret.Create());
        var webhook = new Webhook(
            id,
            merchant,
            input.Url!,
            input.Description ?? "",
            input.Kinds ?? WantedKinds.All,
            Instants.ToMilliseconds(time.GetUtcNow()),
            new WebhookSecrets(seal.Seal(secret, merchant, id)),
            new WebhookState(await LastAsync(context, log)));
        if (!await store.AddAsync(webhook, context.RequestAborted)) return WebhookProblems.TooMany();

        signal.Set();
        context.Response.Headers.Location = $"{Path}/{id}";
        return await AnswerAsync(context, webhook, log, secret);
    }

    private static async Task<Results<Ok<WebhookAnswer>, ProblemHttpResult>> FindAsync(HttpContext context, IWebhookStore store, IChangeLog log) =>
        await AnswerAsync(context, await store.FindAsync(context.User.Merchant(), IdOf(context), context.RequestAborted), log);

    private static async Task<Results<Ok<WebhookAnswer>, ProblemHttpResult>> UpdateAsync(
        HttpContext context, IWebhookStore store, IChangeLog log, TargetGuard guard, WebhookSignal signal)
    {
        var (input, problem) = await WebhookInput.ReadChangeAsync(context, guard);
        if (input is null) return problem!;

        var change = new WebhookChange { Url = input.Url, Description = input.Description, Kinds = input.Kinds, IsActive = input.IsActive };
        var webhook = await store.UpdateAsync(context.User.Merchant(), IdOf(context), change, context.RequestAborted);
        signal.Set();
        return await AnswerAsync(context, webhook, log);
    }

    private static async Task<Results<Ok<RemovedWebhook>, ProblemHttpResult>> RemoveAsync(HttpContext context, IWebhookStore store, WebhookSignal signal)
    {
        var id = IdOf(context);
        if (!await store.RemoveAsync(context.User.Merchant(), id, context.RequestAborted)) return WebhookProblems.NotFound();

        signal.Set();
        return TypedResults.Ok(new RemovedWebhook(id));
    }

    private static async Task<Results<Ok<WebhookAnswer>, ProblemHttpResult>> RotateAsync(
        HttpContext context, IWebhookStore store, IChangeLog log, TargetGuard guard, WebhookSeal seal, WebhookAttempts attempts, AccessRefresher access, WebhookSignal signal, TimeProvider time)
    {
        var (input, problem) = await WebhookInput.ReadRotationAsync(context, guard);
        if (input is null) return problem!;
        var (merchant, id) = (context.User.Merchant(), IdOf(context));
        if (await store.FindAsync(merchant, id, context.RequestAborted) is not { } found) return WebhookProblems.NotFound();

        access.EnsureNewestSecrets();
        var overlap = TimeSpan.FromHours(input.OverlapHours ?? DefaultOverlapHours);
        var signsAlong = overlap > TimeSpan.Zero && await attempts.CanOpenAsync(found, context.RequestAborted);
        var secret = input.Secret ?? WebhookSecret.Create();
        var rotated = await store.RotateSecretAsync(
            merchant, id, seal.Seal(secret, merchant, id), signsAlong ? Instants.ToMilliseconds(time.GetUtcNow() + overlap) : null, context.RequestAborted);
        if (rotated?.State.PausedReason == PausedReasons.SecretLost) // which this has mended
            rotated = await store.UpdateAsync(merchant, id, new WebhookChange { IsActive = true }, context.RequestAborted);
        signal.Set();
        return await AnswerAsync(context, rotated, log, secret);
    }

    private static async ValueTask<long> LastAsync(HttpContext context, IChangeLog log)
    {
        var merchant = context.User.Merchant();
        return (await log.ReadLastAsync([merchant], context.RequestAborted)).GetValueOrDefault(merchant);
    }
}
