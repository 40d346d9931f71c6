using System.Buffers;

namespace Kundbok.Contracts;

/// <summary>What a number says by itself about who it belongs to, and the form in which two of them are compared.</summary>
public static class IdentityNumber
{
    private static readonly SearchValues<char> DigitsAndSigns = SearchValues.Create("0123456789-+");

    /// <summary>
    /// Of which kind the number is, or what is wrong with it. Eight bare digits are Danish; where they cannot be, they are
    /// a Finnish number whose hyphen was left out.
    /// </summary>
    /// <param name="text">Space at the ends is ignored. Swedish numbers may have hyphen and century or not.</param>
    /// <param name="today">The current date, see <see cref="SwedishPersonalNumber"/>.</param>
    public static IdentityNumberResult Classify(string text, DateOnly today)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.ContainsAnyExcept(DigitsAndSigns)) return Invalid(IdentityNumberFault.Characters);

        var signs = trimmed.Count('-') + trimmed.Count('+');
        return (trimmed.Length - signs) switch
        {
            8 => ClassifyEightDigits(text, trimmed, signs),
            9 when signs > 0 => Invalid(IdentityNumberFault.Separator),
            9 when NorwegianOrganisationNumber.IsValid(text) => Valid(IdentityNumberKind.NorwegianOrganisation, text),
            9 => Invalid(IdentityNumberFault.CheckDigit),
            10 or 12 => ClassifySwedish(text, trimmed, today),
            _ => Invalid(IdentityNumberFault.Length),
        };
    }

    /// <summary>
    /// The form in which organisation numbers are compared and found: without separators (white space, hyphens, plus signs),
    /// without 16, 18, 19 or 20 before ten digits, ASCII letters in upper case. Any text has one; of a blank text it is the
    /// empty string.
    /// </summary>
    public static string Canonical(string companyno)
    {
        const int StackLimit = 256;
        var buffer = companyno.Length <= StackLimit ? stackalloc char[StackLimit] : new char[companyno.Length];
        var length = 0;
        foreach (var c in companyno)
        {
            if (c is '-' or '+' || char.IsWhiteSpace(c)) continue;
            buffer[length++] = ToAsciiUpper(c);
        }

        var compact = (ReadOnlySpan<char>)buffer[..length];
        var hasCentury = length == 12 && CheckDigits.AreDigits(compact) && compact[..2] is "16" or "18" or "19" or "20";
        return (hasCentury ? compact[2..] : compact).ToString();
    }

    // Not ToUpperInvariant: it would make the long s of "ſE" a Swedish prefix.
    internal static char ToAsciiUpper(char c) => char.IsAsciiLetterLower(c) ? (char)(c - 'a' + 'A') : c;

    private static IdentityNumberResult ClassifySwedish(string text, ReadOnlySpan<char> trimmed, DateOnly today)
    {
        if (!SwedishNumber.TryRead(trimmed, out var number)) return Invalid(IdentityNumberFault.Separator);

        var isOrganisation = number.Prefix is { } prefix
            ? prefix == SwedishOrganisationNumber.Prefix
            : number.Sign != '+' && SwedishOrganisationNumber.HasOrganisationDigit(number);
        if (isOrganisation) return Outcome(IdentityNumberKind.SwedishOrganisation, SwedishOrganisationNumber.FaultOf(number), text);

        var person = SwedishPersonalNumber.IsCoordination(number) ? IdentityNumberKind.SwedishCoordination : IdentityNumberKind.SwedishPerson;
        return SwedishPersonalNumber.FaultOf(number, today) is { } fault
            ? Invalid(fault)
            : Valid(person, text) with { YearOfBirth = SwedishPersonalNumber.YearOfBirth(number, today) };
    }

    private static IdentityNumberResult ClassifyEightDigits(string text, ReadOnlySpan<char> trimmed, int signs)
    {
        if (signs == 0 && DanishOrganisationNumber.IsValid(trimmed)) return Valid(IdentityNumberKind.DanishOrganisation, text);
        if (signs > 0 && !FinnishOrganisationNumber.HasShape(trimmed)) return Invalid(IdentityNumberFault.Separator);

        var isFinnish = signs == 0 ? FinnishOrganisationNumber.AreValidDigits(trimmed) : FinnishOrganisationNumber.IsValid(text);
        return isFinnish ? Valid(IdentityNumberKind.FinnishOrganisation, text) : Invalid(IdentityNumberFault.CheckDigit);
    }

    private static IdentityNumberResult Outcome(IdentityNumberKind kind, IdentityNumberFault? fault, string text) =>
        fault is { } wrong ? Invalid(wrong) : Valid(kind, text);

    private static IdentityNumberResult.Valid Valid(IdentityNumberKind kind, string text) => new(kind, Canonical(text));

    private static IdentityNumberResult.Invalid Invalid(IdentityNumberFault fault) => new(fault);
}
