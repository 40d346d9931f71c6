using Kundbok.Contracts;

namespace Kundbok.Storage.Sqlite;

/// <inheritdoc cref="ICustomerStore"/>
internal sealed class SqliteCustomerStore(SqliteReaders readers, SqliteWriter writer, TimeProvider time) : ICustomerStore, IDisposable
{
    private const string Document = "SELECT document FROM customer WHERE key = $key";

    // What goes through all rows of a merchant: more of that at once would take processors and readers from the others.
    private const int MostCostlyQueries = 2;

    private readonly SemaphoreSlim _costlyQueries = new(MostCostlyQueries);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> FindAsync(long merchant, long id, CancellationToken cancellation) =>
        CustomerKey.Of(merchant, id) is { } key
            ? readers.ReadAsync(key, static (session, key) => Find(session, key), cancellation)
            : new ValueTask<ReadOnlyMemory<byte>?>((ReadOnlyMemory<byte>?)null);

    /// <inheritdoc/>
    public ValueTask<CustomerPage> FindManyAsync(long merchant, IReadOnlyList<long> ids, CancellationToken cancellation) =>
        readers.ReadAsync((merchant, ids), static (session, asked) => FindMany(session, asked.merchant, asked.ids), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> FindMissingAsync(long merchant, IReadOnlyList<long> ids, CancellationToken cancellation) =>
        readers.ReadAsync((merchant, ids), static (session, asked) => (IReadOnlyList<long>)FindMissing(session, asked.merchant, asked.ids), cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerPage> ListAsync(long merchant, CustomerFilter filter, CustomerSlice slice, CancellationToken cancellation) =>
        QueryAsync(
            SqliteFilter.Translate(merchant, filter),
            slice,
            static (session, asked) => SqliteCustomerQueries.List(session, asked.Filter, asked.State),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(long merchant, CustomerFilter filter, CancellationToken cancellation) =>
        QueryAsync(
            SqliteFilter.Translate(merchant, filter),
            0,
            static (session, asked) => SqliteCustomerQueries.Count(session, asked.Filter),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> CreateAsync(long merchant, CustomerInput input, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, input, now: time.GetUtcNow()),
            static (session, asked) =>
            {
                var (stored, taken) = Writes(session, asked.merchant, asked.now).Create([new NewCustomer(asked.input)]);
                return taken is null ? stored[0] : (CustomerWrite)taken;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite.NumberTaken?> CreateManyAsync(long merchant, IReadOnlyList<NewCustomer> customers, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, customers, now: time.GetUtcNow()),
            static (session, asked) => Writes(session, asked.merchant, asked.now).Create(asked.customers).Taken,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> UpdateAsync(long merchant, long id, CustomerInput input, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, id, input, now: time.GetUtcNow()),
            static (session, asked) => Writes(session, asked.merchant, asked.now).Update(asked.id, asked.input),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<int> RemoveAsync(long merchant, IReadOnlyCollection<long> ids, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, ids, now: time.GetUtcNow()),
            static (session, asked) => Writes(session, asked.merchant, asked.now).Remove(asked.ids),
            cancellation);

    public void Dispose() => _costlyQueries.Dispose();

    private async ValueTask<T> QueryAsync<TState, T>(
        SqliteFilter filter, TState state, Func<SqliteSession, (SqliteFilter Filter, TState State), T> query, CancellationToken cancellation)
    {
        if (!filter.IsCostly) return await readers.ReadAsync((filter, state), query, cancellation);

        await _costlyQueries.WaitAsync(cancellation);
        try
        {
            return await readers.ReadAsync((filter, state), query, cancellation);
        }
        finally
        {
            _costlyQueries.Release();
        }
    }

    private static CustomerWrites Writes(SqliteSession session, long merchant, DateTimeOffset now) => new(new SqliteMerchantRows(session, merchant), merchant, now);

    private static ReadOnlyMemory<byte>? Find(SqliteSession session, long key)
    {
        using var reader = session.Prepared(Document).With("$key", key).ExecuteReader();
        if (!reader.Read()) return null;
        return SQLitePCL.raw.sqlite3_column_blob(reader.Handle, 0).ToArray();
    }

    private static CustomerPage FindMany(SqliteSession session, long merchant, IReadOnlyList<long> ids)
    {
        var page = new CustomerPage();
        session.InSnapshot(() =>
        {
            foreach (var id in ids)
            {
                if (page.IsFull)
                {
                    page.AddUnread(id);
                    continue;
                }

                if (CustomerKey.Of(merchant, id) is not { } key) continue;
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
                var there = CustomerKey.Of(merchant, id) is { } key
                    && session.Prepared("SELECT 1 FROM customer WHERE key = $key").With("$key", key).ExecuteScalar() is not null;
                if (!there) missing.Add(id);
            }
        });
        return missing;
    }
}
