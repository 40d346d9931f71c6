using Kundbok.Storage.Postgres;

namespace Kundbok.Storage.Tests;

public sealed class PostgresAccessStoreTests : AccessStoreContract
{
    private TestDatabase? _database;

    protected override async ValueTask<IRegister> OpenAsync() =>
        PostgresRegister.Open((_database ??= await SharedPostgres.CreateDatabaseAsync()).ConnectionString, Time);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
