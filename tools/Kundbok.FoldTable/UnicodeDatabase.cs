using System.Globalization;

namespace Kundbok.FoldTable;

/// <summary>A line of UnicodeData.txt, as far as folding and composing need it.</summary>
/// <param name="Scalar">The code point.</param>
/// <param name="IsMark">Whether the general category is Mn, Mc or Me.</param>
/// <param name="CombiningClass">Canonical_Combining_Class; 0 for a starter.</param>
/// <param name="Decomposition">Decomposition_Mapping, one step; empty when there is none.</param>
/// <param name="IsCompatibility">Whether that step is a compatibility mapping, which canonical forms leave alone.</param>
/// <param name="LowerCase">Simple_Lowercase_Mapping; the scalar itself when there is none.</param>
internal sealed record UnicodeCharacter(
    int Scalar,
    bool IsMark,
    int CombiningClass,
    IReadOnlyList<int> Decomposition,
    bool IsCompatibility,
    int LowerCase);

/// <summary>
/// The Unicode Character Database's UnicodeData.txt and CompositionExclusions.txt (format: Unicode Standard Annex 44).
/// Scalars of its First/Last ranges have no mappings and no marks; Hangul syllables decompose by arithmetic, not here.
/// </summary>
internal sealed class UnicodeDatabase
{
    private readonly SortedDictionary<int, UnicodeCharacter> _characters;
    private readonly HashSet<int> _compositionExclusions;

    private UnicodeDatabase(string version, SortedDictionary<int, UnicodeCharacter> characters, HashSet<int> compositionExclusions)
    {
        Version = version;
        _characters = characters;
        _compositionExclusions = compositionExclusions;
    }

    /// <summary>The version, as CompositionExclusions.txt names it, such as <c>15.0.0</c>.</summary>
    public string Version { get; }

    /// <summary>The characters that have a line of their own, by scalar value.</summary>
    public IEnumerable<UnicodeCharacter> Characters => _characters.Values;

    /// <summary>The character of a scalar, or null where the file has no line for it.</summary>
    public UnicodeCharacter? Find(int scalar) => _characters.GetValueOrDefault(scalar);

    /// <summary>Whether the character's canonical decomposition composes back to it (a primary composite, Unicode Standard, D114).</summary>
    public bool IsPrimaryComposite(UnicodeCharacter character) =>
        character is { IsCompatibility: false, Decomposition: [var first, _], CombiningClass: 0 }
        && Find(first) is { CombiningClass: 0 }
        && !_compositionExclusions.Contains(character.Scalar);

    public static UnicodeDatabase Read(string unicodeData, string compositionExclusions)
    {
        var exclusions = File.ReadAllLines(compositionExclusions);
        return new UnicodeDatabase(
            VersionOf(exclusions[0]),
            new SortedDictionary<int, UnicodeCharacter>(File.ReadLines(unicodeData).Select(Parse).ToDictionary(character => character.Scalar)),
            [.. exclusions.Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).Select(ParseScalar)]);
    }

    // UnicodeData.txt does not name its version; the first line of the other file does: "# CompositionExclusions-15.0.0.txt".
    private static string VersionOf(string firstLine) =>
        firstLine.Split('-') is ["# CompositionExclusions", var rest] && rest.EndsWith(".txt", StringComparison.Ordinal)
            ? rest[..^".txt".Length]
            : throw new FormatException("The first line of CompositionExclusions.txt names no version.");

    private static UnicodeCharacter Parse(string line)
    {
        var fields = line.Split(';');
        var scalar = ParseScalar(fields[0]);
        var decomposition = fields[5].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isCompatibility = decomposition is [['<', ..], ..];
        return new UnicodeCharacter(
            scalar,
            IsMark: fields[2] is "Mn" or "Mc" or "Me",
            CombiningClass: int.Parse(fields[3], CultureInfo.InvariantCulture),
            Decomposition: [.. decomposition.Skip(isCompatibility ? 1 : 0).Select(ParseScalar)],
            isCompatibility,
            LowerCase: fields[13].Length == 0 ? scalar : ParseScalar(fields[13]));
    }

    private static int ParseScalar(string hex) => int.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
