namespace Kundbok.Contracts;

/// <summary>Swedish postal codes (postnummer): five digits, the first not 0, shown with a space after the third.</summary>
public static class SwedishPostalCode
{
    private const int SpaceAt = 3;

    /// <summary>Whether the text is a postal code: <c>11418</c> or, as it is shown, <c>114 18</c>.</summary>
    /// <param name="text">Space at the ends is ignored.</param>
    public static bool IsValid(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var hasShape = trimmed.Length == 5 || (trimmed.Length == 6 && trimmed[SpaceAt] == ' ');
        return hasShape && trimmed[0] != '0' && CheckDigits.AreDigits(trimmed[..SpaceAt]) && CheckDigits.AreDigits(trimmed[^2..]);
    }

    /// <summary>The postal code as it is shown, <c>114 18</c>; a text that is none is given back as it is.</summary>
    public static string Format(string text)
    {
        if (!IsValid(text)) return text;

        var trimmed = text.AsSpan().Trim();
        return string.Concat(trimmed[..SpaceAt], " ", trimmed[^2..]);
    }
}
