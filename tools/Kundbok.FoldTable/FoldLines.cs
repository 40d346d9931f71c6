namespace Kundbok.FoldTable;

/// <summary>What each scalar folds to: decomposed (NFKD), without marks, in lower case, with the letters below spelled out.</summary>
internal static class FoldLines
{
    public const string Format =
        """
        Each line is a scalar, a semicolon and the scalars that it folds to (none: it is dropped).
        A range maps to consecutive scalars from the one named. What is not listed folds to itself.
        Hangul syllables are not listed: they decompose by arithmetic.
        """;

    // Letters that a search should find by their plain spelling, though Unicode does not decompose them.
    private static readonly Dictionary<int, string> Spellings = new()
    {
        ['ø'] = "o",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ł'] = "l",
        ['ß'] = "ss",
        ['ı'] = "i",
        ['ħ'] = "h",
        ['ŧ'] = "t",
    };

    public static IEnumerable<string> Of(UnicodeDatabase unicode)
    {
        var runs = new List<Run>();
        foreach (var scalar in unicode.Characters.Select(character => character.Scalar))
        {
            int[] folded = [.. Fold(scalar, unicode)];
            if (folded is [var single] && single == scalar) continue;
            if (runs is [.., var run] && run.IsContinuedBy(scalar, folded)) runs[^1] = run with { Last = scalar };
            else runs.Add(new Run(scalar, scalar, folded));
        }

        return runs.Select(run => $"{TableWriter.Range(run.First, run.Last)};{TableWriter.Scalars(run.Folded)}");
    }

    private static IEnumerable<int> Fold(int scalar, UnicodeDatabase unicode) =>
        from decomposed in Decompose(scalar, unicode)
        let character = unicode.Find(decomposed)
        where character is not { IsMark: true }
        let lower = character?.LowerCase ?? decomposed
        from folded in Spellings.TryGetValue(lower, out var spelling) ? spelling.Select(letter => (int)letter) : [lower]
        select folded;

    // The order of marks, which NFKD also settles, does not matter here: they are dropped.
    private static IEnumerable<int> Decompose(int scalar, UnicodeDatabase unicode) =>
        unicode.Find(scalar) is { Decomposition: [_, ..] mapping }
            ? mapping.SelectMany(step => Decompose(step, unicode))
            : [scalar];

    private sealed record Run(int First, int Last, int[] Folded)
    {
        public bool IsContinuedBy(int scalar, int[] folded) =>
            scalar == Last + 1
            && ((folded is [] && Folded is [])
                || (folded is [var next] && Folded is [var start] && next - start == scalar - First));
    }
}
