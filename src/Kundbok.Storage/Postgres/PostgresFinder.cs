using System.Collections.Concurrent;

namespace Kundbok.Storage.Postgres;

/// <summary>
/// Finds single customers. Those that are asked for while others are being found are found together, in one statement: most of what a
/// customer costs is the way to the database and back.
/// </summary>
internal sealed class PostgresFinder(PostgresReaders readers)
{
    private const int MostAtOnce = 64;

    // LATERAL, so that each is found by its key whatever the planner believes of how many there are.
    private const string Documents =
        """
        SELECT asked.place, found.version, found.document
        FROM unnest($1, $2) WITH ORDINALITY AS asked (merchant, id, place)
        CROSS JOIN LATERAL (
            SELECT version, document
            FROM customer
            WHERE customer.merchant = asked.merchant AND customer.id = asked.id
            LIMIT 1
        ) AS found
        """;

    private static readonly int MostStatements = Math.Max(2, Environment.ProcessorCount);

    private readonly ConcurrentQueue<Asked> _waiting = new();
    private int _statements;

    /// <inheritdoc cref="ICustomerStore.FindAsync"/>
    public Task<CustomerVersion?> FindAsync(long merchant, long id, CancellationToken cancellation)
    {
        var asked = new Asked(merchant, id);
        _waiting.Enqueue(asked);
        if (TryBegin()) _ = WorkOffAsync();
        return asked.Found.Task.WaitAsync(cancellation);
    }

    private bool TryBegin()
    {
        if (Interlocked.Increment(ref _statements) <= MostStatements) return true;
        Interlocked.Decrement(ref _statements);
        return false;
    }

    private async Task WorkOffAsync()
    {
        do
        {
            for (var together = Next(); together.Count > 0; together = Next()) await FindAsync(together);
            Interlocked.Decrement(ref _statements);
        }
        while (!_waiting.IsEmpty && TryBegin()); // whoever came between the last look and the end had found no place
    }

    private List<Asked> Next()
    {
        var together = new List<Asked>();
        while (together.Count < MostAtOnce && _waiting.TryDequeue(out var asked)) together.Add(asked);
        return together;
    }

    private async Task FindAsync(List<Asked> together)
    {
        try
        {
            var found = await readers.ReadAsync(
                (Merchants: together.ConvertAll(asked => asked.Merchant).ToArray(), Ids: together.ConvertAll(asked => asked.Id).ToArray()),
                static async (connection, asked, cancellation) =>
                {
                    var found = new CustomerVersion?[asked.Ids.Length];
                    await using var command = await connection.PreparedAsync(Documents, cancellation, asked.Merchants, asked.Ids);
                    await using var reader = await command.ExecuteReaderAsync(cancellation);
                    while (await reader.ReadAsync(cancellation)) found[reader.GetInt64(0) - 1] = new CustomerVersion(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
                    return found;
                },
                CancellationToken.None);
            for (var i = 0; i < together.Count; i++) together[i].Found.SetResult(found[i]);
        }
        catch (Exception fault)
        {
            foreach (var asked in together) asked.Found.SetException(fault);
        }
    }

    private sealed record Asked(long Merchant, long Id)
    {
        public TaskCompletionSource<CustomerVersion?> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
