namespace Kundbok.Contracts;

/// <summary>Danish organisation numbers (CVR-nummer; Erhvervsstyrelsen).</summary>
public static class DanishOrganisationNumber
{
    private static ReadOnlySpan<byte> Weights => [2, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>Whether the text is eight digits, the first not 0, whose weighted sum is divisible by 11.</summary>
    /// <param name="text">Space at the ends is ignored, elsewhere it is not allowed.</param>
    public static bool IsValid(string text) => IsValid(text.AsSpan().Trim());

    internal static bool IsValid(ReadOnlySpan<char> text) =>
        !text.StartsWith('0') && CheckDigits.PassWeights(text, Weights, 11);
}
