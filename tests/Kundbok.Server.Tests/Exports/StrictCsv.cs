using System.Text;

namespace Kundbok.Server.Tests.Exports;

/// <summary>
/// Reads CSV as RFC 4180 has it and nothing more lenient: every record ends with CRLF, quotes only around a whole cell, a quote
/// inside doubled, no bare CR, LF or quote outside quotes.
/// </summary>
internal static class StrictCsv
{
    public static List<string[]> Parse(string text, char separator)
    {
        var records = new List<string[]>();
        var cells = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            cells.Add(text[at] == '"' ? Quoted(text, ref at) : Plain(text, ref at, separator));
            if (at < text.Length && text[at] == separator)
            {
                at++;
                continue;
            }

            if (!text.AsSpan(at).StartsWith("\r\n", StringComparison.Ordinal)) throw new FormatException($"Neither separator nor CRLF after a cell, at {at}.");
            at += 2;
            records.Add([.. cells]);
            cells.Clear();
        }

        return cells.Count == 0 ? records : throw new FormatException("The last record has no CRLF.");
    }

    private static string Quoted(string text, ref int at)
    {
        var cell = new StringBuilder();
        while (true)
        {
            var end = text.IndexOf('"', at + 1);
            if (end < 0) throw new FormatException("A quoted cell does not end.");

            cell.Append(text, at + 1, end - at - 1);
            at = end + 1;
            if (at == text.Length || text[at] != '"') return cell.ToString();
            cell.Append('"');
        }
    }

    private static string Plain(string text, ref int at, char separator)
    {
        var length = text.AsSpan(at).IndexOfAny(separator, '\r', '\n');
        var cell = length < 0 ? text[at..] : text.Substring(at, length);
        at += cell.Length;
        return cell.Contains('"', StringComparison.Ordinal) ? throw new FormatException("A quote in a cell without quotes.") : cell;
    }
}
