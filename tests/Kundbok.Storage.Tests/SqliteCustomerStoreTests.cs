using Kundbok.Storage.Sqlite;

namespace Kundbok.Storage.Tests;

public sealed class SqliteCustomerStoreTests : CustomerStoreContract
{
    private readonly TemporaryDirectory _directory = new();

    protected override ValueTask<IRegister> OpenAsync() => new(SqliteRegister.Open(_directory.Path, TimeProvider.System));

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        Directory.EnumerateFiles(_directory.Path).Select(Path.GetFileName).ShouldNotContain(name => name!.EndsWith("-wal", StringComparison.Ordinal), "the log was not emptied into the database");
        _directory.Dispose();
    }
}
