using System.Globalization;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Customers;

/// <summary>Figures of the customers, for an overview.</summary>
internal static class SummaryEndpoint
{
    private const string Name = "/summary";

    public static void MapSummary(this IEndpointRouteBuilder customers)
    {
        customers.MapGet(Name, SummarizeAsync).WithName("summarizeCustomers").RequireScope(Scopes.CustomersRead);
        customers.MapFixedName(Name, HttpMethods.Get);
    }

    private static async Task<Ok<CustomerSummary>> SummarizeAsync(HttpContext context, ICustomerStore store, SpreadMemory memory)
    {
        var merchant = context.User.Merchant();
        var tally = await store.TallyAsync(merchant, context.RequestAborted);
        var (asOf, months, spread) = await memory.FindAsync(merchant, tally.Total, context.RequestAborted);
        return TypedResults.Ok(new CustomerSummary(
            tally.Total,
            new KindCounts(tally.Private, tally.Company, tally.Unknown),
            tally.EInvoice,
            tally.ReverseTax,
            new CountryCounts([.. spread.Countries.Select(country => new CountryCount(country.Code, country.Customers))], spread.OtherCountries, spread.NoCountry),
            new CreatedCounts(
                spread.Created[0],
                [.. months.Select((month, i) => new MonthCount(month.ToString("yyyy-MM", CultureInfo.InvariantCulture), spread.Created[i + 1]))]),
            Instants.Format(asOf)));
    }
}
