using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Kundbok.Server.Customers;

/// <summary>The customers: list, count, get, create, update and delete.</summary>
internal static class CustomerEndpoints
{
    public const string Path = "/customers";

    private const string OneCustomer = "/{mexcParamvaluesetsid}";

    private static readonly string[] OtherThanGet = [HttpMethods.Delete, HttpMethods.Patch, HttpMethods.Post, HttpMethods.Put];

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup(Path).WithTags("customers");
        customers.MapGet("/", ListAsync).WithName("listCustomers").RequireScope(Scopes.CustomersRead);
        customers.MapGet("/count", CountAsync).WithName("countCustomers").RequireScope(Scopes.CustomersRead);
        customers.MapMethods("/count", OtherThanGet, NotAllowedOnCount).AllowAnonymous().ExcludeFromDescription();
        customers.MapGet(OneCustomer, FindAsync).WithName("getCustomer").RequireScope(Scopes.CustomersRead);
        customers.MapPost("/", CreateAsync).WithName("createCustomer").RequireScope(Scopes.CustomersWrite);
        customers.MapPatch(OneCustomer, UpdateAsync).WithName("updateCustomer").RequireScope(Scopes.CustomersWrite);
        customers.MapDelete("/", RemoveManyAsync).WithName("deleteCustomers").RequireScope(Scopes.CustomersWrite);
        customers.MapDelete(OneCustomer, RemoveAsync).WithName("deleteCustomer").RequireScope(Scopes.CustomersWrite);
    }

    // Otherwise these would be about the customer with the id "count".
    private static ProblemHttpResult NotAllowedOnCount(HttpContext context)
    {
        context.Response.Headers.Allow = $"{HttpMethods.Get}, {HttpMethods.Head}";
        return Problems.Problem(ProblemCode.MethodNotAllowed);
    }

    private static async Task<Results<CustomerListResult, ProblemHttpResult>> ListAsync(HttpContext context, ICustomerStore store, PageCursor cursor)
    {
        var merchant = context.User.Merchant();
        var filter = FilterQuery.Read(context.Request);
        if (filter.Problem is { } badFilter) return badFilter;
        var query = PageQuery.Read(context.Request, merchant, cursor);
        if (query.Slice is not { } slice) return query.Problem!;

        var page = await store.ListAsync(merchant, filter.Filter, slice, context.RequestAborted);
        var next = page.Next is { } place ? CustomerListResult.NextAddress(context.Request, cursor.Write(place, merchant, slice.Sort)) : null;
        return new CustomerListResult(page, store, merchant, next);
    }

    private static async Task<Results<Ok<Count>, ProblemHttpResult>> CountAsync(HttpContext context, ICustomerStore store)
    {
        var filter = FilterQuery.Read(context.Request);
        if (filter.Problem is { } problem) return problem;

        return TypedResults.Ok(new Count(await store.CountAsync(context.User.Merchant(), filter.Filter, context.RequestAborted)));
    }

    private static async Task<Results<DocumentResult, ProblemHttpResult>> FindAsync(HttpContext context, ICustomerStore store)
    {
        if (IdOf(context) is not { } id) return Problems.CustomerNotFound();

        return await store.FindAsync(context.User.Merchant(), id, context.RequestAborted) is { } document
            ? new DocumentResult(document)
            : Problems.CustomerNotFound();
    }

    private static async Task<Results<DocumentResult, ProblemHttpResult>> CreateAsync(HttpContext context, ICustomerStore store)
    {
        var body = await ReadInputAsync(context, isNew: true);
        if (body.Input is not { } input) return body.Problem!;

        AwaitOutcome(context);
        return await store.CreateAsync(context.User.Merchant(), input, context.RequestAborted) switch
        {
            CustomerWrite.Stored stored => new DocumentResult(stored.Document, location: $"{Path}/{stored.Id}"),
            CustomerWrite.NumberTaken taken => Problems.NumberTaken(taken.Existing),
            var other => throw new InvalidOperationException($"Creating cannot end as {other.GetType().Name}."),
        };
    }

    private static async Task<Results<DocumentResult, ProblemHttpResult>> UpdateAsync(HttpContext context, ICustomerStore store)
    {
        var body = await ReadInputAsync(context, isNew: false);
        if (body.Input is not { } input) return body.Problem!;
        if (IdOf(context) is not { } id) return Problems.CustomerNotFound();

        AwaitOutcome(context);
        return await store.UpdateAsync(context.User.Merchant(), id, input, context.RequestAborted) switch
        {
            CustomerWrite.Stored stored => new DocumentResult(stored.Document),
            CustomerWrite.NumberTaken taken => Problems.NumberTaken(taken.Existing),
            _ => Problems.CustomerNotFound(),
        };
    }

    private static async Task<Results<Ok<RemovedMany>, ProblemHttpResult>> RemoveManyAsync(HttpContext context, ICustomerStore store)
    {
        var body = await IdList.ReadAsync(context);
        if (body.Problem is { } problem) return problem;

        AwaitOutcome(context);
        return TypedResults.Ok(new RemovedMany(await store.RemoveAsync(context.User.Merchant(), body.Ids, context.RequestAborted)));
    }

    private static async Task<Results<Ok<RemovedOne>, ProblemHttpResult>> RemoveAsync(HttpContext context, ICustomerStore store)
    {
        if (IdOf(context) is not { } id) return Problems.CustomerNotFound();

        AwaitOutcome(context);
        return await store.RemoveAsync(context.User.Merchant(), [id], context.RequestAborted) == 1
            ? TypedResults.Ok(new RemovedOne(id))
            : Problems.CustomerNotFound();
    }

    // A write that waits cannot be taken back: to be answered as timed out, which says that nothing was stored, it would have to.
    private static void AwaitOutcome(HttpContext context) => context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();

    // An id that is no positive whole number is nobody's: 404, not 400.
    private static long? IdOf(HttpContext context) =>
        long.TryParse(context.GetRouteValue("mexcParamvaluesetsid") as string, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : null;

    private static async ValueTask<(CustomerInput? Input, ProblemHttpResult? Problem)> ReadInputAsync(HttpContext context, bool isNew)
    {
        var body = await RequestBody.ReadJsonAsync(context, RequestBody.MostCustomerBytes);
        if (body.Problem is { } problem) return (null, problem);

        var result = CustomerInputReader.Read(body.Bytes.Span, isNew);
        return (result.Input, result.Problem is { } code ? Problems.InvalidCustomer(code, result.Errors) : null);
    }
}
