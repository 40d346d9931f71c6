using Kundbok.Contracts;

namespace Kundbok.Storage.Sqlite;

/// <inheritdoc cref="ICustomerStore"/>
internal sealed class SqliteCustomerStore(string file, SqliteReaders readers, SqliteWriter writer, SqliteChangeLog log, TimeProvider time) : ICustomerStore, IDisposable
{
    private const string Document = "SELECT document, version FROM customer WHERE key = $key";

    // What goes through all rows of a merchant: two at once, and one processor at least is left to the others.
    private static readonly int MostCostlyQueries = Math.Clamp(Environment.ProcessorCount - 1, 1, 2);

    private readonly SemaphoreSlim _costlyQueries = new(MostCostlyQueries);
    private readonly SqliteTrigrams _trigrams = new(readers, time);
    private readonly SqliteErasure _erasure = new(file, writer, time);

    /// <inheritdoc/>
    public ValueTask<CustomerVersion?> FindAsync(long merchant, long id, CancellationToken cancellation) =>
        MerchantKey.Of(merchant, id) is { } key
            ? readers.ReadAsync(key, static (session, key) => Find(session, key), cancellation)
            : new ValueTask<CustomerVersion?>((CustomerVersion?)null);

    /// <inheritdoc/>
    public ValueTask<CustomerPage> FindManyAsync(long merchant, IReadOnlyList<long> ids, CancellationToken cancellation) =>
        readers.ReadAsync((merchant, ids), static (session, asked) => FindMany(session, asked.merchant, asked.ids), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> FindMissingAsync(long merchant, IReadOnlyList<long> ids, CancellationToken cancellation) =>
        readers.ReadAsync((merchant, ids), static (session, asked) => (IReadOnlyList<long>)FindMissing(session, asked.merchant, asked.ids), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerPage> ListAsync(long merchant, CustomerFilter filter, CustomerSlice slice, CancellationToken cancellation) =>
        QueryAsync(merchant, filter, slice, static (session, asked) => SqliteCustomerQueries.List(session, asked.Filter, asked.State), cancellation);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(long merchant, CustomerFilter filter, CancellationToken cancellation) =>
        QueryAsync(merchant, filter, 0, static (session, asked) => SqliteCustomerQueries.Count(session, asked.Filter), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerTally> TallyAsync(long merchant, CancellationToken cancellation) => readers.ReadAsync(merchant, SqliteCustomerFigures.Tally, cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerSpread> SpreadAsync(long merchant, IReadOnlyList<DateTimeOffset> instants, CancellationToken cancellation) =>
        readers.ReadLongAsync((merchant, instants), static (session, asked) => SqliteCustomerFigures.Spread(session, asked.merchant, asked.instants), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> CreateAsync(long merchant, CustomerInput input, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, origin, input, static (writes, input) => writes.Create(input), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite.NumberTaken?> CreateManyAsync(long merchant, IReadOnlyList<NewCustomer> customers, Actor actor, CancellationToken cancellation) =>
        WriteAsync(merchant, new ChangeOrigin(actor), customers, static (writes, customers) => writes.CreateMany(customers), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> UpdateAsync(long merchant, long id, CustomerInput input, VersionCondition? condition, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, origin, (id, input, condition), static (writes, asked) => writes.Update(asked.id, asked.input, asked.condition), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> RemoveAsync(long merchant, long id, VersionCondition? condition, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, origin, (id, condition), static (writes, asked) => writes.Remove(asked.id, asked.condition), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> RemoveManyAsync(long merchant, IReadOnlyCollection<long> ids, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, origin, ids, static (writes, ids) => writes.RemoveMany(ids), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> RestoreAsync(long merchant, long id, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, origin, id, static (writes, id) => writes.Restore(id), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> RevertAsync(long merchant, long id, long version, VersionCondition? condition, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, origin, (id, version, condition), static (writes, asked) => writes.Revert(asked.id, asked.version, asked.condition), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> UndoAsync(long merchant, long operation, ChangeOrigin origin, CancellationToken cancellation) =>
        WriteAsync(merchant, origin, operation, static (writes, operation) => writes.Undo(operation), cancellation);

    /// <inheritdoc/>
    public async ValueTask<CustomerWrite> EraseAsync(long merchant, long id, ChangeOrigin origin, CancellationToken cancellation)
    {
        var outcome = await WriteAsync(merchant, origin, id, static (writes, id) => writes.Erase(id), cancellation);
        if (outcome is CustomerWrite.Erased) await _erasure.OverwriteAsync().WaitAsync(cancellation); // to its end, also when nobody waits any more
        return outcome;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeptAnswer>> ListKeptAnswersAsync(long merchant, long id, CancellationToken cancellation) =>
        readers.ReadAsync((merchant, id), static (session, asked) => (IReadOnlyList<KeptAnswer>)SqliteChangeRows.ListKept(session, asked.merchant, asked.id), cancellation);

    public void Dispose()
    {
        _costlyQueries.Dispose();
        _erasure.Dispose();
    }

    private async ValueTask<T> QueryAsync<TState, T>(
        long merchant, CustomerFilter asked, TState state, Func<SqliteSession, (SqliteFilter Filter, TState State), T> query, CancellationToken cancellation)
    {
        var sample = asked.Conditions.Any(condition => condition is ContainsTerms) ? await _trigrams.SampleAsync(cancellation) : null;
        var filter = SqliteFilter.Translate(merchant, asked, sample);
        if (!filter.IsCostly || await readers.ReadAsync(merchant, SqliteCustomerQueries.IsSmall, cancellation)) return await readers.ReadAsync((filter, state), query, cancellation);

        await _costlyQueries.WaitAsync(cancellation);
        try
        {
            return await readers.ReadLongAsync((filter, state), query, cancellation);
        }
        finally
        {
            _costlyQueries.Release();
        }
    }

    private async ValueTask<T> WriteAsync<TState, T>(long merchant, ChangeOrigin origin, TState state, Func<CustomerWrites, TState, T> write, CancellationToken cancellation)
    {
        var outcome = await writer.WriteCustomersAsync(
            merchant,
            (merchant, origin, state, write, now: time.GetUtcNow()),
            static (rows, asked) => asked.write(new CustomerWrites(rows, asked.merchant, asked.now, asked.origin), asked.state),
            cancellation);
        log.OnCommitted?.Invoke(merchant);
        return outcome;
    }

    private static CustomerVersion? Find(SqliteSession session, long key)
    {
        using var reader = session.Prepared(Document).With("$key", key).ExecuteReader();
        if (!reader.Read()) return null;
        return new CustomerVersion(reader.GetInt64(1), SQLitePCL.raw.sqlite3_column_blob(reader.Handle, 0).ToArray());
    }

    private static CustomerPage FindMany(SqliteSession session, long merchant, IReadOnlyList<long> ids)
    {
        var page = new CustomerPage(ids.Count);
        session.InSnapshot(() =>
        {
            foreach (var id in ids)
            {
                if (page.IsFull)
                {
                    page.AddUnread(id);
                    continue;
                }

                if (MerchantKey.Of(merchant, id) is not { } key) continue;
                using var reader = session.Prepared(Document).With("$key", key).ExecuteReader();
                if (reader.Read()) page.Add(id, SQLitePCL.raw.sqlite3_column_blob(reader.Handle, 0));
            }
        });
        return page;
    }

    private static List<long> FindMissing(SqliteSession session, long merchant, IReadOnlyList<long> ids)
    {
        var missing = new List<long>();
        session.InSnapshot(() =>
        {
            foreach (var id in ids.Distinct())
            {
                var there = MerchantKey.Of(merchant, id) is { } key
                    && session.Prepared("SELECT 1 FROM customer WHERE key = $key").With("$key", key).ExecuteScalar() is not null;
                if (!there) missing.Add(id);
            }
        });
        return missing;
    }
}
