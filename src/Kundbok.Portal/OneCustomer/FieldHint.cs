using Kundbok.Contracts;

namespace Kundbok.Portal.OneCustomer;

/// <summary>How grave a hint is.</summary>
public enum HintLevel
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>Probably a slip; the register takes it all the same.</summary>
    Warning,

    /// <summary>The register does not take it.</summary>
    Refused,
}

/// <summary>What can be said of a text while it is typed.</summary>
/// <param name="Level">How grave it is.</param>
/// <param name="Key">The sentence, in the texts.</param>
/// <param name="Values">The values in it.</param>
public sealed record FieldHint(HintLevel Level, string Key, params object[] Values)
{
    // Where few characters are left, how many is told.
    private const double NearlyFull = 0.9;

    /// <summary>What is to be said of a field.</summary>
    /// <param name="form">The form.</param>
    /// <param name="field">The field.</param>
    /// <param name="today">The current date in UTC.</param>
    /// <returns>Null when there is nothing to say.</returns>
    public static FieldHint? Of(CustomerForm form, CustomerField field, DateOnly today)
    {
        var text = form[field];
        if (RefusalOf(form, field, text) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(text)) return field == CustomerFields.Number && form.IsNew ? new(HintLevel.Note, "hint.number") : null;

        return OfMeaning(form, field, text, today) ?? OfLength(field, text);
    }

    /// <summary>Whether two hints say the same.</summary>
    public bool Equals(FieldHint? other) => other is not null && (Level, Key) == (other.Level, other.Key) && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Level, Key);

    private static FieldHint? RefusalOf(CustomerForm form, CustomerField field, string text)
    {
        // A name that was never written is missing only once it is to be stored.
        if (field == CustomerFields.Name && string.IsNullOrWhiteSpace(text)) return form.IsNew ? null : new(HintLevel.Refused, "hint.name");
        if (TextRules.Violation(field, text) is null) return null;

        var length = LengthOf(text);
        return length > field.MaxLength ? new(HintLevel.Refused, "hint.too-long", length, field.MaxLength) : new(HintLevel.Refused, "hint.character");
    }

    private static FieldHint? OfLength(CustomerField field, string text) =>
        LengthOf(text) is var length && length > field.MaxLength * NearlyFull ? new(HintLevel.Note, "hint.length", length, field.MaxLength) : null;

    private static FieldHint? OfMeaning(CustomerForm form, CustomerField field, string text, DateOnly today)
    {
        if (field == CustomerFields.CompanyNumber) return OfCompanyNumber(text, CountryOf(form, CustomerFields.CountryCode), today);
        if (field == CustomerFields.VatNumber) return WarnUnless(VatNumber.IsWellFormed(text, today), "hint.vat");
        if (field == CustomerFields.Gln) return WarnUnless(Gln.IsValid(text), "hint.gln");
        if (field == CustomerFields.HousingAssociationNumber) return WarnUnless(SwedishOrganisationNumber.IsValid(text), "hint.housing");
        if (field == CustomerFields.PostalCode) return OfPostalCode(text, CountryOf(form, CustomerFields.CountryCode));
        if (field == CustomerFields.DeliveryPostalCode) return OfPostalCode(text, CountryOf(form, CustomerFields.DeliveryCountryCode) is { Length: > 0 } own ? own : CountryOf(form, CustomerFields.CountryCode));
        if (field == CustomerFields.Email || field == CustomerFields.OrderEmail || field == CustomerFields.OfferEmail) return WarnUnless(EmailAddresses.AreWellFormed(text), "hint.email");
        if (FormLayout.ListOf(field) is { } list)
            return WarnUnless(Choices.All.First(one => one.Name == list).Codes.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase), $"hint.{list}");
        return null;
    }

    private static FieldHint? OfCompanyNumber(string text, string country, DateOnly today) => IdentityNumber.Classify(text, today) switch
    {
        IdentityNumberResult.Valid valid => new(HintLevel.Note, $"hint.number.{valid.Kind}"),
        IdentityNumberResult.Invalid invalid when country is "" or "SE" or "NO" or "DK" or "FI" => new(HintLevel.Warning, $"hint.number.{invalid.Fault}"),
        _ => null,
    };

    private static FieldHint? OfPostalCode(string text, string country) => country is "" or "SE" ? WarnUnless(SwedishPostalCode.IsValid(text), "hint.postal-code") : null;

    private static FieldHint? WarnUnless(bool good, string key) => good ? null : new(HintLevel.Warning, key);

    private static string CountryOf(CustomerForm form, CustomerField field) => form[field].Trim().ToUpperInvariant();

    private static int LengthOf(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes()) length++;
        return length;
    }
}
