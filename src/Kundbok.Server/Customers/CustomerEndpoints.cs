using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Changes;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Customers;

/// <summary>The customers: list, count, get, create, update and delete.</summary>
internal static class CustomerEndpoints
{
    public const string Path = "/customers";

    /// <summary>The route of one customer, below <see cref="Path"/>.</summary>
    public const string OneCustomer = "/{mexcParamvaluesetsid}";

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup(Path).WithTags("customers");
        customers.MapGet("/", ListAsync).WithName("listCustomers").RequireScope(Scopes.CustomersRead);
        customers.MapGet("/count", CountAsync).WithName("countCustomers").RequireScope(Scopes.CustomersRead);
        customers.MapFixedName("/count", HttpMethods.Get);
        customers.MapSummary();
        customers.MapGet(OneCustomer, FindAsync).WithName("getCustomer").RequireScope(Scopes.CustomersRead);
        customers.MapPost("/", CreateAsync).WithName("createCustomer").RequireScope(Scopes.CustomersWrite);
        customers.MapPatch(OneCustomer, UpdateAsync).WithName("updateCustomer").RequireScope(Scopes.CustomersWrite);
        customers.MapDelete("/", RemoveManyAsync).WithName("deleteCustomers").RequireScope(Scopes.CustomersWrite);
        customers.MapDelete(OneCustomer, RemoveAsync).WithName("deleteCustomer").RequireScope(Scopes.CustomersWrite);
    }

    private static async Task<Results<CustomerListResult, ProblemHttpResult>> ListAsync(HttpContext context, ICustomerStore store, PageCursor cursor)
    {
        var merchant = context.User.Merchant();
        var filter = FilterQuery.Read(context.Request);
        if (filter.Problem is { } badFilter) return badFilter;
        var query = PageQuery.Read(context.Request, merchant, cursor);
        if (query.Slice is not { } slice) return query.Problem!;

        var page = await store.ListAsync(merchant, filter.Filter, slice, context.RequestAborted);
        var next = page.Next is { } place ? CustomerListResult.NextAddress(context.Request, Path, cursor.Write(place, merchant, slice.Sort)) : null;
        return new CustomerListResult(page, store, merchant, next);
    }

    private static async Task<Results<Ok<Count>, ProblemHttpResult>> CountAsync(HttpContext context, ICustomerStore store)
    {
        var filter = FilterQuery.Read(context.Request);
        if (filter.Problem is { } problem) return problem;

        return TypedResults.Ok(new Count(await store.CountAsync(context.User.Merchant(), filter.Filter, context.RequestAborted)));
    }

    private static async Task<Results<DocumentResult, NotModifiedResult, ProblemHttpResult>> FindAsync(HttpContext context, ICustomerStore store)
    {
        if (IdOf(context) is not { } id || await store.FindAsync(context.User.Merchant(), id, context.RequestAborted) is not { } found) return Problems.CustomerNotFound();

        return EntityTags.IsKnown(context.Request, found.Version) ? new NotModifiedResult(found.Version) : new DocumentResult(found.Document, found.Version);
    }

    private static async Task<Results<DocumentResult, ProblemHttpResult>> CreateAsync(HttpContext context, ICustomerStore store)
    {
        var (input, body, problem) = await ReadInputAsync(context, isNew: true);
        if (input is null) return problem!;
        using var write = WriteRequest.Begin(context, body);
        if (write.Problem is not null) return write.Problem;

        return Answer(context, await store.CreateAsync(context.User.Merchant(), input, write.Origin, context.RequestAborted), isNew: true);
    }

    private static async Task<Results<DocumentResult, ProblemHttpResult>> UpdateAsync(HttpContext context, ICustomerStore store)
    {
        var (input, body, problem) = await ReadInputAsync(context, isNew: false);
        if (input is null) return problem!;
        if (IdOf(context) is not { } id) return Problems.CustomerNotFound();
        using var write = WriteRequest.BeginOfVersion(context, body);
        if (write.Problem is not null) return write.Problem;

        return Answer(context, await store.UpdateAsync(context.User.Merchant(), id, input, write.Condition, write.Origin, context.RequestAborted));
    }

    private static async Task<Results<Ok<RemovedMany>, ProblemHttpResult>> RemoveManyAsync(HttpContext context, ICustomerStore store)
    {
        var (ids, body, problem) = await IdList.ReadAsync(context);
        if (problem is not null) return problem;
        using var write = WriteRequest.Begin(context, body);
        if (write.Problem is not null) return write.Problem;

        var outcome = await store.RemoveManyAsync(context.User.Merchant(), ids, write.Origin, context.RequestAborted);
        if (outcome is not CustomerWrite.Removed removed) return WriteProblems.Of(context, outcome);
        WriteProblems.SetHeaders(context, outcome);
        return TypedResults.Ok(new RemovedMany(removed.Count));
    }

    private static async Task<Results<Ok<RemovedOne>, ProblemHttpResult>> RemoveAsync(HttpContext context, ICustomerStore store)
    {
        if (IdOf(context) is not { } id) return Problems.CustomerNotFound();
        using var write = WriteRequest.BeginOfVersion(context);
        if (write.Problem is not null) return write.Problem;

        var outcome = await store.RemoveAsync(context.User.Merchant(), id, write.Condition, write.Origin, context.RequestAborted);
        if (outcome is not CustomerWrite.Removed) return WriteProblems.Of(context, outcome);
        WriteProblems.SetHeaders(context, outcome);
        return TypedResults.Ok(new RemovedOne(id));
    }

    /// <summary>What a write of one customer is answered with.</summary>
    public static Results<DocumentResult, ProblemHttpResult> Answer(HttpContext context, CustomerWrite outcome, bool isNew = false)
    {
        if (outcome is not CustomerWrite.Stored stored) return WriteProblems.Of(context, outcome);
        WriteProblems.SetHeaders(context, outcome);
        return new DocumentResult(stored.Document, stored.Version, isNew ? $"{Path}/{stored.Id}" : null);
    }

    /// <summary>The id in the path. One that is no positive whole number is nobody's: 404, not 400.</summary>
    public static long? IdOf(HttpContext context) =>
        long.TryParse(context.GetRouteValue("mexcParamvaluesetsid") as string, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : null;

    private static async ValueTask<(CustomerInput? Input, ReadOnlyMemory<byte> Body, ProblemHttpResult? Problem)> ReadInputAsync(HttpContext context, bool isNew)
    {
        var body = await RequestBody.ReadJsonAsync(context, RequestBody.MostCustomerBytes);
        if (body.Problem is { } problem) return (null, default, problem);

        var result = CustomerInputReader.Read(body.Bytes.Span, isNew);
        return (result.Input, body.Bytes, result.Problem is { } code ? Problems.InvalidCustomer(code, result.Errors) : null);
    }
}
