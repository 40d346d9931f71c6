namespace Kundbok.Contracts;

/// <summary>Global Location Numbers (GS1 General Specifications), which e-invoices are addressed with.</summary>
public static class Gln
{
    private static ReadOnlySpan<byte> Weights => [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1];

    /// <summary>Whether the text is thirteen digits, the last of them the GS1 check digit of the others.</summary>
    /// <param name="text">Space at the ends is ignored, elsewhere it is not allowed.</param>
    public static bool IsValid(string text) => CheckDigits.PassWeights(text.AsSpan().Trim(), Weights, 10);
}
