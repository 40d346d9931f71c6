namespace Kundbok.Contracts;

/// <summary>A Swedish organisation as a public registry has it. Texts that the registry does not have are empty.</summary>
/// <param name="Number">The organisation number: ten digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="Street">Street address, or a box.</param>
/// <param name="CareOf">The line with care of, as it is written.</param>
/// <param name="PostalCode">Postal code without spaces.</param>
/// <param name="City">City.</param>
/// <param name="CountryCode">The address's country: ISO 3166-1 alpha-2, upper case.</param>
/// <param name="LegalForm">Legal form, as the registry codes it, such as <c>AB</c>.</param>
/// <param name="Status">What it is going through.</param>
/// <param name="NoAdvertising">Whether it has asked for no advertising.</param>
/// <param name="Registry">Whose name and status these are.</param>
public sealed record Organisation(
    string Number,
    string Name,
    string Street,
    string CareOf,
    string PostalCode,
    string City,
    string CountryCode,
    string LegalForm,
    OrganisationStatus Status,
    bool NoAdvertising,
    OrganisationRegistry Registry)
{
    /// <summary>Whether anything is known of its address beside the country.</summary>
    public bool HasAddress => Street.Length + CareOf.Length + PostalCode.Length + City.Length > 0;

    /// <summary>The line that stands for a street address: the street, or where there is none whose care it is in.</summary>
    public string AddressLine => Street.Length > 0 ? Street : CareOf;
}

/// <summary>What an organisation is going through; of several, the gravest. The values are stored.</summary>
public enum OrganisationStatus
{
    /// <summary>Nothing out of the ordinary.</summary>
    Active = 0,

    /// <summary>A procedure that is none of the others, such as a merger.</summary>
    OtherProcedure = 1,

    /// <summary>A restructuring, or a composition with its creditors.</summary>
    Restructuring = 2,

    /// <summary>A liquidation.</summary>
    Liquidation = 3,

    /// <summary>A bankruptcy.</summary>
    Bankruptcy = 4,
}

/// <summary>Who keeps a registry of organisations. The values are stored.</summary>
public enum OrganisationRegistry
{
    /// <summary>Nobody: the organisation is invented.</summary>
    None = 0,

    /// <summary>Statistics Sweden (Statistiska centralbyrån), whose registry has every organisation.</summary>
    Scb = 1,

    /// <summary>The Swedish Companies Registration Office (Bolagsverket).</summary>
    Bolagsverket = 2,
}
