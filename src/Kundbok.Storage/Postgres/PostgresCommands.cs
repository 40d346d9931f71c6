using Npgsql;
using NpgsqlTypes;

namespace Kundbok.Storage.Postgres;

/// <summary>Short ways to say what is said often.</summary>
internal static class PostgresCommands
{
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

    /// <summary>Runs a statement and gives back how many rows it concerned.</summary>
    public static async Task<int> RunAsync(this NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return await command.ExecuteNonQueryAsync();
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
