using Kundbok.Storage.Sqlite;

namespace Kundbok.Storage.Tests;

public sealed class SqliteLookupStoreTests : LookupStoreContract
{
    private readonly TemporaryDirectory _directory = new();

    protected override ValueTask<IRegister> OpenAsync() => new(SqliteRegister.Open(_directory.Path, TimeProvider.System));

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        _directory.Dispose();
    }
}
