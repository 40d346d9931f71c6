namespace Kundbok.Contracts;

/// <summary>Finnish business identity codes (Y-tunnus; Patentti- ja rekisterihallitus).</summary>
public static class FinnishOrganisationNumber
{
    private const int HyphenAt = 7;

    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1];

    /// <summary>
    /// Whether the text is <c>NNNNNNN-N</c> and the weighted sum of the eight digits is divisible by 11. The hyphen belongs
    /// to it: eight bare digits could as well be Danish.
    /// </summary>
    /// <param name="text">Space at the ends is ignored, elsewhere it is not allowed.</param>
    public static bool IsValid(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (!HasShape(trimmed)) return false;

        Span<char> digits = stackalloc char[Weights.Length];
        trimmed[..HyphenAt].CopyTo(digits);
        digits[HyphenAt] = trimmed[^1];
        return AreValidDigits(digits);
    }

    internal static bool HasShape(ReadOnlySpan<char> text) => text.Length == Weights.Length + 1 && text[HyphenAt] == '-';

    /// <summary>The same for the eight digits alone, as a VAT number has them.</summary>
    internal static bool AreValidDigits(ReadOnlySpan<char> digits) => CheckDigits.PassWeights(digits, Weights, 11);
}
