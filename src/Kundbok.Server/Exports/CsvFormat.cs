using System.Buffers;
using System.Text;
using Kundbok.Contracts;

namespace Kundbok.Server.Exports;

/// <summary>
/// CSV by RFC 4180, in UTF-8: a header row, every record ended by CRLF, quotes around text that has the separator, a quote, CR or
/// LF, and around no other.
/// </summary>
internal sealed class CsvFormat : IExportFormat
{
    private readonly byte _separator;
    private readonly bool _forSpreadsheets;
    private readonly SearchValues<byte> _quoted;

    private CsvFormat(char separator, bool forSpreadsheets)
    {
        _separator = (byte)separator;
        _forSpreadsheets = forSpreadsheets;
        _quoted = SearchValues.Create([_separator, (byte)'"', (byte)'\r', (byte)'\n']);
    }

    /// <summary>Comma, no byte order mark; what is read back is what is stored.</summary>
    public static CsvFormat Plain { get; } = new(',', forSpreadsheets: false);

    /// <summary>For Excel in Swedish: byte order mark, semicolon, and the <see cref="FormulaGuard"/>.</summary>
    public static CsvFormat ExcelSwedish { get; } = new(';', forSpreadsheets: true);

    public string ContentType => "text/csv; charset=utf-8; header=present";

    public string Extension => "csv";

    /// <inheritdoc/>
    public void WriteStart(IBufferWriter<byte> output)
    {
        if (_forSpreadsheets) output.Write(Encoding.UTF8.Preamble);
        foreach (var field in CustomerFields.All)
        {
            WriteSeparator(field.Ordinal, output);
            Encoding.UTF8.GetBytes(field.Name, output);
        }

        output.Write("\r\n"u8);
    }

    /// <inheritdoc/>
    public void WriteCustomer(ReadOnlySpan<byte> document, IBufferWriter<byte> output)
    {
        using var fields = new DocumentFields(document);
        while (fields.MoveNext())
        {
            WriteSeparator(fields.Ordinal, output);
            if (!fields.Value.IsEmpty) WriteCell(fields.Value, output);
        }

        output.Write("\r\n"u8);
    }

    /// <inheritdoc/>
    public void WriteEnd(IBufferWriter<byte> output)
    {
    }

    private void WriteSeparator(int ordinal, IBufferWriter<byte> output)
    {
        if (ordinal > 0) output.Write([_separator]);
    }

    private void WriteCell(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var quoted = text.ContainsAny(_quoted);
        if (quoted) output.Write("\""u8);
        if (_forSpreadsheets && FormulaGuard.IsNeeded(text)) output.Write([FormulaGuard.Mark]);
        while (quoted && text.IndexOf((byte)'"') is var quote and >= 0)
        {
            output.Write(text[..quote]);
            output.Write("\"\""u8);
            text = text[(quote + 1)..];
        }

        output.Write(text);
        if (quoted) output.Write("\""u8);
    }
}
