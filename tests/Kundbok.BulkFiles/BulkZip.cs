using System.IO.Compression;
using System.Text;

namespace Kundbok.BulkFiles;

/// <summary>Writes zips in the shape of the registries' bulk files, with the rows that a test wants.</summary>
public static class BulkZip
{
    /// <summary>Name of the text in Bolagsverket's zip.</summary>
    public const string BolagsverketText = "bolagsverket_bulkfil.txt";

    /// <summary>Name of a text in SCB's zip.</summary>
    public const string ScbText = "scb_bulkfil_JE_20260112T041000_1.txt";

    /// <summary>The first row of Bolagsverket's text.</summary>
    public const string BolagsverketHeader =
        "organisationsidentitet;namnskyddslopnummer;registreringsland;organisationsnamn;organisationsform;avregistreringsdatum;avregistreringsorsak;"
        + "pagandeAvvecklingsEllerOmstruktureringsforfarande;registreringsdatum;verksamhetsbeskrivning;postadress";

    /// <summary>The first row of SCB's text: columns that are used, among others.</summary>
    public const string ScbHeader = "PeOrgNr\tNamn\tForetagsnamn\tCOAdress\tGatuadress\tPostNr\tPostOrt\tFtgStat\tJEStat\tReklamsparrtyp\t";

    /// <summary>When the texts say that they were written.</summary>
    public static DateTimeOffset Written { get; } = new(2026, 1, 12, 4, 10, 0, TimeSpan.Zero);

    /// <summary>Writes a file of Bolagsverket's, in UTF-8.</summary>
    public static void WriteBolagsverket(string path, IEnumerable<string> rows, string header = BolagsverketHeader) =>
        Write(path, BolagsverketText, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), "\n", rows.Prepend(header));

    /// <summary>Writes a file of SCB's, in Latin-1.</summary>
    public static void WriteScb(string path, IEnumerable<string> rows, string header = ScbHeader) => Write(path, ScbText, Encoding.Latin1, "\r\n", rows.Prepend(header));

    /// <summary>A row of Bolagsverket's.</summary>
    /// <param name="identity">The number with its kind.</param>
    /// <param name="names">Names with kinds and dates.</param>
    /// <param name="address">Five parts.</param>
    /// <param name="deregistered">A date, or nothing.</param>
    /// <param name="procedures">What is going on.</param>
    /// <param name="activity">What it does.</param>
    public static string Bolagsverket(string identity, string names, string address, string deregistered = "", string procedures = "", string activity = "Text") =>
        $"\"{identity}\";\"1\";\"SE-LAND\";\"{names}\";\"AB-ORGFO\";\"{deregistered}\";\"\";\"{procedures}\";\"2001-02-03\";\"{activity}\";\"{address}\"";

    /// <summary>A row of SCB's.</summary>
    public static string Scb(string number, string name, string careOf = "", string street = "", string postalCode = "", string city = "", string status = "1", string advertising = "1") =>
        $"{number}\t{name}\t\t{careOf}\t{street}\t{postalCode}\t{city}\t{status}\t1\t{advertising}\t";

    /// <summary>Writes a zip with one text in it.</summary>
    public static void Write(string path, string name, Encoding encoding, string lineEnd, IEnumerable<string> lines)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Written;
        using var writer = new StreamWriter(entry.Open(), encoding, bufferSize: 1 << 16) { NewLine = lineEnd };
        foreach (var line in lines) writer.WriteLine(line);
    }
}
