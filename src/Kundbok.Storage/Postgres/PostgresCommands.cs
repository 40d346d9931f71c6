using Npgsql;
using NpgsqlTypes;

namespace Kundbok.Storage.Postgres;

/// <summary>Short ways to say what is said often.</summary>
internal static class PostgresCommands
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(1_500);

    /// <summary>
    /// Opens a connection to the primary. Of several hosts, one that lost a connection is not asked again for a second: that long it is
    /// waited for, since it may be only that connection that was lost, or another host that becomes the primary.
    /// </summary>
    public static async ValueTask<NpgsqlConnection> OpenPrimaryAsync(this NpgsqlDataSource source, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; ; waited += BetweenAttempts)
        {
            try
            {
                return await source.OpenConnectionAsync(cancellation);
            }
            catch (NpgsqlException fault) when (IsNoneAsked(fault) && waited < LongestWait)
            {
                await Task.Delay(BetweenAttempts, cancellation);
            }
        }
    }

    // Hosts that were asked and failed are told inside.
    private static bool IsNoneAsked(NpgsqlException fault) => fault is not PostgresException && fault.InnerException is null;

    /// <summary>A statement that is prepared once on each connection and kept there.</summary>
    public static async ValueTask<NpgsqlCommand> PreparedAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] parameters)
    {
        var command = connection.Command(sql, parameters);
        await command.PrepareAsync(cancellation);
        return command;
    }

    /// <summary>A statement whose plan is made for these very parameters, each time.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(Parameter(parameter));
        return command;
    }

    /// <summary>Adds a statement.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(Parameter(parameter));
        batch.BatchCommands.Add(command);
    }

    /// <summary>A number that may be missing.</summary>
    public static NpgsqlParameter Nullable(long? value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (object?)value ?? DBNull.Value };

    /// <summary>A text that may be missing.</summary>
    public static NpgsqlParameter Nullable(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };

    private static NpgsqlParameter Parameter(object value) => value as NpgsqlParameter ?? new NpgsqlParameter { Value = value };
}
