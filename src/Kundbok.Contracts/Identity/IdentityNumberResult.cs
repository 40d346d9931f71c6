using System.Diagnostics;

namespace Kundbok.Contracts;

/// <summary>The kinds of number that tell who a customer is.</summary>
public enum IdentityNumberKind
{
    /// <summary>A Swedish personal identity number (personnummer).</summary>
    SwedishPerson,

    /// <summary>A Swedish coordination number (samordningsnummer), also a person's.</summary>
    SwedishCoordination,

    /// <summary>A Swedish organisation number (organisationsnummer).</summary>
    SwedishOrganisation,

    /// <summary>A Norwegian organisation number (organisasjonsnummer).</summary>
    NorwegianOrganisation,

    /// <summary>A Danish organisation number (CVR-nummer).</summary>
    DanishOrganisation,

    /// <summary>A Finnish business identity code (Y-tunnus).</summary>
    FinnishOrganisation,
}

/// <summary>What is wrong with a text that should be an identity number.</summary>
public enum IdentityNumberFault
{
    /// <summary>It has something else than ASCII digits, hyphen and plus sign.</summary>
    Characters,

    /// <summary>No kind of number has that many digits.</summary>
    Length,

    /// <summary>A hyphen or plus sign where there can be none.</summary>
    Separator,

    /// <summary>The first two of twelve digits are neither a century nor 16.</summary>
    Prefix,

    /// <summary>After 16 comes a person's number.</summary>
    ThirdDigit,

    /// <summary>The date of birth does not exist.</summary>
    Date,

    /// <summary>The serial number is 000.</summary>
    Serial,

    /// <summary>The check digit does not follow from the others.</summary>
    CheckDigit,
}

/// <summary>The outcome of <see cref="IdentityNumber.Classify"/>: <see cref="Valid"/> or <see cref="Invalid"/>.</summary>
public abstract record IdentityNumberResult
{
    private IdentityNumberResult()
    {
    }

    /// <summary>A number of a known kind.</summary>
    /// <param name="Kind">Its kind.</param>
    /// <param name="Canonical">Its digits without separators and century, as <see cref="IdentityNumber.Canonical"/> has them.</param>
    public sealed record Valid(IdentityNumberKind Kind, string Canonical) : IdentityNumberResult
    {
        /// <summary>A person's year of birth: with the same digits a hundred years apart, two people have the same canonical form. Null for an organisation.</summary>
        public int? YearOfBirth { get; init; }

        /// <summary>Whether the number is a person's, and so personal data.</summary>
        public bool IsPerson => Kind is IdentityNumberKind.SwedishPerson or IdentityNumberKind.SwedishCoordination;

        /// <summary>The country whose number it is: ISO 3166-1 alpha-2, upper case.</summary>
        public string CountryCode => Kind switch
        {
            IdentityNumberKind.NorwegianOrganisation => "NO",
            IdentityNumberKind.DanishOrganisation => "DK",
            IdentityNumberKind.FinnishOrganisation => "FI",
            _ => "SE",
        };

        /// <summary>The kind alone: a record would show the number, and what is shown ends in a log.</summary>
        public override string ToString() => Kind.ToString();
    }

    /// <summary>A text that is no number of any known kind.</summary>
    /// <param name="Fault">What is wrong with it, as the kind that its length suggests.</param>
    public sealed record Invalid(IdentityNumberFault Fault) : IdentityNumberResult
    {
        /// <summary>The fault as a sentence for people. It never repeats the number, which is personal data even when it is wrong.</summary>
        public string Sentence => Fault switch
        {
            IdentityNumberFault.Characters => "Only the digits 0 to 9 and a hyphen or plus sign are allowed, without spaces between them.",
            IdentityNumberFault.Length => "An organisation number has 8, 9, 10 or 12 digits, a personal identity number 10 or 12.",
            IdentityNumberFault.Separator => "The hyphen or plus sign does not belong where it is.",
            IdentityNumberFault.Prefix => "A number of twelve digits begins with 16, 18, 19 or 20.",
            IdentityNumberFault.ThirdDigit => "After 16 comes an organisation number, and its third digit is 2 or more.",
            IdentityNumberFault.Date => "The date does not exist.",
            IdentityNumberFault.Serial => "The serial number cannot be 000.",
            IdentityNumberFault.CheckDigit => "The check digit is wrong.",
            _ => throw new UnreachableException(),
        };
    }
}
