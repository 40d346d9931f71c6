using System.Runtime.CompilerServices;
using Kundbok.Contracts;
using Kundbok.Server.Exports;
using Kundbok.Storage;

namespace Kundbok.Server.Organisations;

/// <summary>
/// Compares a merchant's companies that have a Swedish organisation number with the directory. A report: nothing is changed by it.
/// </summary>
internal sealed class DirectoryDrift(ICustomerStore customers, IOrganisationDirectory directory, TimeProvider time)
{
    private static readonly CustomerFilter Companies = new([new OfKind([CustomerKind.Company], Inverted: false)]);

    /// <summary>The customers that differ, by ascending id, read page by page.</summary>
    public async IAsyncEnumerable<DriftRow> FindAsync(long merchant, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var page in ExportPages.Matching(customers, merchant, Companies, cancellation))
        {
            var companies = Read(page);
            var found = await directory.FindManyAsync([.. companies.Select(company => company.Number).Distinct(StringComparer.Ordinal)], cancellation);
            foreach (var (customer, number) in companies)
            {
                if (DriftRow.Of(customer, found.GetValueOrDefault(number)) is { } row) yield return row;
            }
        }
    }

    private List<(Customer Customer, string Number)> Read(CustomerPage page)
    {
        var today = Instants.ToDate(time.GetUtcNow());
        var companies = new List<(Customer Customer, string Number)>();
        for (var i = 0; i < page.Ids.Count; i++)
        {
            var customer = CustomerJson.Read(page[i].Span);
            if (IdentityNumber.Classify(customer[CustomerFields.CompanyNumber], today) is IdentityNumberResult.Valid { Kind: IdentityNumberKind.SwedishOrganisation } number)
                companies.Add((customer, number.Canonical));
        }

        return companies;
    }
}
