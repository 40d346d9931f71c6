using Kundbok.Contracts;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <inheritdoc cref="ICustomerStore"/>
internal sealed class PostgresCustomerStore(PostgresReaders readers, PostgresWriter writer, PostgresChangeLog log, TimeProvider time) : ICustomerStore, IDisposable
{
    private const string Missing =
        """
        SELECT asked.id
        FROM unnest($2) WITH ORDINALITY AS asked (id, place)
        WHERE NOT EXISTS (SELECT 1 FROM customer AS c WHERE c.merchant = $1 AND c.id = asked.id)
        ORDER BY asked.place
        """;

    // What goes through all rows of a merchant: more of that at once would take processors and connections from the others.
    private const int MostCostlyQueries = 2;

    private static readonly string Many = PostgresCustomerQueries.Documents(
        """
        SELECT asked.id, '' AS sort, row_number() OVER (ORDER BY asked.place) AS place
        FROM unnest($2) WITH ORDINALITY AS asked (id, place)
        WHERE EXISTS (SELECT 1 FROM customer AS c WHERE c.merchant = $1 AND c.id = asked.id)
        """,
        "$1");

    private readonly SemaphoreSlim _costlyQueries = new(MostCostlyQueries);
    private readonly PostgresFinder _finder = new(readers);

    /// <inheritdoc/>
    public ValueTask<CustomerVersion?> FindAsync(long merchant, long id, CancellationToken cancellation) => new(_finder.FindAsync(merchant, id, cancellation));

    /// <inheritdoc/>
    public ValueTask<CustomerPage> FindManyAsync(long merchant, IReadOnlyList<long> ids, CancellationToken cancellation) =>
        readers.ReadAsync((merchant, ids), static (connection, asked, cancellation) => FindManyAsync(connection, asked.merchant, asked.ids, cancellation), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> FindMissingAsync(long merchant, IReadOnlyList<long> ids, CancellationToken cancellation) =>
        readers.ListAsync(Missing, [merchant, ids.Distinct().ToArray()], row => row.GetInt64(0), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerPage> ListAsync(long merchant, CustomerFilter filter, CustomerSlice slice, CancellationToken cancellation) =>
        QueryAsync(merchant, filter, (connection, sql, cancellation) => PostgresCustomerQueries.ListAsync(connection, sql, slice, cancellation), cancellation);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(long merchant, CustomerFilter filter, CancellationToken cancellation) =>
        QueryAsync(merchant, filter, PostgresCustomerQueries.CountAsync, cancellation);

    /// <inheritdoc/>
    public async ValueTask<CustomerTally> TallyAsync(long merchant, CancellationToken cancellation) =>
        CustomerTally.Of(await readers.ListAsync(PostgresCustomerFigures.Tally, [merchant], row => (row.GetInt32(0), row.GetInt64(1)), cancellation));

    /// <inheritdoc/>
    public ValueTask<CustomerSpread> SpreadAsync(long merchant, IReadOnlyList<DateTimeOffset> instants, CancellationToken cancellation) =>
        readers.ReadAsync((merchant, instants), static (connection, asked, cancellation) => PostgresCustomerFigures.SpreadAsync(connection, asked.merchant, asked.instants, cancellation), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> CreateAsync(long merchant, CustomerInput input, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, new() { Numbers = NumbersOf([input]), NewIds = 1 }, origin, writes => writes.Create(input), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite.NumberTaken?> CreateManyAsync(long merchant, IReadOnlyList<NewCustomer> customers, Actor actor, CancellationToken cancellation) =>
        WriteAsync(
            merchant,
            new() { Numbers = NumbersOf(customers.Select(customer => customer.Input)), NewIds = customers.Count },
            new ChangeOrigin(actor),
            writes => writes.CreateMany(customers),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> UpdateAsync(long merchant, long id, CustomerInput input, VersionCondition? condition, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, new() { Changed = [id], Numbers = NumbersOf([input]) }, origin, writes => writes.Update(id, input, condition), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> RemoveAsync(long merchant, long id, VersionCondition? condition, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, new() { Removed = [id] }, origin, writes => writes.Remove(id, condition), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> RemoveManyAsync(long merchant, IReadOnlyCollection<long> ids, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, new() { Removed = ids }, origin, writes => writes.RemoveMany(ids), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> RestoreAsync(long merchant, long id, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, new() { Removed = [id], Past = id }, origin, writes => writes.Restore(id), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> RevertAsync(long merchant, long id, long version, VersionCondition? condition, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, new() { Changed = [id], Sequence = version }, origin, writes => writes.Revert(id, version, condition), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> UndoAsync(long merchant, long operation, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, new() { Operation = operation }, origin, writes => writes.Undo(operation), cancellation);

    /// <inheritdoc/>
    /// <remarks>What the files of the database still hold of it is PostgreSQL's to overwrite: docs/postgresql.md says when it does.</remarks>
    public ValueTask<CustomerWrite> EraseAsync(long merchant, long id, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, new() { Removed = [id], Past = id }, origin, writes => writes.Erase(id), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeptAnswer>> ListKeptAnswersAsync(long merchant, long id, CancellationToken cancellation) =>
        readers.ListAsync(PostgresChangeRows.KeptOf, [merchant, id], row => new KeptAnswer(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), row.GetInt64(1)), cancellation);

    public void Dispose() => _costlyQueries.Dispose();

    private async ValueTask<T> WriteAsync<T>(long merchant, PostgresWriteNeeds needs, ChangeOrigin origin, Func<CustomerWrites, T> write, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (origin.Key is { } key) needs = needs with { Keys = [key.Key.ToArray()] };
        var outcome = await writer.WriteAsync(merchant, needs, rows => write(new CustomerWrites(rows, merchant, now, origin)), cancellation);
        log.OnCommitted?.Invoke(merchant);
        return outcome;
    }

    // A retry translates again: each statement adds parameters of its own.
    private async ValueTask<T> QueryAsync<T>(
        long merchant, CustomerFilter filter, Func<NpgsqlConnection, PostgresFilter, CancellationToken, ValueTask<T>> query, CancellationToken cancellation)
    {
        var costly = PostgresFilter.Translate(merchant, filter).IsCostly;
        if (costly) await _costlyQueries.WaitAsync(cancellation);
        try
        {
            return await readers.ReadAsync(
                (merchant, filter, query),
                static (connection, asked, cancellation) => asked.query(connection, PostgresFilter.Translate(asked.merchant, asked.filter), cancellation),
                cancellation);
        }
        finally
        {
            if (costly) _costlyQueries.Release();
        }
    }

    private static string[] NumbersOf(IEnumerable<CustomerInput> customers) =>
        [.. customers.Select(customer => customer[CustomerFields.Number]).OfType<string>().Where(number => number.Length > 0)];

    private static async ValueTask<CustomerPage> FindManyAsync(NpgsqlConnection connection, long merchant, IReadOnlyList<long> ids, CancellationToken cancellation)
    {
        var page = new CustomerPage(ids.Count);
        try
        {
            await using var command = await connection.PreparedAsync(Many, cancellation, merchant, ids.Take(PostgresCustomerQueries.MostDocuments).ToArray());
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation)) PostgresCustomerQueries.Add(page, reader, reader.GetInt64(0));
            foreach (var id in ids.Skip(PostgresCustomerQueries.MostDocuments)) page.AddUnread(id);
            return page;
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }
}
