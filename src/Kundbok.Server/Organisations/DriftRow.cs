using Kundbok.Contracts;

namespace Kundbok.Server.Organisations;

/// <summary>A customer that is not as the directory has it.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Organisation">The organisation with its number; null when the directory has none.</param>
/// <param name="Drift">What differs: at least one of <see cref="All"/>.</param>
internal sealed record DriftRow(Customer Customer, Organisation? Organisation, IReadOnlyList<string> Drift)
{
    public const string Name = "name";
    public const string Address = "address";
    public const string NotFound = "not_found";

    private static readonly Dictionary<string, string> Forms = new(StringComparer.Ordinal)
    {
        ["aktiebolag"] = "ab",
        ["aktiebolaget"] = "ab",
        ["handelsbolag"] = "hb",
        ["handelsbolaget"] = "hb",
        ["kommanditbolag"] = "kb",
        ["kommanditbolaget"] = "kb",
        ["och"] = "&",
        ["publ"] = "",
    };

    /// <summary>Everything that <see cref="Drift"/> can name.</summary>
    public static IReadOnlyList<string> All { get; } = [Name, Address, NotFound, .. Enum.GetValues<OrganisationStatus>().Select(NameOf).OfType<string>()];

    /// <summary>The comparison; null when nothing differs.</summary>
    public static DriftRow? Of(Customer customer, Organisation? organisation)
    {
        if (organisation is null) return new DriftRow(customer, null, [NotFound]);

        var drift = new List<string>();
        if (NameKey(customer[CustomerFields.Name]) != NameKey(organisation.Name)) drift.Add(Name);
        if (IsElsewhere(customer, organisation)) drift.Add(Address);
        if (NameOf(organisation.Status) is { } status) drift.Add(status);
        return drift.Count > 0 ? new DriftRow(customer, organisation, drift) : null;
    }

    /// <summary>The name of what an organisation is going through; null when it is nothing.</summary>
    public static string? NameOf(OrganisationStatus status) => status switch
    {
        OrganisationStatus.Bankruptcy => "bankruptcy",
        OrganisationStatus.Liquidation => "liquidation",
        OrganisationStatus.Restructuring => "restructuring",
        OrganisationStatus.OtherProcedure => "other_procedure",
        _ => null,
    };

    // What the directory does not have is not compared.
    private static bool IsElsewhere(Customer customer, Organisation organisation) =>
        Differs(Key(customer[CustomerFields.Address]), Key(organisation.AddressLine))
        || Differs(Compact(customer[CustomerFields.PostalCode]), Compact(organisation.PostalCode))
        || Differs(Key(customer[CustomerFields.City]), Key(organisation.City))
        || (customer[CustomerFields.CountryCode].Trim() is { Length: > 0 } country && organisation.HasAddress && Differs(Key(country), Key(organisation.CountryCode)));

    private static bool Differs(string own, string theirs) => theirs.Length > 0 && own != theirs;

    // Case, diacritics, punctuation and the ways to write a legal form are no difference.
    private static string NameKey(string name) =>
        string.Join(' ', Words(name).Select(word => Forms.GetValueOrDefault(word, word)).Where(word => word.Length > 0));

    private static string Key(string text) => string.Join(' ', Words(text));

    private static string Compact(string text) => string.Concat(Words(text));

    private static string[] Words(string text) =>
        string.Concat(TextFold.Fold(text).Select(c => char.IsLetterOrDigit(c) || c == '&' ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
