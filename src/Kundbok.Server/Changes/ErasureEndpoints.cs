using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Customers;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Changes;

/// <summary>What a person may ask for: everything that is held about one customer, and that it be erased.</summary>
internal static class ErasureEndpoints
{
    public static void MapErasure(this IEndpointRouteBuilder routes)
    {
        var customer = routes.MapGroup(CustomerEndpoints.Path + CustomerEndpoints.OneCustomer).WithTags("erasure");
        customer.MapPost("/erase", EraseAsync).WithName("eraseCustomer").RequireScope(Scopes.CustomersErase);
        customer.MapGet("/dossier", DossierAsync).WithName("getCustomerDossier").RequireScope(Scopes.CustomersExport).DisableRequestTimeout(); // it takes as long as the client reads
    }

    /// <summary>The receipt of an erasure.</summary>
    public static ErasedOne ReceiptOf(Change erased) =>
        new(erased.Customer, erased.Sequence, Instants.Format(erased.At), new ChangeActor(erased.Actor.KindName, erased.Actor.Name));

    private static async Task<Results<Ok<ErasedOne>, ProblemHttpResult>> EraseAsync(HttpContext context, ICustomerStore store)
    {
        if (CustomerEndpoints.IdOf(context) is not { } id) return Problems.CustomerNotFound();
        using var write = WriteRequest.Begin(context);
        if (write.Problem is not null) return write.Problem;

        var outcome = await store.EraseAsync(context.User.Merchant(), id, write.Origin, context.RequestAborted);
        if (outcome is not CustomerWrite.Erased erased) return WriteProblems.Of(context, outcome);
        WriteProblems.SetHeaders(context, outcome);
        return TypedResults.Ok(ReceiptOf(erased.Change));
    }

    private static async Task<Results<DossierResult, ProblemHttpResult>> DossierAsync(HttpContext context, ICustomerStore store, IChangeLog log, IEnumerable<IDossierSection> sections)
    {
        if (CustomerEndpoints.IdOf(context) is not { } id) return Problems.CustomerNotFound();

        var dossier = await Dossier.BeginAsync(store, log, context.User.Merchant(), id, context.RequestAborted);
        if (dossier is null) return Problems.CustomerNotFound();
        return new DossierResult(dossier, sections);
    }
}
