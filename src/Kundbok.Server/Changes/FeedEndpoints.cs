using System.Globalization;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Customers;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Kundbok.Server.Changes;

/// <summary>The feed: the merchant's changes in the order in which they were committed.</summary>
internal static class FeedEndpoints
{
    private const string Name = "/changes";
    private const int SecondsWhenTooMany = 5;

    public static void MapFeed(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup(CustomerEndpoints.Path).WithTags("customers");
        customers.MapGet(Name, ListAsync).WithName("listChanges").RequireScope(Scopes.CustomersRead);
        customers.MapFixedName(Name, HttpMethods.Get);
    }

    private static async Task<Results<FeedResult, ProblemHttpResult>> ListAsync(HttpContext context, IChangeLog log, ChangeWatch watch, WaitingRequests waiting)
    {
        var query = FeedQuery.Read(context.Request);
        if (query.Problem is not null) return query.Problem;

        var merchant = context.User.Merchant();
        if (query.Newest is { } newest) return await NewestAsync(log, merchant, newest, context.RequestAborted);
        if (query.From is not { } place)
            return new FeedResult([], ChangeCursor.EndOf(await log.ReadStateAsync(merchant, context.RequestAborted), merchant), link: null);

        var page = await log.ReadAsync(merchant, place.Sequence, query.Limit, context.RequestAborted);
        if (page.Changes.Count > 0 || query.Most == TimeSpan.Zero || place.ProblemIn(page.Log, merchant) is not null) return Answer(context, merchant, place, page);

        using var turn = waiting.TryBegin(merchant);
        if (turn is null) return TooMany(context);

        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        if (await watch.WaitAsync(merchant, place.Sequence, query.Most, context.RequestAborted))
            page = await log.ReadAsync(merchant, place.Sequence, query.Limit, context.RequestAborted);
        return Answer(context, merchant, place, page);
    }

    // A page ends early when its customers are large: the newest are those that must not be missing.
    private static async Task<FeedResult> NewestAsync(IChangeLog log, long merchant, int most, CancellationToken cancellation)
    {
        var state = await log.ReadStateAsync(merchant, cancellation);
        var changes = new List<Change>();
        var place = Math.Max(state.Last - most, state.Purged);
        while (place < state.Last)
        {
            var page = await log.ReadAsync(merchant, place, most, cancellation);
            if (page.Changes.Count == 0) break;
            changes.AddRange(page.Changes.Where(change => change.Sequence <= state.Last));
            place = page.Changes[^1].Sequence;
        }

        return new FeedResult(changes, ChangeCursor.EndOf(state, merchant), link: null);
    }

    private static Results<FeedResult, ProblemHttpResult> Answer(HttpContext context, long merchant, ChangeCursor place, ChangePage page)
    {
        if (place.ProblemIn(page.Log, merchant) is { } problem) return problem;

        var next = page.Changes.Count == 0 ? place : place with { Sequence = page.Changes[^1].Sequence };
        var link = next.Sequence < page.Log.Last ? CustomerListResult.NextAddress(context.Request, CustomerEndpoints.Path + Name, next.ToString()) : null;
        return new FeedResult(page.Changes, next, link);
    }

    private static ProblemHttpResult TooMany(HttpContext context)
    {
        context.Response.Headers.RetryAfter = SecondsWhenTooMany.ToString(CultureInfo.InvariantCulture);
        return Problems.Problem(
            ProblemCode.TooManyRequests,
            $"{WaitingRequests.MostOfMerchant} requests of the merchant wait for changes already: wait for as many seconds as Retry-After says, or ask without wait.");
    }
}
