using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>Reads, each on a connection of the pool and in one statement, which is one snapshot.</summary>
internal sealed class PostgresReaders(PostgresConnections connections)
{
    private const int MostAttempts = 3;

    /// <summary>Runs a read, and runs it again on another connection when this one was lost: it has changed nothing.</summary>
    /// <exception cref="RegisterUnavailableException">The database cannot answer now.</exception>
    public async ValueTask<T> ReadAsync<TState, T>(TState state, Func<NpgsqlConnection, TState, CancellationToken, ValueTask<T>> read, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await connections.OpenAsync(cancellation);
                return await read(connection, state, cancellation);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                cancellation.ThrowIfCancellationRequested();
                if (connections.IsWorthAnother(fault) && attempt < MostAttempts) continue;
                if (PostgresFaults.Unavailable(fault) is { } unavailable) throw unavailable;
                throw;
            }
        }
    }

    /// <summary>All rows of a statement.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public ValueTask<IReadOnlyList<T>> ListAsync<T>(string sql, object[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) =>
        ReadAsync(
            (sql, parameters, read),
            static async (connection, asked, cancellation) =>
            {
                await using var command = await connection.PreparedAsync(asked.sql, cancellation, [.. asked.parameters.Select(Copy)]);
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                var rows = new List<T>();
                while (await reader.ReadAsync(cancellation)) rows.Add(asked.read(reader));
                return (IReadOnlyList<T>)rows;
            },
            cancellation);

    // A parameter belongs to one command; a read may be tried again.
    private static object Copy(object parameter) => parameter is NpgsqlParameter typed ? typed.Clone() : parameter;
}
