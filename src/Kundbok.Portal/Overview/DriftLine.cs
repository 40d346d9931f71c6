using Kundbok.Client;

namespace Kundbok.Portal.Overview;

/// <summary>A field of a customer that is another in the directory.</summary>
/// <param name="Field">The field, as the texts under <c>overview.drift.</c> call it.</param>
/// <param name="Customer">What the customer has; may be empty.</param>
/// <param name="Directory">What the directory has; may be empty.</param>
public sealed record DriftLine(string Field, string Customer, string Directory)
{
    private static readonly (string Field, Func<ComparedAddress, string> Of)[] AddressFields =
    [
        ("street", address => address.Address), ("postcode", address => address.PostalCode), ("city", address => address.City),
    ];

    /// <summary>The fields that differ, of those that the directory says differ.</summary>
    public static IReadOnlyList<DriftLine> Of(DirectoryDrift drift)
    {
        if (drift.Directory is not { } directory) return [];
        var lines = new List<DriftLine>();
        if (drift.Drift.Contains("name", StringComparer.Ordinal)) lines.Add(new DriftLine("name", drift.Customer.Name, directory.Name));
        if (drift.Drift.Contains("address", StringComparer.Ordinal))
        {
            // No country is not another one.
            var fields = drift.Customer.CountryCode.Length > 0 ? AddressFields.Append(("country", address => address.CountryCode.ToUpperInvariant())) : AddressFields;
            foreach (var (field, of) in fields)
            {
                var (ours, theirs) = (of(drift.Customer), of(directory));
                if (theirs.Length > 0 && !AreAlike(ours, theirs)) lines.Add(new DriftLine(field, ours, theirs));
            }
        }

        return lines;
    }

    /// <summary>What else there is to know: bankruptcy and such, or that nobody has the number.</summary>
    public static IEnumerable<string> StatesOf(DirectoryDrift drift) => drift.Drift.Where(word => word is not ("name" or "address"));

    private static bool AreAlike(string one, string other) => string.Equals(Bare(one), Bare(other), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
