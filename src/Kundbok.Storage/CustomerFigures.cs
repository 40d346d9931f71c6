namespace Kundbok.Storage;

/// <summary>How many customers a merchant has of each kind and title, now. Costs a few rows, however many customers there are.</summary>
/// <param name="Total">All customers.</param>
/// <param name="Private">Private persons.</param>
/// <param name="Company">Companies.</param>
/// <param name="Unknown">Customers of no known kind.</param>
/// <param name="EInvoice">Customers that take e-invoices.</param>
/// <param name="ReverseTax">Customers that account for VAT themselves.</param>
public sealed record CustomerTally(long Total, long Private, long Company, long Unknown, long EInvoice, long ReverseTax)
{
    // Counts of combinations of traits; see CustomerTraitSet.
    internal static CustomerTally Of(IEnumerable<(int Traits, long Customers)> counts)
    {
        var tally = new CustomerTally(0, 0, 0, 0, 0, 0);
        foreach (var (traits, customers) in counts)
        {
            var kind = (Contracts.CustomerKind)(traits / 4);
            tally = new(
                tally.Total + customers,
                tally.Private + (kind == Contracts.CustomerKind.Private ? customers : 0),
                tally.Company + (kind == Contracts.CustomerKind.Company ? customers : 0),
                tally.Unknown + (kind == Contracts.CustomerKind.Unknown ? customers : 0),
                tally.EInvoice + ((traits & 2) != 0 ? customers : 0),
                tally.ReverseTax + ((traits & 1) != 0 ? customers : 0));
        }

        return tally;
    }
}

/// <summary>How a merchant's customers are spread over time and countries.</summary>
/// <param name="Created">How many were created before the first instant that was asked for, from it to the next one, and so on; one more than there were instants.</param>
/// <param name="Countries">Those with the most customers, the most first: at most <see cref="MostCountries"/>.</param>
/// <param name="NoCountry">How many have none.</param>
/// <param name="OtherCountries">How many have any other.</param>
public sealed record CustomerSpread(IReadOnlyList<long> Created, IReadOnlyList<CountryCustomers> Countries, long NoCountry, long OtherCountries)
{
    /// <summary>The most countries that are told one by one.</summary>
    public const int MostCountries = 10;
}

/// <summary>A country's customers.</summary>
/// <param name="Code">What the customers have for its code, trimmed and in lower case.</param>
/// <param name="Customers">How many there are.</param>
public readonly record struct CountryCustomers(string Code, long Customers);
