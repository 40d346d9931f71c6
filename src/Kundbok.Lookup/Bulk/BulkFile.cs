using System.IO.Compression;
using System.Text.RegularExpressions;
using Kundbok.Contracts;

namespace Kundbok.Lookup.Bulk;

/// <summary>
/// A bulk file of a Swedish registry, read from its zip row by row: however large it is, no more than a row of it is held. Which of
/// the two it is, is told by the name of the text in the zip.
/// </summary>
/// <remarks>Everything here may throw <see cref="BulkFileException"/>.</remarks>
public sealed partial class BulkFile : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly ZipArchiveEntry _entry;
    private readonly IBulkFormat _format;
    private BulkLines? _lines;

    private BulkFile(string path, ZipArchive zip, ZipArchiveEntry entry, IBulkFormat format)
    {
        Path = path;
        _zip = zip;
        _entry = entry;
        _format = format;
    }

    /// <summary>Where the zip is.</summary>
    public string Path { get; }

    /// <summary>Whose file it is.</summary>
    public OrganisationRegistry Registry => _format.Registry;

    /// <summary>When the text in the zip was written, by the clock of whoever did; the time zone is not told.</summary>
    public DateTime Written => _entry.LastWriteTime.DateTime;

    /// <summary>What has become of the rows that were read so far.</summary>
    public BulkReport Report { get; } = new();

    /// <summary>The part of the text that was read so far: from 0 to 1.</summary>
    public double Progress => _entry.Length == 0 ? 1 : Math.Min(1, (double)(_lines?.BytesRead ?? 0) / _entry.Length);

    /// <summary>Opens the zip and finds the text in it.</summary>
    public static BulkFile Open(string path)
    {
        if (!File.Exists(path)) throw new BulkFileException($"There is no file {path}.");
        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            foreach (var entry in zip.Entries)
            {
                if (FormatOf(entry.Name) is { } format) return new BulkFile(path, zip, entry, format);
            }

            throw new BulkFileException($"{path} is a zip, but holds no bolagsverket_bulkfil.txt and no scb_bulkfil_JE_….txt: is it another of the registry's files?");
        }
        catch (Exception fault)
        {
            zip?.Dispose();
            if (fault is InvalidDataException) throw new BulkFileException($"{path} is no zip, or was cut short: fetch it again.", fault);
            throw;
        }
    }

    /// <summary>Every row that names an organisation, in the order of the file. To be gone through once.</summary>
    public IEnumerable<BulkRow> ReadRows()
    {
        using var stream = Guarded(_entry.Open);
        _lines = new BulkLines(stream);
        if (Guarded(_lines.Next) is not BulkLine.Whole || !_format.ReadHeader(Decode()))
            throw new BulkFileException($"{Path} does not begin with the header row of that file: {_format.HeaderSentence}");

        while (Guarded(_lines.Next) is var line && line != BulkLine.End)
        {
            Report.Read++;
            var row = default(BulkRow);
            var outcome = line == BulkLine.TooLong || !_format.CanDecode(_lines.Current) ? BulkOutcome.BrokenText : _format.Read(Decode(), out row);
            Report.Count(outcome, _lines.Number);
            if (outcome is BulkOutcome.Kept or BulkOutcome.Deregistered) yield return row;
        }

        if (_lines.BytesRead != _entry.Length || _lines.Checksum != _entry.Crc32) throw Damaged();
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private static IBulkFormat? FormatOf(string name) =>
        name.Equals("bolagsverket_bulkfil.txt", StringComparison.OrdinalIgnoreCase) ? new BolagsverketFormat()
        : ScbName().IsMatch(name) ? new ScbFormat()
        : null;

    private ReadOnlySpan<char> Decode() => _format.Decode(_lines!.Current);

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(fault);
        }
    }

    private BulkFileException Damaged(Exception? fault = null) => new($"{Path} is damaged: fetch it again.", fault);

    [GeneratedRegex(@"^scb_bulkfil_JE_.*\.txt$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ScbName();
}

/// <summary>A row that names an organisation.</summary>
/// <param name="Number">Its number: ten digits.</param>
/// <param name="Organisation">The organisation; null when the row says that it is no longer registered.</param>
public readonly record struct BulkRow(string Number, Organisation? Organisation);

/// <summary>A bulk file cannot be read; the message is one line that says what to do, with nothing of the file's content.</summary>
public sealed class BulkFileException : Exception
{
    /// <summary>Creates the fault.</summary>
    /// <param name="message">One line for the operator.</param>
    /// <param name="inner">What was thrown below.</param>
    public BulkFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
