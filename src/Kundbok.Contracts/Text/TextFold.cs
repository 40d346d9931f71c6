using System.Text;

namespace Kundbok.Contracts;

/// <summary>
/// Folds text for searching, so that <c>akerstrom</c> finds <c>Åkerström</c>: compatibility-decomposed (NFKD), without
/// marks (categories Mn, Mc, Me), in lower case scalar by scalar, then ø to o, æ to ae, œ to oe, đ and ð to d, þ to th,
/// ł to l, ß to ss, ı to i, ħ to h, ŧ to t. A table of our own decides, so every machine and browser folds alike.
/// </summary>
public static class TextFold
{
    /// <summary>The version of Unicode that the table is made from. Stored folds must be made anew when it changes.</summary>
    public const string UnicodeVersion = "15.0.0";

    /// <summary>
    /// The text, folded; folding it again changes nothing. Unpaired surrogates become U+FFFD. The text itself is returned
    /// when it is ASCII in lower case.
    /// </summary>
    public static string Fold(string text)
    {
        // For ASCII alone the runtime's lower case is the table's, on every machine.
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();

        var folded = new TextBuffer(stackalloc char[TextBuffer.StackLength]);
        Span<char> own = stackalloc char[FoldTable.OwnLength];
        foreach (var scalar in text.EnumerateRunes()) folded.Append(FoldTable.Instance.Fold(scalar, own));
        return folded.ToString();
    }
}
