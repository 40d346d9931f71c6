using Npgsql;

namespace Kundbok.TestDatabases;

/// <summary>An empty database of its own for a test, dropped when it is disposed of.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _server;

    private TestDatabase(string server, string name)
    {
        _server = server;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <summary>Its name, which no other has.</summary>
    public string Name { get; }

    /// <summary>Opens it, as the role that made it.</summary>
    public string ConnectionString { get; }

    /// <summary>Runs a statement in it.</summary>
    public Task ExecuteAsync(string sql) => Statements.ExecuteAsync(ConnectionString, sql);

    /// <summary>The first value that a query in it gives.</summary>
    public Task<object?> ScalarAsync(string sql) => Statements.ScalarAsync(ConnectionString, sql);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString)) NpgsqlConnection.ClearPool(connection);
        await Statements.DropDatabaseAsync(_server, Name);
    }

    internal static async Task<TestDatabase> CreateAsync(string server)
    {
        var database = new TestDatabase(server, Statements.UniqueName());
        await Statements.CreateDatabaseAsync(server, database.Name);
        return database;
    }
}
