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

/// <summary>What the filters ask of a record and nobody has stated outright: decided from its texts, by fixed rules.</summary>
public static class CustomerTraits
{
    /// <summary>The kind of customer, by the first rule that applies: its type code, its VAT number, its organisation number.</summary>
    /// <param name="customer">The stored record.</param>
    /// <param name="today">The current date in UTC; a ten-digit personal identity number is of the latest year not after it.</param>
    public static CustomerKind Kind(Customer customer, DateOnly today)
    {
        switch (customer[CustomerFields.TypeCode].Trim().ToLowerInvariant())
        {
            case "private" or "privat" or "person":
                return CustomerKind.Private;
            case "company" or "företag" or "foretag":
                return CustomerKind.Company;
        }

        if (VatNumber.IsWellFormed(customer[CustomerFields.VatNumber], today)) return CustomerKind.Company;

        var number = customer[CustomerFields.CompanyNumber];
        if (number.Length == 0) return CustomerKind.Unknown;
        if (SwedishPersonalNumber.IsValid(number, today)) return CustomerKind.Private;
        return IsOrganisation(number, customer[CustomerFields.CountryCode].Trim()) ? CustomerKind.Company : CustomerKind.Unknown;
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
