using Kundbok.Storage.Sqlite;

namespace Kundbok.Storage.Tests;

public sealed class SqlitePurgeTests : PurgeContract
{
    private readonly TemporaryDirectory _directory = new();

    protected override ValueTask<IRegister> OpenAsync() => new(SqliteRegister.Open(_directory.Path, Time));

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        _directory.Dispose();
    }
}
