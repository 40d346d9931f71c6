using System.Runtime.InteropServices;

namespace Kundbok.Contracts;

/// <summary>Whether a customer is a person or a company.</summary>
public enum CustomerKind
{
    /// <summary>The record does not say.</summary>
    Unknown = 0,

    /// <summary>A private person.</summary>
    Private = 1,

    /// <summary>A company or another organisation; a sole trader with a VAT number too.</summary>
    Company = 2,
}

/// <summary>Which rule decided the kind of a customer.</summary>
public enum KindReason
{
    /// <summary>There is no type code that is known, no good VAT number and no organisation number.</summary>
    NothingToGoBy = 0,

    /// <summary>The type code says so.</summary>
    TypeCode = 1,

    /// <summary>It has a good VAT number.</summary>
    VatNumber = 2,

    /// <summary>The organisation number is a person's, and there is no good VAT number.</summary>
    PersonalNumber = 3,

    /// <summary>The organisation number is an organisation's.</summary>
    OrganisationNumber = 4,

    /// <summary>The organisation number is none that is known in its country, and nothing else tells.</summary>
    UnknownNumber = 5,
}

/// <summary>A kind, and which rule decided it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Reason">The rule.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct KindAndReason(CustomerKind Kind, KindReason Reason);

/// <summary>What the filters ask of a record and nobody has stated outright: decided from its texts, by fixed rules.</summary>
public static class CustomerTraits
{
    /// <summary>The kind of customer, by the first rule that applies: its type code, its VAT number, its organisation number.</summary>
    /// <param name="customer">The stored record.</param>
    /// <param name="today">The current date in UTC; a ten-digit personal identity number is of the latest year not after it.</param>
    public static CustomerKind Kind(Customer customer, DateOnly today) => ExplainKind(customer, today).Kind;

    /// <summary>The same, with the rule that decided it.</summary>
    /// <param name="customer">The stored record.</param>
    /// <param name="today">See <see cref="Kind"/>.</param>
    public static KindAndReason ExplainKind(Customer customer, DateOnly today)
    {
        switch (customer[CustomerFields.TypeCode].Trim().ToLowerInvariant())
        {
            case "private" or "privat" or "person":
                return new(CustomerKind.Private, KindReason.TypeCode);
            case "company" or "företag" or "foretag":
                return new(CustomerKind.Company, KindReason.TypeCode);
        }

        if (VatNumber.IsWellFormed(customer[CustomerFields.VatNumber], today)) return new(CustomerKind.Company, KindReason.VatNumber);

        var number = customer[CustomerFields.CompanyNumber];
        if (number.Length == 0) return new(CustomerKind.Unknown, KindReason.NothingToGoBy);
        if (SwedishPersonalNumber.IsValid(number, today)) return new(CustomerKind.Private, KindReason.PersonalNumber);
        return IsOrganisation(number, customer[CustomerFields.CountryCode].Trim())
            ? new(CustomerKind.Company, KindReason.OrganisationNumber)
            : new(CustomerKind.Unknown, KindReason.UnknownNumber);
    }

    /// <summary>Whether the customer can receive e-invoices.</summary>
    public static bool TakesEInvoice(Customer customer) => !string.IsNullOrWhiteSpace(customer[CustomerFields.EInvoiceParty]);

    /// <summary>Whether the buyer accounts for the VAT.</summary>
    public static bool HasReverseTax(Customer customer) =>
        customer[CustomerFields.ReverseTax].Trim().ToLowerInvariant() is "1" or "true" or "yes" or "ja";

    // Danish and Norwegian numbers are bare digits: only the country tells them from any other number.
    private static bool IsOrganisation(string number, string country) =>
        SwedishOrganisationNumber.IsValid(number)
        || FinnishOrganisationNumber.IsValid(number)
        || (country.Equals("no", StringComparison.OrdinalIgnoreCase) && NorwegianOrganisationNumber.IsValid(number))
        || (country.Equals("dk", StringComparison.OrdinalIgnoreCase) && DanishOrganisationNumber.IsValid(number));
}
