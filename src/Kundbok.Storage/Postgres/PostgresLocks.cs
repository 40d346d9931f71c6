using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>Locks over all nodes, which go with the connection that holds them.</summary>
internal static class PostgresLocks
{
    /// <summary>Of whoever migrates the database.</summary>
    public const long Migration = 0x6b756e64626f6b01;

    /// <summary>Of whoever sets the register up.</summary>
    public const long SetUp = 0x6b756e64626f6b02;

    /// <summary>Of whoever delivers to webhooks.</summary>
    public const long Deliveries = 0x6b756e64626f6b03;

    /// <summary>Of whoever loads the directory of organisations.</summary>
    public const long DirectoryLoad = 0x6b756e64626f6b04;

    /// <summary>Where the sessions are that hold the lock of the number $1, which lies there in halves.</summary>
    public const string Holders =
        """
        FROM pg_locks
        WHERE locktype = 'advisory'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND classid::bigint = $1 >> 32
          AND objid::bigint = $1 & 4294967295
          AND objsubid = 1
          AND granted
        """;

    private const string TryLock = "SELECT pg_try_advisory_lock($1)";

    private const string Held = $"SELECT EXISTS (SELECT 1 {Holders} AND pid = pg_backend_pid())";

    /// <summary>Waits for the lock and holds it until what is returned is disposed of.</summary>
    public static IDisposable Take(NpgsqlConnection connection, long id)
    {
        using var command = Lock(connection, id);
        command.ExecuteNonQuery();
        return new HeldLock(connection, id);
    }

    /// <inheritdoc cref="Take"/>
    public static async ValueTask<IDisposable> TakeAsync(NpgsqlConnection connection, long id, CancellationToken cancellation)
    {
        await using var command = Lock(connection, id);
        await command.ExecuteNonQueryAsync(cancellation);
        return new HeldLock(connection, id);
    }

    /// <summary>Adds what takes the lock, and gives whether it did: not while another session holds it. See <see cref="Release"/>.</summary>
    public static void TryTake(NpgsqlBatch batch, long id) => batch.Add(TryLock, id);

    /// <summary>Takes the lock and says whether it did: not while another session holds it. See <see cref="Release"/>.</summary>
    public static async ValueTask<bool> TryTakeAsync(NpgsqlConnection connection, long id, CancellationToken cancellation)
    {
        await using var command = connection.Command(TryLock, id);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>Whether the connection's session holds the lock.</summary>
    public static async ValueTask<bool> IsHeldAsync(NpgsqlConnection connection, long id, CancellationToken cancellation)
    {
        await using var command = connection.Command(Held, id);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>Gives the lock back.</summary>
    public static void Release(NpgsqlConnection connection, long id)
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

    private static NpgsqlCommand Lock(NpgsqlConnection connection, long id)
    {
        var command = connection.Command("SELECT pg_advisory_lock($1)", id);
        command.CommandTimeout = 0;
        return command;
    }

    private sealed class HeldLock(NpgsqlConnection connection, long id) : IDisposable
    {
        public void Dispose() => Release(connection, id);
    }
}
