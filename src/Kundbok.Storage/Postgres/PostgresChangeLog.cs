using Kundbok.Contracts;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <inheritdoc cref="IChangeLog"/>
internal sealed class PostgresChangeLog(PostgresTransactions transactions, PostgresReaders readers, TimeProvider time) : IChangeLog
{
    private const int PurgedAtOnce = 500;

    private const string State = "SELECT r.epoch, coalesce(m.purged_change, 0), coalesce(m.last_change, 0) FROM register AS r LEFT JOIN merchant AS m ON m.id = $1";

    // A window adds the documents' sizes up: no more is sent than is used. The state is in every row, and in one of its own when there are no changes.
    private const string After =
        $"""
        WITH state AS ({State}),
        next AS (
            SELECT {PostgresChangeRows.Columns}, sum(coalesce(length(document), 0)) OVER (ORDER BY sequence) - coalesce(length(document), 0) AS before
            FROM (
                SELECT {PostgresChangeRows.Columns}
                FROM change
                WHERE merchant = $1 AND sequence > $2
                ORDER BY sequence
                LIMIT $3
            ) AS c
        )
        SELECT n.sequence, n.customer, n.kind, n.at, n.actor, n.operation, n.document, s.*
        FROM state AS s
        LEFT JOIN next AS n ON n.before < $4
        ORDER BY n.sequence
        """;

    private const string OfCustomer =
        $"""
        SELECT {PostgresChangeRows.Columns}
        FROM change
        WHERE merchant = $1 AND customer = $2 AND sequence < $3
        ORDER BY sequence DESC
        LIMIT $4
        """;

    // Up to the last of some that are not dated in the future: however many of those there are, they do not stop it.
    private const string Next =
        """
        SELECT c.sequence, c.customer, c.kind, c.at
        FROM change AS c
        WHERE c.merchant = $1
            AND c.sequence > (SELECT m.purged_change FROM merchant AS m WHERE m.id = $1)
            AND c.sequence <= (
                SELECT max(d.sequence)
                FROM (
                    SELECT sequence
                    FROM change
                    WHERE merchant = $1 AND sequence > (SELECT m.purged_change FROM merchant AS m WHERE m.id = $1) AND at <= $2
                    ORDER BY sequence
                    LIMIT $3
                ) AS d
            )
        ORDER BY c.sequence
        """;

    private const string Forget =
        """
        DELETE FROM change AS c
        USING unnest($2, $3) AS f (customer, up_to)
        WHERE c.merchant = $1 AND c.customer = f.customer AND c.sequence <= f.up_to
        """;

    private const string ForgetKeys =
        """
        DELETE FROM kept_answer
        WHERE (merchant, key) IN (SELECT merchant, key FROM kept_answer WHERE at < $1 ORDER BY at LIMIT $2)
        """;

    /// <inheritdoc/>
    public Action<long>? OnCommitted { get; set; }

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadAsync(long merchant, long after, int limit, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, after, limit),
            static async (connection, asked, cancellation) =>
            {
                await using var command = await connection.PreparedAsync(After, cancellation, asked.merchant, asked.after, (long)asked.limit, (long)ChangePages.MostBytes);
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                var changes = new List<Change>();
                ChangeLogState? state = null;
                while (await reader.ReadAsync(cancellation))
                {
                    state ??= StateOf(reader, first: 7);
                    if (!reader.IsDBNull(0)) changes.Add(PostgresChangeRows.Of(reader));
                }

                return new ChangePage(changes, state!);
            },
            cancellation);

    /// <inheritdoc/>
    public async ValueTask<Change?> FindAsync(long merchant, long sequence, CancellationToken cancellation) =>
        await readers.ListAsync(PostgresChangeRows.One, [merchant, sequence], row => PostgresChangeRows.Of(row), cancellation) is [var change] ? change : null;

    /// <inheritdoc/>
    public async ValueTask<ChangeLogState> ReadStateAsync(long merchant, CancellationToken cancellation) =>
        (await readers.ListAsync(State, [merchant], row => StateOf(row, first: 0), cancellation))[0];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<long, long>> ReadLastAsync(IReadOnlyCollection<long> merchants, CancellationToken cancellation) =>
        (await readers.ListAsync("SELECT id, last_change FROM merchant WHERE id = ANY ($1)", [merchants.ToArray()], row => (Merchant: row.GetInt64(0), Last: row.GetInt64(1)), cancellation))
        .ToDictionary(row => row.Merchant, row => row.Last);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Change>> ReadHistoryAsync(long merchant, long customer, long? before, int limit, CancellationToken cancellation) =>
        readers.ListAsync(OfCustomer, [merchant, customer, before ?? long.MaxValue, (long)limit], row => PostgresChangeRows.Of(row), cancellation);

    /// <inheritdoc/>
    public async ValueTask<int> PurgeAsync(long merchant, DateTimeOffset before, CancellationToken cancellation) =>
        await transactions.RunAsync(connection => PurgeAsync(connection, merchant, before)).WaitAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask<int> PurgeKeysAsync(DateTimeOffset before, CancellationToken cancellation) =>
        await transactions.RunAsync(connection => connection.RunAsync(ForgetKeys, before.ToUnixTimeMilliseconds(), (long)PurgedAtOnce)).WaitAsync(cancellation);

    private static ChangeLogState StateOf(NpgsqlDataReader row, int first) => new(row.GetString(first), row.GetInt64(first + 1), row.GetInt64(first + 2));

    // Under the merchant's lock: what is a customer's last version does not change meanwhile.
    private async Task<int> PurgeAsync(NpgsqlConnection connection, long merchant, DateTimeOffset before)
    {
        await connection.RunAsync("SELECT 1 FROM merchant WHERE id = $1 FOR NO KEY UPDATE", merchant);
        var now = time.GetUtcNow();
        var purge = ChangePurge.Of(await ReadNextAsync(connection, merchant, now), before, now);
        if (purge.Count == 0) return 0;

        await connection.RunAsync(Forget, merchant, purge.Forgotten.Select(row => row.Customer).ToArray(), purge.Forgotten.Select(row => row.UpTo).ToArray());
        await connection.RunAsync("UPDATE merchant SET purged_change = $2 WHERE id = $1", merchant, purge.Last);
        return purge.Count;
    }

    private static async Task<List<AgingChange>> ReadNextAsync(NpgsqlConnection connection, long merchant, DateTimeOffset now)
    {
        await using var command = connection.Command(Next, merchant, now.ToUnixTimeMilliseconds(), (long)PurgedAtOnce);
        await using var reader = await command.ExecuteReaderAsync();
        var changes = new List<AgingChange>();
        while (await reader.ReadAsync()) changes.Add(new AgingChange(reader.GetInt64(0), reader.GetInt64(1), (ChangeKind)reader.GetInt16(2), reader.GetInt64(3)));
        return changes;
    }
}
