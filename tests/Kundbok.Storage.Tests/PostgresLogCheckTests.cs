using Kundbok.Storage.Postgres;

namespace Kundbok.Storage.Tests;

public sealed class PostgresLogCheckTests : LogCheckContract
{
    private TestDatabase? _database;

    protected override async ValueTask<IRegister> OpenAsync()
    {
        _database = await SharedPostgres.CreateDatabaseAsync();
        return PostgresRegister.Open(_database.ConnectionString, Time);
    }

    protected override Task DamageAsync(string onSqlite, string onPostgres) => _database!.ExecuteAsync(onPostgres);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
