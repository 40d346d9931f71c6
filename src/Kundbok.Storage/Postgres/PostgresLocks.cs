using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>Locks over all nodes, which go with the connection that holds them.</summary>
internal static class PostgresLocks
{
    /// <summary>Of whoever migrates the database.</summary>
    public const long Migration = 0x6b756e64626f6b01;

    /// <summary>Of whoever sets the register up.</summary>
    public const long SetUp = 0x6b756e64626f6b02;

    /// <summary>Waits for the lock and holds it until what is returned is disposed of.</summary>
    public static IDisposable Take(NpgsqlConnection connection, long id)
    {
        using var command = Lock(connection, id);
        command.ExecuteNonQuery();
        return new Held(connection, id);
    }

    /// <inheritdoc cref="Take"/>
    public static async ValueTask<IDisposable> TakeAsync(NpgsqlConnection connection, long id, CancellationToken cancellation)
    {
        await using var command = Lock(connection, id);
        await command.ExecuteNonQueryAsync(cancellation);
        return new Held(connection, id);
    }

    private static NpgsqlCommand Lock(NpgsqlConnection connection, long id)
    {
        var command = connection.Command("SELECT pg_advisory_lock($1)", id);
        command.CommandTimeout = 0;
        return command;
    }

    private sealed class Held(NpgsqlConnection connection, long id) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                using var command = connection.Command("SELECT pg_advisory_unlock($1)", id);
                command.ExecuteNonQuery();
            }
            catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException)
            {
                // The connection is lost, and the lock with it.
            }
        }
    }
}
