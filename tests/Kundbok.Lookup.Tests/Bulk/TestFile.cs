using Kundbok.Lookup.Bulk;

namespace Kundbok.Lookup.Tests.Bulk;

/// <summary>A bulk file with a few rows, read to its end.</summary>
internal sealed class TestFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kundbok-test-");

    private TestFile(Action<string> write)
    {
        var path = Path.Combine(_directory.FullName, "file.zip");
        write(path);
        using var file = BulkFile.Open(path);
        Rows = [.. file.ReadRows()];
        Report = file.Report;
    }

    public IReadOnlyList<BulkRow> Rows { get; }

    public BulkReport Report { get; }

    public static TestFile Bolagsverket(params string[] rows) => new(path => BulkZip.WriteBolagsverket(path, rows));

    public static TestFile Scb(params string[] rows) => new(path => BulkZip.WriteScb(path, rows));

    public static TestFile ScbWith(string header, params string[] rows) => new(path => BulkZip.WriteScb(path, rows, header));

    public void Dispose() => _directory.Delete(recursive: true);
}
