namespace Kundbok.Server.Exports;

/// <summary>
/// Keeps a spreadsheet from running a cell as a formula: a <c>'</c> before a cell that begins with <c>=</c>, <c>+</c>,
/// <c>-</c>, <c>@</c>, tab or CR. Text that begins with any number of <c>'</c> and then one of those gets one more, so that no two
/// texts give the same cell, and taking one <c>'</c> away from every cell that has at least one of them before one of those gives
/// back exactly what was stored. (Were <c>'=1</c> left as it is, it could not be told from a guarded <c>=1</c>.)
/// </summary>
internal static class FormulaGuard
{
    public const byte Mark = (byte)'\'';

    /// <summary>Whether the text, in UTF-8, gets a <see cref="Mark"/>.</summary>
    public static bool IsNeeded(ReadOnlySpan<byte> text)
    {
        var rest = text.TrimStart(Mark);
        return !rest.IsEmpty && rest[0] is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r';
    }
}
