using Kundbok.Contracts;

namespace Kundbok.Storage.Sqlite;

/// <inheritdoc cref="IChangeLog"/>
internal sealed class SqliteChangeLog(SqliteReaders readers, SqliteWriter writer, TimeProvider time) : IChangeLog
{
    private const int PurgedAtOnce = 500;

    private const string State = "SELECT epoch, coalesce(purged_change, 0), coalesce(last_change, 0) FROM register LEFT JOIN merchant ON merchant.id = $merchant";

    private const string Last = "SELECT id, last_change FROM merchant WHERE id IN (SELECT value FROM json_each($merchants))";

    // Up to the last of some that are not dated in the future: however many of those there are, they do not stop it.
    private const string Next =
        """
        SELECT key, customer, kind, at
        FROM change
        WHERE key > (SELECT ($merchant << 40) | purged_change FROM merchant WHERE id = $merchant)
            AND key <= (
                SELECT max(key)
                FROM (
                    SELECT key
                    FROM change
                    WHERE key > (SELECT ($merchant << 40) | purged_change FROM merchant WHERE id = $merchant) AND key <= $last AND at <= $now
                    ORDER BY key
                    LIMIT $limit
                )
            )
        ORDER BY key
        """;

    private const string ForgetKeys =
        """
        DELETE FROM kept_answer
        WHERE (merchant, key) IN (SELECT merchant, key FROM kept_answer WHERE at < $before ORDER BY at LIMIT $limit)
        """;

    /// <inheritdoc/>
    public Action<long>? OnCommitted { get; set; }

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadAsync(long merchant, long after, int limit, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, after, limit),
            static (session, asked) =>
            {
                var changes = new List<Change>();
                ChangeLogState? state = null;
                session.InSnapshot(() =>
                {
                    state = ReadState(session, asked.merchant);
                    changes.AddRange(ChangePages.UntilFull(SqliteChangeRows.ReadAfter(session, asked.merchant, asked.after, asked.limit)));
                });
                return new ChangePage(changes, state!);
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<Change?> FindAsync(long merchant, long sequence, CancellationToken cancellation) =>
        readers.ReadAsync((merchant, sequence), static (session, asked) => SqliteChangeRows.Find(session, asked.merchant, asked.sequence), cancellation);

    /// <inheritdoc/>
    public ValueTask<ChangeLogState> ReadStateAsync(long merchant, CancellationToken cancellation) =>
        readers.ReadAsync(merchant, static (session, merchant) => ReadState(session, merchant), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<long, long>> ReadLastAsync(IReadOnlyCollection<long> merchants, CancellationToken cancellation) =>
        readers.ReadAsync(
            merchants,
            static (session, merchants) =>
            {
                using var reader = session.Prepared(Last).With("$merchants", $"[{string.Join(',', merchants)}]").ExecuteReader();
                var last = new Dictionary<long, long>();
                while (reader.Read()) last.Add(reader.GetInt64(0), reader.GetInt64(1));
                return (IReadOnlyDictionary<long, long>)last;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Change>> ReadHistoryAsync(long merchant, long customer, long? before, int limit, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, customer, before, limit),
            static (session, asked) => (IReadOnlyList<Change>)[.. SqliteChangeRows.ReadHistory(session, asked.merchant, asked.customer, asked.before, asked.limit)],
            cancellation);

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(long merchant, DateTimeOffset before, CancellationToken cancellation) =>
        writer.WriteAsync((merchant, before, now: time.GetUtcNow()), static (session, asked) => Purge(session, asked.merchant, asked.before, asked.now), cancellation);

    /// <inheritdoc/>
    public ValueTask<int> PurgeKeysAsync(DateTimeOffset before, CancellationToken cancellation) =>
        writer.WriteAsync(
            before,
            static (session, before) => session.Prepared(ForgetKeys).With("$before", before.ToUnixTimeMilliseconds()).With("$limit", PurgedAtOnce).ExecuteNonQuery(),
            cancellation);

    private static ChangeLogState ReadState(SqliteSession session, long merchant)
    {
        using var reader = session.Prepared(State).With("$merchant", merchant).ExecuteReader();
        reader.Read();
        return new ChangeLogState(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private static int Purge(SqliteSession session, long merchant, DateTimeOffset before, DateTimeOffset now)
    {
        var purge = ChangePurge.Of(ReadNext(session, merchant, now), before, now);
        foreach (var (customer, upTo) in purge.Forgotten)
        {
            session.Prepared("DELETE FROM change WHERE customer = $customer AND key > $first AND key <= $last")
                .With("$customer", customer).With("$first", MerchantKey.Before(merchant)).With("$last", MerchantKey.Before(merchant) | upTo).ExecuteNonQuery();
        }

        if (purge.Count > 0)
            session.Prepared("UPDATE merchant SET purged_change = $last WHERE id = $merchant").With("$last", purge.Last).With("$merchant", merchant).ExecuteNonQuery();
        return purge.Count;
    }

    private static List<AgingChange> ReadNext(SqliteSession session, long merchant, DateTimeOffset now)
    {
        using var reader = session.Prepared(Next)
            .With("$merchant", merchant).With("$last", MerchantKey.Last(merchant)).With("$now", now.ToUnixTimeMilliseconds()).With("$limit", PurgedAtOnce).ExecuteReader();
        var changes = new List<AgingChange>();
        while (reader.Read()) changes.Add(new AgingChange(MerchantKey.LowOf(reader.GetInt64(0)), reader.GetInt64(1), (ChangeKind)reader.GetInt32(2), reader.GetInt64(3)));
        return changes;
    }
}
