using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>
/// What a row has beside the customer's document: everything that is searched, sorted or compared. All of it is made from the
/// document, the same by every engine, and can be made again.
/// </summary>
/// <param name="Traits">See <see cref="CustomerTraitSet"/>.</param>
/// <param name="Number">The customer number, compared exactly.</param>
/// <param name="NumberKey">What customer numbers are ordered by.</param>
/// <param name="NameKey">What names are ordered by.</param>
/// <param name="Email">The e-mail address, compared exactly.</param>
/// <param name="CompanyNumber">The organisation number without separators and century.</param>
/// <param name="Text">What is searched.</param>
internal sealed record DerivedColumns(
    int Traits, string Number, string NumberKey, string NameKey, string Email, string CompanyNumber, SearchedText Text)
{
    /// <summary>The columns of the customer.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="today">The date in UTC; see <see cref="CustomerTraits.Kind"/>.</param>
    public static DerivedColumns Of(Customer customer, DateOnly today) => new(
        CustomerTraitSet.Of(customer, today),
        customer[CustomerFields.Number],
        NumberSortKey.Of(customer[CustomerFields.Number]),
        NameSortKey.Of(customer[CustomerFields.Name]),
        customer[CustomerFields.Email],
        IdentityNumber.Canonical(customer[CustomerFields.CompanyNumber]),
        SearchedText.Of(customer));
}

/// <summary>
/// The folded texts that a search looks into. The bare ones are without spaces and hyphens, and empty when the text has none: what
/// they would be found by finds the text itself.
/// </summary>
internal sealed record SearchedText(
    string Name, string Number, string Address, string PostalCode, string City, string CompanyNumber, string PostalCodeBare, string CompanyNumberBare)
{
    // 255 characters, the longest of which folds to 18.
    private const int Longest = 255 * 18;

    /// <summary>Whether any customer's text can have the term. An engine that is asked for a control character might find what is before it, or use it itself.</summary>
    public static bool CanHold(SearchTerm term) => term.Folded.Length <= Longest && !term.Folded.AsSpan().ContainsAny("\0\u001e\u001f");

    public static SearchedText Of(Customer customer)
    {
        var postalCode = TextFold.Fold(customer[CustomerFields.PostalCode]);
        var companyNumber = TextFold.Fold(customer[CustomerFields.CompanyNumber]);
        return new(
            TextFold.Fold(customer[CustomerFields.Name]),
            TextFold.Fold(customer[CustomerFields.Number]),
            TextFold.Fold(customer[CustomerFields.Address]),
            postalCode,
            TextFold.Fold(customer[CustomerFields.City]),
            companyNumber,
            Bare(postalCode),
            Bare(companyNumber));
    }

    private static string Bare(string folded) =>
        SearchTerm.WithoutSeparators(folded) is var bare && bare.Length < folded.Length ? bare : "";
}
