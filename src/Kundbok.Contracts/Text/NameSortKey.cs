namespace Kundbok.Contracts;

/// <summary>
/// The key that names are ordered by: their fold (<see cref="TextFold"/>), except that å, ä (= æ) and ö (= ø) come right
/// after z, in that order. Keys are compared as UTF-8 bytes (SQLite's BINARY, PostgreSQL's "C").
/// </summary>
/// <remarks>
/// The three letters are written as <c>{</c>, <c>|</c> and <c>}</c>, the scalars that follow z. Where the folded name itself
/// has one of these, <c>~</c> or U+007F, a <c>~</c> is written before it, so that it comes after the letters and before U+0080.
/// </remarks>
public static class NameSortKey
{
    /// <summary>
    /// The key of a name. Precomposed and decomposed spellings have the same key, as the name is composed (NFC) first;
    /// a letter with a further mark, such as ǻ, is not å.
    /// </summary>
    public static string Of(string name)
    {
        var key = new TextBuffer(stackalloc char[TextBuffer.StackLength]);
        Span<char> own = stackalloc char[FoldTable.OwnLength];
        foreach (var scalar in Nfc.Compose(name).EnumerateRunes())
        {
            switch (scalar.Value)
            {
                case 'å' or 'Å':
                    key.Append('{');
                    break;
                case 'ä' or 'Ä' or 'æ' or 'Æ':
                    key.Append('|');
                    break;
                case 'ö' or 'Ö' or 'ø' or 'Ø':
                    key.Append('}');
                    break;
                default:
                    AppendEscaped(ref key, FoldTable.Instance.Fold(scalar, own));
                    break;
            }
        }

        return key.ToString();
    }

    private static void AppendEscaped(ref TextBuffer key, ReadOnlySpan<char> folded)
    {
        foreach (var character in folded)
        {
            if (character is >= '{' and <= '\x7F') key.Append('~');
            key.Append(character);
        }
    }
}
