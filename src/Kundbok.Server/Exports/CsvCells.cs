using System.Buffers;
using System.Text;

namespace Kundbok.Server.Exports;

/// <summary>Writes the rows of CSV by RFC 4180: quotes around text that has the separator, a quote, CR or LF, and around no other.</summary>
/// <param name="separator">What is between cells: ASCII.</param>
/// <param name="guarded">Whether the <see cref="FormulaGuard"/> is applied.</param>
internal sealed class CsvCells(char separator, bool guarded)
{
    private readonly byte[] _separator = [(byte)separator];
    private readonly SearchValues<byte> _quoted = SearchValues.Create([(byte)separator, (byte)'"', (byte)'\r', (byte)'\n']);

    /// <summary>Writes what is before the cell at that place.</summary>
    public void WriteSeparator(int ordinal, IBufferWriter<byte> output)
    {
        if (ordinal > 0) output.Write(_separator);
    }

    /// <summary>Writes a cell.</summary>
    public void WriteCell(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var quoted = text.ContainsAny(_quoted);
        if (quoted) output.Write("\""u8);
        if (guarded && FormulaGuard.IsNeeded(text)) output.Write([FormulaGuard.Mark]);
        while (quoted && text.IndexOf((byte)'"') is var quote and >= 0)
        {
            output.Write(text[..quote]);
            output.Write("\"\""u8);
            text = text[(quote + 1)..];
        }

        output.Write(text);
        if (quoted) output.Write("\""u8);
    }

    /// <summary>Writes a whole row.</summary>
    public void WriteRow(IReadOnlyList<string> cells, IBufferWriter<byte> output)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            WriteSeparator(i, output);
            WriteCell(Encoding.UTF8.GetBytes(cells[i]), output);
        }

        WriteEnd(output);
    }

    /// <summary>Writes what ends a row.</summary>
    public static void WriteEnd(IBufferWriter<byte> output) => output.Write("\r\n"u8);
}
