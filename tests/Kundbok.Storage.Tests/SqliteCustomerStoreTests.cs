using Kundbok.Storage.Sqlite;

namespace Kundbok.Storage.Tests;

public sealed class SqliteCustomerStoreTests : CustomerStoreContract
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kundbok-test-").FullName;

    protected override ValueTask<IRegister> OpenAsync() => new(SqliteRegister.Open(_directory, TimeProvider.System));

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        Directory.EnumerateFiles(_directory).Select(Path.GetFileName).ShouldNotContain(name => name!.EndsWith("-wal", StringComparison.Ordinal), "the log was not emptied into the database");
        Directory.Delete(_directory, recursive: true);
    }
}
