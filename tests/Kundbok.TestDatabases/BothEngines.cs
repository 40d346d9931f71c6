using Kundbok.Storage.Postgres;
using Kundbok.Storage.Sqlite;

namespace Kundbok.TestDatabases;

/// <summary>A directory and a database of PostgreSQL, for registers that are taken from one to the other; both are gone after the test.</summary>
public sealed class BothEngines : IAsyncDisposable
{
    private BothEngines(TestDatabase database) => Database = database;

    /// <summary>The database.</summary>
    public TestDatabase Database { get; }

    /// <summary>The directory.</summary>
    public TemporaryDirectory Directory { get; } = new();

    /// <summary>Makes both. Where there is no PostgreSQL the test ends here.</summary>
    public static async Task<BothEngines> CreateAsync() => new(await SharedPostgres.CreateDatabaseAsync());

    /// <summary>Opens a register in the directory.</summary>
    public SqliteRegister Embedded(string name, TimeProvider time)
    {
        System.IO.Directory.CreateDirectory(Directory.File(name));
        return SqliteRegister.Open(Directory.File(name), time);
    }

    /// <summary>Opens the register in the database.</summary>
    public PostgresRegister OnPostgres(TimeProvider time) => PostgresRegister.Open(Database.ConnectionString, time);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Dispose();
    }
}
