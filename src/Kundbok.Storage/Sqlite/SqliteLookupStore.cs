using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <inheritdoc cref="ILookupStore"/>
internal sealed class SqliteLookupStore(SqliteReaders readers, SqliteWriter writer) : ILookupStore
{
    public const string AccountColumns = "merchant, source, settings";

    public const string AuditColumns = "merchant, at, actor, source, outcome, number";

    private const int PurgedAtOnce = 1_000;

    private const string SetAccount =
        """
        INSERT INTO lookup_account (merchant, source, settings)
        SELECT id, $source, $settings FROM merchant WHERE id = $merchant
        ON CONFLICT (merchant, source) DO UPDATE SET settings = excluded.settings
        """;

    private const string Purge = "DELETE FROM lookup_audit WHERE id IN (SELECT id FROM lookup_audit WHERE at < $before ORDER BY at LIMIT $limit)";

    // A clock that was far ahead for a while must not hold the turns until then.
    private const string TakeTurn =
        """
        INSERT INTO lookup_turn (source, period, taken)
        VALUES ($source, $period, 1)
        ON CONFLICT (source) DO UPDATE
        SET taken = CASE WHEN excluded.period > period OR excluded.period < period - 5 THEN 1 ELSE taken + 1 END,
            period = CASE WHEN excluded.period > period OR excluded.period < period - 5 THEN excluded.period ELSE period END
        WHERE excluded.period > period
           OR excluded.period < period - 5
           OR taken < $most
        """;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LookupAccount>> ListAccountsAsync(CancellationToken cancellation) =>
        readers.ReadAsync(0, static (session, _) => SqliteAccessStore.ReadAll(session.Prepared($"SELECT {AccountColumns} FROM lookup_account ORDER BY merchant, source"), AccountOf), cancellation);

    /// <inheritdoc/>
    public ValueTask<LookupAccount?> FindAccountAsync(long merchant, string source, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, source),
            static (session, asked) => SqliteAccessStore.ReadAll(
                session.Prepared($"SELECT {AccountColumns} FROM lookup_account WHERE merchant = $merchant AND source = $source").With("$merchant", asked.merchant).With("$source", asked.source),
                AccountOf) is [var account] ? account : null,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> SetAccountAsync(LookupAccount account, CancellationToken cancellation) =>
        writer.WriteAsync(account, static (session, account) => Set(session, account), cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> ResealAccountAsync(LookupAccount read, ReadOnlyMemory<byte> resealed, CancellationToken cancellation) =>
        writer.WriteAsync(
            (read, resealed),
            static (session, asked) => session.Prepared("UPDATE lookup_account SET settings = $settings WHERE merchant = $merchant AND source = $source AND settings = $read")
                .With("$merchant", asked.read.Merchant).With("$source", asked.read.Source).With("$read", asked.read.Settings.ToArray()).With("$settings", asked.resealed.ToArray())
                .ExecuteNonQuery() == 1,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAccountAsync(long merchant, string source, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, source),
            static (session, removed) => session.Prepared("DELETE FROM lookup_account WHERE merchant = $merchant AND source = $source")
                .With("$merchant", removed.merchant).With("$source", removed.source).ExecuteNonQuery() == 1,
            cancellation);

    /// <inheritdoc/>
    public async ValueTask AddAuditAsync(LookupAudit audit, CancellationToken cancellation) =>
        await writer.WriteAsync(audit, static (session, audit) => Add(session, audit), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LookupAudit>> ListAuditsAsync(long merchant, int limit, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, limit),
            static (session, asked) => SqliteAccessStore.ReadAll(
                session.Prepared($"SELECT {AuditColumns} FROM lookup_audit WHERE merchant = $merchant ORDER BY id DESC LIMIT $limit").With("$merchant", asked.merchant).With("$limit", asked.limit),
                AuditOf),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<int> PurgeAuditsAsync(DateTimeOffset before, CancellationToken cancellation) =>
        writer.WriteAsync(
            before.ToUnixTimeMilliseconds(),
            static (session, before) => session.Prepared(Purge).With("$before", before).With("$limit", PurgedAtOnce).ExecuteNonQuery(),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> TryTakeTurnAsync(string source, long window, int most, CancellationToken cancellation) =>
        writer.WriteAsync(
            (source, window, most),
            static (session, asked) => session.Prepared(TakeTurn).With("$source", asked.source).With("$period", asked.window).With("$most", asked.most).ExecuteNonQuery() == 1,
            cancellation);

    public static bool Set(SqliteSession session, LookupAccount account) => session.Prepared(SetAccount)
        .With("$merchant", account.Merchant).With("$source", account.Source).With("$settings", account.Settings.ToArray()).ExecuteNonQuery() == 1;

    /// <summary>Adds a look-up, under its own id when it has one.</summary>
    public static bool Add(SqliteSession session, LookupAudit audit, long? id = null) => session.Prepared($"INSERT INTO lookup_audit ({AuditColumns}, id) VALUES ($merchant, $at, $actor, $source, $outcome, $number, $id)")
        .With("$id", id)
        .With("$merchant", audit.Merchant)
        .With("$at", audit.At.ToUnixTimeMilliseconds())
        .With("$actor", audit.Actor.ToString())
        .With("$source", audit.Source)
        .With("$outcome", audit.Outcome)
        .With("$number", audit.Number.ToArray())
        .ExecuteNonQuery() == 1;

    public static LookupAccount AccountOf(SqliteDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2));

    public static LookupAudit AuditOf(SqliteDataReader row) => new(
        row.GetInt64(0),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        Actor.Parse(row.GetString(2)),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.GetString(4),
        row.GetFieldValue<byte[]>(5));
}
