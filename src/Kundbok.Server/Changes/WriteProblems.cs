using System.Globalization;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Changes;

/// <summary>What a write that did not succeed is answered with, the same for every write; and the headers of one that did.</summary>
internal static class WriteProblems
{
    /// <summary>Says that a request was done before and not again.</summary>
    public const string ReplayedHeader = "Idempotent-Replayed";

    /// <summary>Says by what id an operation can be undone.</summary>
    public const string ChangeHeader = "Kundbok-Change";

    private const int SecondsInProgress = 1;

    /// <summary>The problem of an outcome that is no success.</summary>
    public static ProblemHttpResult Of(HttpContext context, CustomerWrite outcome) => outcome switch
    {
        CustomerWrite.NotFound => Problems.CustomerNotFound(),
        CustomerWrite.NumberTaken taken => Problems.NumberTaken(taken.Existing),
        CustomerWrite.VersionMismatch mismatch => VersionMismatch(context, mismatch.Version),
        CustomerWrite.NotRemoved => NotRemoved(),
        CustomerWrite.WasErased => WasErased(),
        CustomerWrite.VersionNotFound => VersionNotFound(),
        CustomerWrite.OperationNotFound => OperationNotFound(),
        CustomerWrite.ChangedSince changed => ChangedSince(changed.Customers),
        CustomerWrite.KeyReused => KeyReused(),
        CustomerWrite.KeyInProgress => KeyInProgress(context),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is a success."),
    };

    /// <summary>The same for a write that was to bring something back: whoever asks cannot choose another customer number.</summary>
    public static ProblemHttpResult OfReturn(HttpContext context, CustomerWrite outcome) =>
        outcome is CustomerWrite.NumberTaken taken ? NumberTakenSince(taken.Existing) : Of(context, outcome);

    /// <summary>Sets the headers of a success.</summary>
    public static void SetHeaders(HttpContext context, CustomerWrite outcome)
    {
        var headers = context.Response.Headers;
        if (outcome.IsReplay) headers[ReplayedHeader] = "true";
        if (outcome is CustomerWrite.Removed { Operation: { } operation }) headers[ChangeHeader] = operation.ToString(CultureInfo.InvariantCulture);
    }

    public static ProblemHttpResult VersionMismatch(HttpContext context, long version)
    {
        context.Response.Headers.ETag = EntityTags.Of(version);
        return Problems.Problem(ProblemCode.VersionMismatch, "Somebody has changed the customer meanwhile, and nothing was changed by this: read it, decide, and send the change with the ETag that it has now.");
    }

    public static ProblemHttpResult NumberTakenSince(long existing) => Problems.NumberTaken(
        existing, "Another customer of the merchant, that with the id in existing, has the customerid that would come back, and nothing was changed: give that one another, then ask again.");

    public static ProblemHttpResult NotRemoved() => Problems.Problem(ProblemCode.NotRemoved, "The customer is there: there is nothing to bring back.");

    public static ProblemHttpResult WasErased() => Problems.Problem(ProblemCode.CustomerErased, "Everything that was kept of the customer was erased: create a new one.");

    public static ProblemHttpResult VersionNotFound() =>
        Problems.Problem(ProblemCode.VersionNotFound, "The customer never had this version, or it is no longer kept: its history lists the versions.");

    public static ProblemHttpResult OperationNotFound() =>
        Problems.Problem(ProblemCode.OperationNotFound, $"No removal has this id, or it is no longer kept: take the id from the header {ChangeHeader} of the answer to it.");

    public static ProblemHttpResult ChangedSince(IReadOnlyList<long> customers)
    {
        var problem = Problems.Problem(ProblemCode.ChangedSince, "The customers with the ids in changed are no longer as the operation left them, and nothing was undone: restore the others one by one.");
        problem.ProblemDetails.Extensions["changed"] = customers;
        return problem;
    }

    public static ProblemHttpResult KeyReused() =>
        Problems.Problem(ProblemCode.KeyReused, $"This {WriteRequest.KeyHeader} came with another request within the last 24 hours, and nothing was changed by this one: choose a new key for each change.");

    public static ProblemHttpResult KeyInProgress(HttpContext context)
    {
        context.Response.Headers.RetryAfter = SecondsInProgress.ToString(CultureInfo.InvariantCulture);
        return Problems.Problem(ProblemCode.KeyInProgress, "A request with this key is being worked on, and nothing was changed by this one: send it again after as many seconds as Retry-After says.");
    }
}
