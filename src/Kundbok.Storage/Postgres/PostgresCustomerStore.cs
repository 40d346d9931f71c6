using Kundbok.Contracts;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <inheritdoc cref="ICustomerStore"/>
internal sealed class PostgresCustomerStore(PostgresReaders readers, PostgresWriter writer, TimeProvider time) : ICustomerStore, IDisposable
{
    private const string Document = "SELECT document FROM customer WHERE merchant = $1 AND id = $2";

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

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> FindAsync(long merchant, long id, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, id),
            static async (connection, asked, cancellation) =>
            {
                await using var command = await connection.PreparedAsync(Document, cancellation, asked.merchant, asked.id);
                return await command.ExecuteScalarAsync(cancellation) is byte[] document ? document : (ReadOnlyMemory<byte>?)null;
            },
            cancellation);

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
    public ValueTask<CustomerWrite> CreateAsync(long merchant, CustomerInput input, CancellationToken cancellation)
    {
        var customer = new NewCustomer(input);
        return WriteAsync(
            merchant,
            new([], [], NumbersOf([customer]), NewIds: 1),
            writes => writes.Create([customer]) is var (stored, taken) && taken is null ? stored[0] : (CustomerWrite)taken!,
            cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<CustomerWrite.NumberTaken?> CreateManyAsync(long merchant, IReadOnlyList<NewCustomer> customers, CancellationToken cancellation) =>
        WriteAsync(merchant, new([], [], NumbersOf(customers), customers.Count), writes => writes.Create(customers).Taken, cancellation);

    /// <inheritdoc/>
    public ValueTask<CustomerWrite> UpdateAsync(long merchant, long id, CustomerInput input, CancellationToken cancellation) =>
        WriteAsync(merchant, new([id], [], NumbersOf([new NewCustomer(input)]), NewIds: 0), writes => writes.Update(id, input), cancellation);

    /// <inheritdoc/>
    public ValueTask<int> RemoveAsync(long merchant, IReadOnlyCollection<long> ids, CancellationToken cancellation) =>
        WriteAsync(merchant, new([], ids, [], NewIds: 0), writes => writes.Remove(ids), cancellation);

    public void Dispose() => _costlyQueries.Dispose();

    private ValueTask<T> WriteAsync<T>(long merchant, PostgresWriteNeeds needs, Func<CustomerWrites, T> write, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return writer.WriteAsync(merchant, needs, rows => write(new CustomerWrites(rows, merchant, now)), cancellation);
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

    private static string[] NumbersOf(IEnumerable<NewCustomer> customers) =>
        [.. customers.Select(customer => customer.Input[CustomerFields.Number]).OfType<string>().Where(number => number.Length > 0)];

    private static async ValueTask<CustomerPage> FindManyAsync(NpgsqlConnection connection, long merchant, IReadOnlyList<long> ids, CancellationToken cancellation)
    {
        var page = new CustomerPage();
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
