namespace Kundbok.Portal.Tests.Published;

/// <summary>The published program, started from another directory than its own, with invented customers.</summary>
public sealed class PublishedProgram : IAsyncLifetime
{
    /// <summary>How many customers there are.</summary>
    public const int Customers = 20;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("kundbok-published-");
    private ServerProcess? _process;

    /// <summary>The program. Without one the test is skipped.</summary>
    internal ServerProcess Process
    {
        get
        {
            Requires.Published();
            return _process!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Requires.PublishedDirectory is { } published) _process = await ServerProcess.StartAsync([], Path.Combine(published, "server"), _data.FullName, "--demo", $"{Customers}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
