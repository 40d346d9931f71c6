using Npgsql;

namespace Kundbok.TestDatabases;

/// <summary>Statements on a connection of their own, which no pool keeps.</summary>
internal static class Statements
{
    /// <summary>A database that is made as the server has them, whatever its templates have been given.</summary>
    public const string DatabaseOptions = "TEMPLATE template0 ENCODING 'UTF8'";

    public static string UniqueName() => $"kundbok_{Guid.NewGuid():N}";

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static Task CreateDatabaseAsync(string connectionString, string name, string options = DatabaseOptions) =>
        ExecuteAsync(connectionString, $"CREATE DATABASE {Quoted(name)} {options}");

    public static Task DropDatabaseAsync(string connectionString, string name) => ExecuteAsync(connectionString, $"DROP DATABASE IF EXISTS {Quoted(name)} WITH (FORCE)");

    public static Task ExecuteAsync(string connectionString, string sql) => RunAsync(connectionString, sql, async command => await command.ExecuteNonQueryAsync());

    public static Task<object?> ScalarAsync(string connectionString, string sql) => RunAsync(connectionString, sql, command => command.ExecuteScalarAsync());

    private static async Task<T> RunAsync<T>(string connectionString, string sql, Func<NpgsqlCommand, Task<T>> run)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // tests write their own SQL
        command.CommandText = sql;
#pragma warning restore CA2100
        return await run(command);
    }
}
