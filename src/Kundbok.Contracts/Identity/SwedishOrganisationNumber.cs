namespace Kundbok.Contracts;

/// <summary>Swedish organisation numbers (organisationsnummer; Skatteverket, SKV 709).</summary>
public static class SwedishOrganisationNumber
{
    /// <summary>The prefix that makes the number as long as a personal identity number with its century.</summary>
    internal const int Prefix = 16;

    /// <summary>
    /// Whether the text is such a number: ten digits that pass Luhn, with or without a hyphen after the sixth and <c>16</c>
    /// before the first. The third digit is 2 or more; below that it is a person's number, which a sole trader uses.
    /// </summary>
    /// <param name="text">Space at the ends is ignored, elsewhere it is not allowed.</param>
    public static bool IsValid(string text) => IsValid(text.AsSpan().Trim());

    internal static bool IsValid(ReadOnlySpan<char> text) =>
        SwedishNumber.TryRead(text, out var number) && FaultOf(number) is null;

    internal static IdentityNumberFault? FaultOf(SwedishNumber number)
    {
        if (number.Prefix is not (null or Prefix)) return IdentityNumberFault.Prefix;
        if (number.Sign == '+') return IdentityNumberFault.Separator;
        if (!HasOrganisationDigit(number)) return IdentityNumberFault.ThirdDigit;
        return number.PassesLuhn ? null : IdentityNumberFault.CheckDigit;
    }

    /// <summary>Where a person's number has the tens of the month, 0 or 1, an organisation's has 2 or more.</summary>
    internal static bool HasOrganisationDigit(SwedishNumber number) => number.Six[2] >= '2';
}
