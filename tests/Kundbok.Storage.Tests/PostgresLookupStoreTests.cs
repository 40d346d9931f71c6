using Kundbok.Storage.Postgres;

namespace Kundbok.Storage.Tests;

public sealed class PostgresLookupStoreTests : LookupStoreContract
{
    private TestDatabase? _database;

    protected override async ValueTask<IRegister> OpenAsync() =>
        PostgresRegister.Open((_database ??= await SharedPostgres.CreateDatabaseAsync()).ConnectionString, TimeProvider.System);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
