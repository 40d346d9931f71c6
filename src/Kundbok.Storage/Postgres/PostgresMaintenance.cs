using System.Runtime.CompilerServices;
using Kundbok.Contracts;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <inheritdoc cref="IRegisterMaintenance"/>
internal sealed class PostgresMaintenance(PostgresConnections connections, PostgresReaders readers, PostgresTransactions transactions, PostgresWriter writer, TimeProvider time) : IRegisterMaintenance
{
    private const long CustomersAtOnce = 500;

    /// <inheritdoc/>
    public async ValueTask PingAsync(CancellationToken cancellation) =>
        await readers.ReadAsync(
            0,
            static async (connection, _, cancellation) =>
            {
                await using var command = await connection.PreparedAsync("SELECT pg_is_in_recovery() FROM register", cancellation);
                return await command.ExecuteScalarAsync(cancellation) is false ? true : throw new RegisterUnavailableException("The database is a standby, which takes no writes.");
            },
            cancellation);

    /// <inheritdoc/>
    /// <remarks>Within one snapshot instead of a copy. Damage below that is looked for with PostgreSQL's own pg_amcheck.</remarks>
    public async IAsyncEnumerable<string> CheckAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await foreach (var finding in PostgresCheck.RunAsync(connection, Instants.ToDate(time.GetUtcNow()), cancellation)) yield return finding;
    }

    /// <inheritdoc/>
    /// <remarks>An index that is damaged itself is made again with PostgreSQL's own REINDEX INDEX CONCURRENTLY.</remarks>
    public async ValueTask<long> ReindexAsync(CancellationToken cancellation)
    {
        var count = 0L;
        foreach (var merchant in await readers.ListAsync("SELECT id FROM merchant ORDER BY id", [], row => row.GetInt64(0), cancellation)) count += await ReindexAsync(merchant, cancellation);
        await transactions.RunAsync(RemoveOrphansAsync);
        return count;
    }

    /// <inheritdoc/>
    public async ValueTask<IAsyncDisposable> LockSetUpAsync(CancellationToken cancellation)
    {
        var connection = await OpenAsync(cancellation);
        try
        {
            return new HeldLock(connection, await PostgresLocks.TakeAsync(connection, PostgresLocks.SetUp, cancellation));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            return await connections.OpenAsync(cancellation);
        }
        catch (Exception fault)
        {
            if (PostgresFaults.Unavailable(fault) is { } unavailable) throw unavailable;
            throw;
        }
    }

    private async ValueTask<long> ReindexAsync(long merchant, CancellationToken cancellation)
    {
        var (count, last) = (0L, 0L);
        while (await ReadAsync(merchant, last, cancellation) is { Count: > 0 } customers)
        {
            await RepairAsync(merchant, customers, cancellation);
            count += customers.Count;
            last = customers[^1].Id;
        }

        await transactions.RunAsync(connection => RepairTallyAsync(connection, merchant));
        return count;
    }

    private ValueTask<IReadOnlyList<StoredCustomer>> ReadAsync(long merchant, long after, CancellationToken cancellation) =>
        readers.ListAsync(PostgresStoredCustomers.After, [merchant, after, CustomersAtOnce], PostgresStoredCustomers.Of, cancellation);

    // Within the writer's lock the document is read again: somebody may have changed it since it was found wrong.
    private async ValueTask RepairAsync(long merchant, IReadOnlyList<StoredCustomer> customers, CancellationToken cancellation)
    {
        var today = Instants.ToDate(time.GetUtcNow());
        long[] wrong = [.. customers.Where(stored => stored.Read() is { } customer && stored.Columns != DerivedColumns.Of(customer, today)).Select(stored => stored.Id)];
        if (wrong.Length == 0) return;

        await writer.WriteAsync(
            merchant,
            new PostgresWriteNeeds { Changed = wrong },
            rows =>
            {
                foreach (var id in wrong)
                {
                    if (rows.Find(id) is { } row) rows.Update(id, row.Version, before: null, DerivedColumns.Of(CustomerJson.Read(row.Document), today), row.Document);
                }

                return wrong.Length;
            },
            cancellation);
    }

    private static async Task<int> RepairTallyAsync(NpgsqlConnection connection, long merchant)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        batch.Add("SELECT 1 FROM merchant WHERE id = $1 FOR NO KEY UPDATE", merchant);
        batch.Add("DELETE FROM customer_tally WHERE merchant = $1", merchant);
        batch.Add("INSERT INTO customer_tally (merchant, traits, customers) SELECT merchant, traits, count(*) FROM customer WHERE merchant = $1 GROUP BY merchant, traits", merchant);
        return await batch.ExecuteNonQueryAsync();
    }

    private static async Task<int> RemoveOrphansAsync(NpgsqlConnection connection)
    {
        await using var command = connection.Command($"DELETE FROM customer_text AS d USING ({PostgresStoredCustomers.Orphans}) AS o WHERE d.merchant = o.merchant AND d.id = o.id");
        command.CommandTimeout = 0;
        return await command.ExecuteNonQueryAsync();
    }

    private sealed class HeldLock(NpgsqlConnection connection, IDisposable held) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            held.Dispose();
            await connection.DisposeAsync();
        }
    }
}
