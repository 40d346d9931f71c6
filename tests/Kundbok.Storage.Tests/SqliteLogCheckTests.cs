using Kundbok.Storage.Sqlite;

namespace Kundbok.Storage.Tests;

public sealed class SqliteLogCheckTests : LogCheckContract
{
    private readonly TemporaryDirectory _directory = new();

    protected override ValueTask<IRegister> OpenAsync() => new(SqliteRegister.Open(_directory.Path, Time));

    protected override Task DamageAsync(string onSqlite, string onPostgres)
    {
        using var session = new SqliteSession(_directory.File(SqliteRegister.FileName), readOnly: false);
        session.Execute(onSqlite);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        _directory.Dispose();
    }
}
