using System.Globalization;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>
/// A lock on a connection of its own, which no pool hands on. PostgreSQL ends the session, and with it the lock, when the connection is lost,
/// or its holder stands still.
/// </summary>
internal sealed class PostgresDeliveryLease : IDeliveryLease
{
    private readonly NpgsqlConnection _connection;
    private readonly SemaphoreSlim _turn = new(1);

    private PostgresDeliveryLease(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Takes it; null while another session has it.</summary>
    /// <param name="connections">Where the connection comes from.</param>
    /// <param name="longestSilence">After how long without being asked it is lost.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="RegisterUnavailableException">The database cannot answer now.</exception>
    public static async ValueTask<PostgresDeliveryLease?> TryTakeAsync(PostgresConnections connections, TimeSpan longestSilence, CancellationToken cancellation)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await connections.OpenAloneAsync(cancellation);
            if (await TryLockAsync(connection, longestSilence, cancellation)) return new PostgresDeliveryLease(connection);
            await connection.DisposeAsync();
            return null;
        }
        catch (Exception fault)
        {
            if (connection is not null) await connection.DisposeAsync();
            if (PostgresFaults.Unavailable(fault) is { } unavailable) throw unavailable;
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsHeldAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await PostgresLocks.IsHeldAsync(_connection, PostgresLocks.Deliveries, cancellation);
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException or IOException)
        {
            return false; // the connection is lost, or was closed
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            PostgresLocks.Release(_connection, PostgresLocks.Deliveries); // closing frees it too, a moment later
            await _connection.DisposeAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async ValueTask<bool> TryLockAsync(NpgsqlConnection connection, TimeSpan longestSilence, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        PostgresLocks.TryTake(batch, PostgresLocks.Deliveries);
        batch.Add("SELECT set_config('idle_session_timeout', $1, false)", longestSilence.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture));
        return await batch.ExecuteScalarAsync(cancellation) is true;
    }
}
