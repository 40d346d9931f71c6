using System.Globalization;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Customers;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Changes;

/// <summary>What happened to a customer, and taking it back: history, restore, revert and undo.</summary>
internal static class HistoryEndpoints
{
    /// <summary>The parameter of the path of an operation.</summary>
    public const string Operation = "operation";

    private const string History = CustomerEndpoints.OneCustomer + "/history";

    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup(CustomerEndpoints.Path).WithTags("history");
        customers.MapGet(History, ReadAsync).WithName("getCustomerHistory").RequireScope(Scopes.CustomersRead);
        customers.MapPost(CustomerEndpoints.OneCustomer + "/restore", RestoreAsync).WithName("restoreCustomer").RequireScope(Scopes.CustomersWrite);
        customers.MapPost(CustomerEndpoints.OneCustomer + "/revert", RevertAsync).WithName("revertCustomer").RequireScope(Scopes.CustomersWrite);
        customers.MapPost($"/operations/{{{Operation}}}/undo", UndoAsync).WithName("undoOperation").RequireScope(Scopes.CustomersWrite);
    }

    private static async Task<Results<HistoryResult, ProblemHttpResult>> ReadAsync(HttpContext context, IChangeLog log)
    {
        var query = HistoryQuery.Read(context.Request);
        if (query.Problem is not null) return query.Problem;
        if (CustomerEndpoints.IdOf(context) is not { } id) return Problems.CustomerNotFound();

        var merchant = context.User.Merchant();
        var page = await HistoryPage.ReadAsync(log, merchant, id, query, context.RequestAborted);
        if (page.Count == 0 && !await IsKnownAsync(log, merchant, id, query, context.RequestAborted)) return Problems.CustomerNotFound();

        return new HistoryResult(page, page.HasMore ? AddressOf(id, query, page.Changes[page.Count - 1].Sequence) : null);
    }

    private static async Task<Results<DocumentResult, ProblemHttpResult>> RestoreAsync(HttpContext context, ICustomerStore store)
    {
        if (CustomerEndpoints.IdOf(context) is not { } id) return Problems.CustomerNotFound();
        using var write = WriteRequest.Begin(context);
        if (write.Problem is not null) return write.Problem;

        return Answer(context, await store.RestoreAsync(context.User.Merchant(), id, write.Origin, context.RequestAborted));
    }

    private static async Task<Results<DocumentResult, ProblemHttpResult>> RevertAsync(HttpContext context, ICustomerStore store)
    {
        var (version, body, problem) = await RevertBody.ReadAsync(context);
        if (problem is not null) return problem;
        if (CustomerEndpoints.IdOf(context) is not { } id) return Problems.CustomerNotFound();
        using var write = WriteRequest.BeginOfVersion(context, body);
        if (write.Problem is not null) return write.Problem;

        return Answer(context, await store.RevertAsync(context.User.Merchant(), id, version, write.Condition, write.Origin, context.RequestAborted));
    }

    private static async Task<Results<Ok<RestoredMany>, ProblemHttpResult>> UndoAsync(HttpContext context, ICustomerStore store)
    {
        if (OperationOf(context) is not { } operation) return WriteProblems.OperationNotFound();
        using var write = WriteRequest.Begin(context);
        if (write.Problem is not null) return write.Problem;

        var outcome = await store.UndoAsync(context.User.Merchant(), operation, write.Origin, context.RequestAborted);
        if (outcome is not CustomerWrite.Undone undone) return WriteProblems.OfReturn(context, outcome);
        WriteProblems.SetHeaders(context, outcome);
        return TypedResults.Ok(new RestoredMany(undone.Count));
    }

    private static Results<DocumentResult, ProblemHttpResult> Answer(HttpContext context, CustomerWrite outcome)
    {
        if (outcome is not CustomerWrite.Stored stored) return WriteProblems.OfReturn(context, outcome);
        WriteProblems.SetHeaders(context, outcome);
        return new DocumentResult(stored.Document, stored.Version);
    }

    // Nothing before a version is not the same as nothing at all.
    private static async ValueTask<bool> IsKnownAsync(IChangeLog log, long merchant, long id, HistoryQuery query, CancellationToken cancellation) =>
        query.Before is not null && (await log.ReadHistoryAsync(merchant, id, before: null, limit: 1, cancellation)).Count > 0;

    private static string AddressOf(long id, HistoryQuery query, long before) => string.Create(
        CultureInfo.InvariantCulture,
        $"{CustomerEndpoints.Path}/{id}/history?{HistoryQuery.LimitParameter}={query.Limit}&{HistoryQuery.BeforeParameter}={before}");

    private static long? OperationOf(HttpContext context) =>
        long.TryParse(context.GetRouteValue(Operation) as string, NumberStyles.None, CultureInfo.InvariantCulture, out var operation) && operation > 0 ? operation : null;
}
