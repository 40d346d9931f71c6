using Kundbok.Storage.Postgres;

namespace Kundbok.Storage.Tests;

public sealed class PostgresPurgeTests : PurgeContract
{
    private TestDatabase? _database;

    protected override async ValueTask<IRegister> OpenAsync()
    {
        _database ??= await SharedPostgres.CreateDatabaseAsync();
        return PostgresRegister.Open(_database.ConnectionString, Time);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
