using System.Globalization;
using System.Text;

namespace Kundbok.Contracts;

/// <summary>A line of an embedded table: a range of scalars, both ends included, and what follows it.</summary>
internal readonly record struct TableLine(int First, int Last, string Value);

/// <summary>Reads the tables that tools/Kundbok.FoldTable makes; each says in its first lines what the others mean.</summary>
internal static class TableFile
{
    public static IEnumerable<TableLine> Read(string name)
    {
        using var stream = typeof(TableFile).Assembly.GetManifestResourceStream($"{name}-{TextFold.UnicodeVersion}.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#')) yield return Parse(line);
        }
    }

    /// <summary>The scalars of a list such as <c>0041 030A</c>.</summary>
    public static int[] Scalars(string list) =>
        list.Length == 0 ? [] : Array.ConvertAll(list.Split(' '), scalar => Scalar(scalar));

    private static TableLine Parse(string line)
    {
        var semicolon = line.IndexOf(';', StringComparison.Ordinal);
        var range = line.AsSpan(0, semicolon);
        var dots = range.IndexOf("..", StringComparison.Ordinal);
        return new TableLine(
            Scalar(dots < 0 ? range : range[..dots]),
            Scalar(dots < 0 ? range : range[(dots + 2)..]),
            line[(semicolon + 1)..]);
    }

    private static int Scalar(ReadOnlySpan<char> hex) => int.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
