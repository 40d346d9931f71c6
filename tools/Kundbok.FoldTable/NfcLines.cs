namespace Kundbok.FoldTable;

/// <summary>What Normalization Form C needs: combining classes and canonical decompositions, and which of these compose back.</summary>
internal static class NfcLines
{
    public const string Format =
        """
        Each line is a scalar or a range, a semicolon, a word, a semicolon and a value. The words are
        class: the canonical combining class, in decimal; what has none listed has class 0;
        composite: the canonical decomposition, one step, which composes back to the scalar;
        decomposes: the canonical decomposition, one step, which does not compose back.
        Hangul syllables are not listed: they decompose and compose by arithmetic.
        """;

    public static IEnumerable<string> Of(UnicodeDatabase unicode) => Classes(unicode).Concat(Decompositions(unicode));

    private static IEnumerable<string> Classes(UnicodeDatabase unicode)
    {
        var runs = new List<(int First, int Last, int Class)>();
        foreach (var character in unicode.Characters.Where(character => character.CombiningClass > 0))
        {
            if (runs is [.., var run] && run.Last == character.Scalar - 1 && run.Class == character.CombiningClass)
                runs[^1] = run with { Last = character.Scalar };
            else runs.Add((character.Scalar, character.Scalar, character.CombiningClass));
        }

        return runs.Select(run => $"{TableWriter.Range(run.First, run.Last)};class;{run.Class}");
    }

    private static IEnumerable<string> Decompositions(UnicodeDatabase unicode) =>
        from character in unicode.Characters
        where character is { IsCompatibility: false, Decomposition: [_, ..] }
        let word = unicode.IsPrimaryComposite(character) ? "composite" : "decomposes"
        select $"{TableWriter.Range(character.Scalar, character.Scalar)};{word};{TableWriter.Scalars(character.Decomposition)}";
}
