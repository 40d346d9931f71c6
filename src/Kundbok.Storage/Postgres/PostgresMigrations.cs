using System.Runtime.ExceptionServices;
using DbUp;
using DbUp.Postgresql;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>
/// Brings the database to this program's schema: the numbered files of Migrations/, each run once, in order, by one node at a time. Each
/// leaves the database such that the version before goes on with it, so that nodes can be upgraded one by one.
/// </summary>
internal static class PostgresMigrations
{
    private const string Folder = "Kundbok.Storage.Postgres.Migrations.";

    /// <summary>Whether the database has a register.</summary>
    public static bool HasRegister(NpgsqlConnection connection)
    {
        using var command = connection.Command("SELECT to_regclass('register') IS NOT NULL AND to_regclass('schemaversions') IS NOT NULL");
        return (bool)command.ExecuteScalar()!;
    }

    /// <param name="source">The database.</param>
    /// <param name="connection">A connection to it, which holds the lock meanwhile.</param>
    /// <exception cref="RegisterUnusableException">A newer version made the database, or a migration failed.</exception>
    public static void Run(NpgsqlDataSource source, NpgsqlConnection connection)
    {
        using var held = PostgresLocks.Take(connection, PostgresLocks.Migration);
        PostgresRequirements.Ensure(connection);
        var database = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(source))
            .JournalToPostgresqlTable(Schema(connection), "schemaversions");
        var result = RegisterMigrations.Run(database, Folder, "start that version");
        if (result.Error is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused) ExceptionDispatchInfo.Throw(refused); // told with what to do
        RegisterMigrations.EnsureSuccessful(result, Folder);
    }

    private static string Schema(NpgsqlConnection connection)
    {
        using var command = connection.Command("SELECT current_schema()::text");
        return command.ExecuteScalar() as string ?? throw new RegisterUnusableException("The role has no schema to create tables in: run GRANT USAGE, CREATE ON SCHEMA public TO the role, or make it the database's owner.");
    }
}
