using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <inheritdoc cref="ILookupStore"/>
internal sealed class PostgresLookupStore(PostgresTransactions transactions, PostgresReaders readers) : ILookupStore
{
    public const string AccountColumns = "merchant, source, settings";

    public const string AuditColumns = "merchant, at, actor, source, outcome, number";

    private const string SetAccount =
        """
        INSERT INTO lookup_account (merchant, source, settings)
        SELECT id, $2, $3 FROM merchant WHERE id = $1
        ON CONFLICT (merchant, source) DO UPDATE SET settings = excluded.settings
        """;

    private const long PurgedAtOnce = 1_000;

    private const string AddAudit = $"INSERT INTO lookup_audit ({AuditColumns}) VALUES ($1, $2, $3, $4, $5, $6)";

    private const string Purge = "DELETE FROM lookup_audit WHERE id IN (SELECT id FROM lookup_audit WHERE at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)";

    // A clock that was far ahead for a while must not hold the turns until then.
    private const string TakeTurn =
        """
        INSERT INTO lookup_turn AS t (source, period, taken)
        VALUES ($1, $2, 1)
        ON CONFLICT (source) DO UPDATE
        SET taken = CASE WHEN excluded.period > t.period OR excluded.period < t.period - 5 THEN 1 ELSE t.taken + 1 END,
            period = CASE WHEN excluded.period > t.period OR excluded.period < t.period - 5 THEN excluded.period ELSE t.period END
        WHERE excluded.period > t.period
           OR excluded.period < t.period - 5
           OR t.taken < $3
        """;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LookupAccount>> ListAccountsAsync(CancellationToken cancellation) =>
        readers.ListAsync($"SELECT {AccountColumns} FROM lookup_account ORDER BY merchant, source", [], AccountOf, cancellation);

    /// <inheritdoc/>
    public async ValueTask<LookupAccount?> FindAccountAsync(long merchant, string source, CancellationToken cancellation) =>
        await readers.ListAsync($"SELECT {AccountColumns} FROM lookup_account WHERE merchant = $1 AND source = $2", [merchant, source], AccountOf, cancellation) is [var account] ? account : null;

    /// <inheritdoc/>
    public async ValueTask<bool> SetAccountAsync(LookupAccount account, CancellationToken cancellation) =>
        await RunAsync(SetAccount, cancellation, account.Merchant, account.Source, account.Settings.ToArray()) == 1;

    /// <inheritdoc/>
    public async ValueTask<bool> ResealAccountAsync(LookupAccount read, ReadOnlyMemory<byte> resealed, CancellationToken cancellation) => await RunAsync(
        "UPDATE lookup_account SET settings = $4 WHERE merchant = $1 AND source = $2 AND settings = $3", cancellation, read.Merchant, read.Source, read.Settings.ToArray(), resealed.ToArray()) == 1;

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAccountAsync(long merchant, string source, CancellationToken cancellation) =>
        await RunAsync("DELETE FROM lookup_account WHERE merchant = $1 AND source = $2", cancellation, merchant, source) == 1;

    /// <inheritdoc/>
    public async ValueTask AddAuditAsync(LookupAudit audit, CancellationToken cancellation) =>
        await transactions.RunAsync(connection => connection.RunAsync(AddAudit, Values(audit))).WaitAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LookupAudit>> ListAuditsAsync(long merchant, int limit, CancellationToken cancellation) =>
        readers.ListAsync($"SELECT {AuditColumns} FROM lookup_audit WHERE merchant = $1 ORDER BY id DESC LIMIT $2", [merchant, (long)limit], AuditOf, cancellation);

    /// <inheritdoc/>
    public async ValueTask<int> PurgeAuditsAsync(DateTimeOffset before, CancellationToken cancellation) => await RunAsync(Purge, cancellation, before.ToUnixTimeMilliseconds(), PurgedAtOnce);

    /// <inheritdoc/>
    public async ValueTask<bool> TryTakeTurnAsync(string source, long window, int most, CancellationToken cancellation) => await RunAsync(TakeTurn, cancellation, source, window, most) == 1;

    public static void Set(NpgsqlBatch batch, LookupAccount account) => batch.Add(SetAccount, account.Merchant, account.Source, account.Settings.ToArray());

    /// <summary>Adds what adds look-ups under their own ids, and has the next ones counted on from there.</summary>
    public static void Add(NpgsqlBatch batch, IReadOnlyList<CopiedAudit> audits)
    {
        batch.Add("DELETE FROM lookup_audit WHERE id = ANY ($1)", audits.Select(audit => audit.Id).ToArray());
        foreach (var (id, audit) in audits) batch.Add($"INSERT INTO lookup_audit ({AuditColumns}, id) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6, $7)", [.. Values(audit), id]);
        batch.Add("SELECT setval(pg_get_serial_sequence('lookup_audit', 'id'), (SELECT max(id) FROM lookup_audit))");
    }

    public static LookupAccount AccountOf(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2));

    public static LookupAudit AuditOf(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        Actor.Parse(row.GetString(2)),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.GetString(4),
        row.GetFieldValue<byte[]>(5));

    private static object[] Values(LookupAudit audit) =>
        [audit.Merchant, audit.At.ToUnixTimeMilliseconds(), audit.Actor.ToString(), PostgresCommands.Nullable(audit.Source), audit.Outcome, audit.Number.ToArray()];

    // Cancelling stops the waiting, not the write.
    private async ValueTask<int> RunAsync(string sql, CancellationToken cancellation, params object[] parameters) =>
        await transactions.RunAsync(connection => connection.RunAsync(sql, parameters)).WaitAsync(cancellation);
}
