using Kundbok.BulkFiles;
using Kundbok.Lookup.Bulk;
using Kundbok.Server.Commands;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Commands;

public sealed class LoadProgressTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose()
    {
        _files.Dispose();
        _output.Dispose();
    }

    [Fact]
    public async Task Elsewhere_than_on_a_terminal_there_is_a_line_every_other_second()
    {
        using var file = Read(70);
        var progress = new LoadProgress(_output, _time, onTerminal: false);

        for (var i = 0; i < 50; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            progress.Report(file);
        }

        await progress.EndAsync();
        _output.ToString().ShouldBe("file.zip: 100 %, 70 rows, 2 s\nfile.zip: 100 %, 70 rows, 4 s\n");
    }

    [Fact]
    public async Task On_a_terminal_one_line_is_written_over_and_taken_away_in_the_end()
    {
        using var longer = Read(1_000);
        using var shorter = Read(7);
        var progress = new LoadProgress(_output, _time, onTerminal: true);

        foreach (var file in new[] { longer, longer, shorter })
        {
            _time.Advance(TimeSpan.FromMilliseconds(60));
            progress.Report(file);
        }

        _time.Advance(TimeSpan.FromMilliseconds(60));
        progress.Report(shorter);
        await progress.EndAsync();

        _output.ToString().ShouldBe($"\rfile.zip: 100 %, 1000 rows, 0 s\rfile.zip: 100 %, 7 rows, 0 s   \r{new string(' ', 28)}\r");
    }

    private BulkFile Read(int rows)
    {
        var path = _files.File($"{rows}/file.zip");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SyntheticRegistry.WriteBolagsverket(path, rows);
        var file = BulkFile.Open(path);
        foreach (var _ in file.ReadRows())
        {
        }

        return file;
    }
}
