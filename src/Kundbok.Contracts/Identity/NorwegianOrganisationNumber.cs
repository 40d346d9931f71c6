namespace Kundbok.Contracts;

/// <summary>Norwegian organisation numbers (organisasjonsnummer; Brønnøysundregistrene).</summary>
public static class NorwegianOrganisationNumber
{
    private static ReadOnlySpan<byte> Weights => [3, 2, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>Whether the text is nine digits whose weighted sum is divisible by 11.</summary>
    /// <param name="text">Space at the ends is ignored, elsewhere it is not allowed.</param>
    public static bool IsValid(string text) => IsValid(text.AsSpan().Trim());

    internal static bool IsValid(ReadOnlySpan<char> text) => CheckDigits.PassWeights(text, Weights, 11);
}
