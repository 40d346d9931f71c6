namespace Kundbok.Contracts;

/// <summary>Figures of a merchant's customers.</summary>
/// <param name="Total">All customers, now.</param>
/// <param name="ByKind">Of each kind, now.</param>
/// <param name="EInvoices">Those that take e-invoices, now.</param>
/// <param name="ReverseTax">Those that account for VAT themselves, now.</param>
/// <param name="ByCountry">By country, as of <paramref name="AsOf"/>.</param>
/// <param name="Created">By month of creation, as of <paramref name="AsOf"/>.</param>
/// <param name="AsOf">When countries and months were counted, as <see cref="Instants.Format"/> writes it.</param>
public sealed record CustomerSummary(long Total, KindCounts ByKind, long EInvoices, long ReverseTax, CountryCounts ByCountry, CreatedCounts Created, string AsOf);

/// <summary>Customers of each kind.</summary>
/// <param name="Private">Private persons.</param>
/// <param name="Company">Companies.</param>
/// <param name="Unknown">No known kind.</param>
public sealed record KindCounts(long Private, long Company, long Unknown);

/// <summary>Customers by <c>countrycode</c>.</summary>
/// <param name="Most">The ten with the most customers, the most first.</param>
/// <param name="Others">Customers with any other code.</param>
/// <param name="None">Customers without one.</param>
public sealed record CountryCounts(IReadOnlyList<CountryCount> Most, long Others, long None);

/// <summary>Customers of a country.</summary>
/// <param name="Code">The code, trimmed and in lower case.</param>
/// <param name="Count">How many.</param>
public sealed record CountryCount(string Code, long Count);

/// <summary>Customers by when they were created.</summary>
/// <param name="Before">Before the first of the months.</param>
/// <param name="Months">The last 24 months in UTC, the current one last.</param>
public sealed record CreatedCounts(long Before, IReadOnlyList<MonthCount> Months);

/// <summary>Customers that were created in a month.</summary>
/// <param name="Month">Such as <c>2026-01</c>.</param>
/// <param name="Count">How many.</param>
public sealed record MonthCount(string Month, long Count);
