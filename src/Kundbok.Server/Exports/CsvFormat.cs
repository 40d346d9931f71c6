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
    private readonly bool _forSpreadsheets;
    private readonly CsvCells _cells;

    private CsvFormat(char separator, bool forSpreadsheets)
    {
        _forSpreadsheets = forSpreadsheets;
        _cells = new CsvCells(separator, guarded: forSpreadsheets);
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
            _cells.WriteSeparator(field.Ordinal, output);
            Encoding.UTF8.GetBytes(field.Name, output);
        }

        CsvCells.WriteEnd(output);
    }

    /// <inheritdoc/>
    public void WriteCustomer(ReadOnlySpan<byte> document, IBufferWriter<byte> output)
    {
        using var fields = new DocumentFields(document);
        while (fields.MoveNext())
        {
            _cells.WriteSeparator(fields.Ordinal, output);
            if (!fields.Value.IsEmpty) _cells.WriteCell(fields.Value, output);
        }

        CsvCells.WriteEnd(output);
    }

    /// <inheritdoc/>
    public void WriteEnd(IBufferWriter<byte> output)
    {
    }
}
