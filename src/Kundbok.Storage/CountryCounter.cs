using System.Runtime.InteropServices;

namespace Kundbok.Storage;

/// <summary>
/// Counts customers by country, from the code as it is in the document. What no country has for a code, being too long or escaped in JSON, is one of
/// the others; so are codes beyond so many different ones that they would take too much memory.
/// </summary>
internal sealed class CountryCounter
{
    /// <summary>The most different codes that are counted.</summary>
    public const int MostCodes = 10_000;

    private const int LongestCode = 32;

    private readonly Dictionary<string, long> _codes = new(StringComparer.Ordinal);
    private long _total;
    private long _none;

    /// <summary>Counts customers with a code.</summary>
    public void Add(ReadOnlySpan<char> written, long customers)
    {
        _total += customers;
        var code = written.Trim();
        if (code.IsEmpty) _none += customers;
        if (code.Length is 0 or > LongestCode || code.Contains('\\')) return;

        Span<char> lower = stackalloc char[LongestCode];
        lower = lower[..code.ToLowerInvariant(lower)];
        var codes = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (_codes.Count >= MostCodes && !codes.ContainsKey(lower)) return;
        CollectionsMarshal.GetValueRefOrAddDefault(codes, lower, out _) += customers;
    }

    /// <summary>Counts customers whose codes are not known one by one.</summary>
    public void AddOthers(long customers) => _total += customers;

    public CustomerSpread ToSpread(IReadOnlyList<long> created)
    {
        var most = _codes.Select(code => new CountryCustomers(code.Key, code.Value))
            .OrderByDescending(country => country.Customers).ThenBy(country => country.Code, StringComparer.Ordinal)
            .Take(CustomerSpread.MostCountries).ToList();
        return new CustomerSpread(created, most, _none, _total - _none - most.Sum(country => country.Customers));
    }
}
