using Kundbok.Client;
using Kundbok.Contracts;

namespace Kundbok.Portal.OneCustomer;

/// <summary>A field that a look-up knows a text for.</summary>
/// <param name="Field">The field.</param>
/// <param name="Was">The text that it had; the empty string when it was filled in.</param>
/// <param name="Found">The text that was found.</param>
public sealed record ProposedText(CustomerField Field, string Was, string Found);

/// <summary>What a look-up found, against what the form has: empty fields are filled in, the others are offered.</summary>
public sealed class LookupProposal
{
    private readonly HashSet<CustomerField> _chosen = [];

    private LookupProposal(LookupResult result, IReadOnlyList<ProposedText> filled, IReadOnlyList<ProposedText> offered) => (Result, Filled, Offered) = (result, filled, offered);

    /// <summary>What was found.</summary>
    public LookupResult Result { get; }

    /// <summary>The fields that were empty, and now have what was found.</summary>
    public IReadOnlyList<ProposedText> Filled { get; }

    /// <summary>The fields that have another text, and keep it unless the other one is chosen.</summary>
    public IReadOnlyList<ProposedText> Offered { get; private set; }

    /// <summary>Whether anything is chosen.</summary>
    public bool HasChosen => _chosen.Count > 0;

    /// <summary>Fills in the fields that are empty.</summary>
    public static LookupProposal FillIn(CustomerForm form, LookupResult result)
    {
        var filled = new List<ProposedText>();
        var offered = new List<ProposedText>();
        foreach (var (field, found) in TextsOf(result.Party))
        {
            if (found.Length == 0 || IsSame(field, form[field], found)) continue;
            var proposed = new ProposedText(field, form[field], found);
            (string.IsNullOrWhiteSpace(form[field]) ? filled : offered).Add(proposed);
        }

        foreach (var (field, _, found) in filled) form[field] = found;
        return new LookupProposal(result, filled, offered);
    }

    /// <summary>Whether the text that was found is chosen for a field.</summary>
    public bool IsChosen(CustomerField field) => _chosen.Contains(field);

    /// <summary>Chooses the text that was found, or not.</summary>
    public void Choose(CustomerField field, bool chosen)
    {
        if (chosen) _chosen.Add(field);
        else _chosen.Remove(field);
    }

    /// <summary>Gives the chosen fields what was found.</summary>
    public void UseChosen(CustomerForm form)
    {
        foreach (var (field, _, found) in Offered.Where(one => IsChosen(one.Field))) form[field] = found;
        Offered = [.. Offered.Where(one => !IsChosen(one.Field))];
        _chosen.Clear();
    }

    private static IEnumerable<(CustomerField Field, string Found)> TextsOf(Party party) =>
    [
        (CustomerFields.Name, party.Company.Length > 0 ? party.Company : $"{party.FirstName} {party.LastName}".Trim()),
        (CustomerFields.Address, party.Street),
        (CustomerFields.PostalCode, party.Country is "SE" or "" ? SwedishPostalCode.Format(party.Zip) : party.Zip),
        (CustomerFields.City, party.City),
        (CustomerFields.CountryCode, party.Country),
        (CustomerFields.Telephone, party.Phone),
        (CustomerFields.Email, party.Email),
    ];

    // Registers write cities in capitals and postal codes without a space: that is nothing to correct.
    private static bool IsSame(CustomerField field, string text, string found)
    {
        var isLoose = field == CustomerFields.PostalCode || field == CustomerFields.City || field == CustomerFields.CountryCode || field == CustomerFields.Telephone;
        return isLoose ? string.Equals(WithoutSpace(text), WithoutSpace(found), StringComparison.OrdinalIgnoreCase) : text.Trim() == found;
    }

    private static string WithoutSpace(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
