using System.Globalization;

namespace Kundbok.FoldTable;

/// <summary>Writes a table that Kundbok.Contracts embeds: comment lines, then lines of a scalar or a range, <c>;</c> and fields.</summary>
internal static class TableWriter
{
    public static void Write(string directory, string name, string unicodeVersion, string format, IEnumerable<string> lines)
    {
        string[] header =
        [
            $"# {name}-{unicodeVersion}.txt, made by tools/Kundbok.FoldTable from the data files of Unicode {unicodeVersion}. To make it again:",
            "# dotnet run --project tools/Kundbok.FoldTable -- UnicodeData.txt CompositionExclusions.txt src/Kundbok.Contracts/Text",
            "# The data files are © Unicode, Inc.; for terms of use, see https://www.unicode.org/terms_of_use.html",
            "#",
            .. format.Split('\n').Select(line => $"# {line}"),
        ];
        File.WriteAllText(Path.Combine(directory, $"{name}-{unicodeVersion}.txt"), string.Join('\n', [.. header, .. lines]) + '\n');
    }

    /// <summary>A scalar, or a range with both ends included, as the Unicode data files write them: <c>00C5</c>, <c>0300..036F</c>.</summary>
    public static string Range(int first, int last) => first == last ? Hex(first) : $"{Hex(first)}..{Hex(last)}";

    /// <summary>Scalars with spaces between them: <c>0041 030A</c>.</summary>
    public static string Scalars(IEnumerable<int> scalars) => string.Join(' ', scalars.Select(Hex));

    private static string Hex(int scalar) => scalar.ToString("X4", CultureInfo.InvariantCulture);
}
