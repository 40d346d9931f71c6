using Kundbok.Contracts;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <inheritdoc cref="IRegisterTransfer"/>
internal sealed class SqliteTransfer(string file, SqliteReaders readers, SqliteWriter writer, TimeProvider time) : IRegisterTransfer
{
    /// <summary>Ends the name of the file that a server holds open, beside the database.</summary>
    public const string ServedSuffix = ".serve-lock";

    private const int CustomersAtOnce = 2_000;
    private const int AnswersAtOnce = 1_000;
    private const int AuditsAtOnce = 1_000;

    private const string InsertMerchant =
        """
        INSERT INTO merchant (id, name, highest_number, lowest_free_number, last_change, purged_change)
        VALUES ($id, $name, $highest, $lowest, $last, $purged)
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Empty =
        """
        DELETE FROM webhook;
        DELETE FROM lookup_account;
        DELETE FROM token;
        DELETE FROM user;
        DELETE FROM failed_login;
        DELETE FROM secret;
        """;

    /// <inheritdoc/>
    public ValueTask<RegisterStatus> ReadStatusAsync(CancellationToken cancellation) =>
        readers.ReadAsync(
            0,
            static (session, _) =>
            {
                using var row = session.Prepared("SELECT id, state, source FROM register").ExecuteReader();
                row.Read();
                return new RegisterStatus(row.GetString(0), RegisterStates.Parse(row.GetString(1)), row.IsDBNull(2) ? null : row.GetString(2));
            },
            cancellation);

    /// <inheritdoc/>
    public async ValueTask SetStateAsync(RegisterState state, string? source, CancellationToken cancellation) =>
        await writer.WriteAlwaysAsync(
            (state, source),
            static (session, set) => session.Prepared("UPDATE register SET state = $state, source = $source")
                .With("$state", RegisterStates.Format(set.state)).With("$source", set.source).ExecuteNonQuery(),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> ReleaseAsync(CancellationToken cancellation) =>
        writer.WriteAlwaysAsync(
            RegisterStates.Format(RegisterState.Open),
            static (session, open) => SqliteWriter.StateOf(session) == RegisterState.ReadOnly
                && session.Prepared("UPDATE register SET state = $open, source = NULL, epoch = lower(hex(randomblob(4)))").With("$open", open).ExecuteNonQuery() > 0,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> IsServedAsync(CancellationToken cancellation)
    {
        using var free = FileLock.TryTake(file + ServedSuffix);
        return new ValueTask<bool>(free is null);
    }

    /// <inheritdoc/>
    public ValueTask<RegisterHead> ReadHeadAsync(CancellationToken cancellation) =>
        readers.ReadAsync(
            0,
            static (session, _) =>
            {
                RegisterHead? head = null;
                session.InSnapshot(() => head = new RegisterHead(
                    (long)session.Prepared("SELECT last FROM customer_id").ExecuteScalar()!,
                    (string)session.Prepared("SELECT epoch FROM register").ExecuteScalar()!,
                    ReadAll(session, "SELECT id, name, highest_number, lowest_free_number, last_change, purged_change FROM merchant ORDER BY id", MerchantOf),
                    ReadAll(session, $"SELECT {SqliteAccessStore.UserColumns} FROM user ORDER BY user_name", SqliteAccessStore.UserOf),
                    ReadAll(session, $"SELECT {SqliteAccessStore.TokenColumns} FROM token ORDER BY id", SqliteAccessStore.TokenOf),
                    ReadAll(session, "SELECT lower(user_name), failures, last, locked_until FROM failed_login ORDER BY user_name", row => new FailedLogin(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt64(3))),
                    ReadAll(session, "SELECT id, proof FROM secret ORDER BY added, id", row => new SecretMark(row.GetString(0), row.GetString(1))),
                    ReadAll(session, $"SELECT {SqliteWebhookRows.Columns} FROM webhook ORDER BY merchant, id", SqliteWebhookRows.WebhookOf),
                    ReadAll(session, $"SELECT {SqliteLookupStore.AccountColumns} FROM lookup_account ORDER BY merchant, source", SqliteLookupStore.AccountOf)));
                return head!;
            },
            cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteHeadAsync(RegisterHead head, CancellationToken cancellation) =>
        await writer.WriteAlwaysAsync(
            head,
            static (session, head) =>
            {
                EnsureReceiving(session);
                session.Execute(Empty);
                session.Prepared("UPDATE customer_id SET last = $last").With("$last", head.LastCustomerId).ExecuteNonQuery();
                session.Prepared("UPDATE register SET epoch = $epoch").With("$epoch", head.Epoch).ExecuteNonQuery();
                foreach (var merchant in head.Merchants)
                {
                    session.Prepared(InsertMerchant)
                        .With("$id", merchant.Id).With("$name", merchant.Name).With("$highest", merchant.HighestNumber).With("$lowest", merchant.LowestFreeNumber)
                        .With("$last", merchant.LastChange).With("$purged", merchant.PurgedChange).ExecuteNonQuery();
                }

                foreach (var user in head.Users) SqliteAccessStore.Add(session, user);
                foreach (var token in head.Tokens) SqliteAccessStore.Add(session, token);
                foreach (var webhook in head.Webhooks) SqliteWebhookRows.Insert(session, webhook);
                foreach (var account in head.LookupAccounts) SqliteLookupStore.Set(session, account);
                foreach (var failed in head.FailedLogins)
                {
                    session
                        .Prepared("INSERT INTO failed_login (user_name, failures, last, locked_until) VALUES ($name, $failures, $last, $until)")
                        .With("$name", failed.UserName).With("$failures", failed.Failures).With("$last", failed.Last).With("$until", failed.LockedUntil).ExecuteNonQuery();
                }

                for (var i = 0; i < head.Secrets.Count; i++)
                {
                    session.Prepared("INSERT INTO secret (id, proof, added) VALUES ($id, $proof, $place)")
                        .With("$id", head.Secrets[i].Id).With("$proof", head.Secrets[i].Proof).With("$place", i).ExecuteNonQuery();
                }

                return true;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<long> FindLastAsync(long merchant, CancellationToken cancellation) =>
        readers.ReadAsync(
            merchant,
            static (session, merchant) => session.Prepared("SELECT max(key) FROM customer WHERE merchant = $merchant").With("$merchant", merchant).ExecuteScalar() is long key ? MerchantKey.LowOf(key) : 0,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CopiedCustomer>> ReadCustomersAsync(long merchant, long after, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, after),
            static (session, asked) => (IReadOnlyList<CopiedCustomer>)ReadAll(
                session.Prepared("SELECT key, version, document FROM customer WHERE key > $after AND key <= $last ORDER BY key LIMIT $limit")
                    .With("$after", MerchantKey.Before(asked.merchant) | asked.after).With("$last", MerchantKey.Last(asked.merchant)).With("$limit", CustomersAtOnce),
                row => new CopiedCustomer(MerchantKey.LowOf(row.GetInt64(0)), row.GetInt64(1), row.GetFieldValue<byte[]>(2))),
            cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteCustomersAsync(long merchant, IReadOnlyList<CopiedCustomer> customers, CancellationToken cancellation)
    {
        var today = Instants.ToDate(time.GetUtcNow());
        var made = customers.Select(one => CustomerJson.Read(one.Document)).Select(customer => (customer.Created, Columns: DerivedColumns.Of(customer, today))).ToList();
        await writer.WriteAlwaysAsync(
            (merchant, customers, made),
            static (session, copied) =>
            {
                EnsureReceiving(session);
                var group = new SqliteGroup(session);
                var rows = group.RowsOf(copied.merchant);
                var tally = new int[CustomerTraitSet.Combinations];
                foreach (var ((id, version, document), (created, columns)) in copied.customers.Zip(copied.made))
                {
                    rows.Insert(id, version, created, columns, document);
                    tally[columns.Traits]++;
                }

                rows.ChangeTally(tally);
                group.Store();
                return true;
            },
            cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<CopiedLog> FindLogAsync(long merchant, CancellationToken cancellation) =>
        readers.ReadAsync(
            merchant,
            static (session, merchant) => ReadAll(
                session.Prepared("SELECT max(key), count(*) FROM change WHERE key > $first AND key <= $last").With("$first", MerchantKey.Before(merchant)).With("$last", MerchantKey.Last(merchant)),
                row => new CopiedLog(row.IsDBNull(0) ? 0 : MerchantKey.LowOf(row.GetInt64(0)), row.GetInt64(1)))[0],
            cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteChangesAsync(long merchant, IReadOnlyList<Change> changes, CancellationToken cancellation) =>
        await writer.WriteAlwaysAsync(
            (merchant, changes),
            static (session, copied) =>
            {
                EnsureReceiving(session);
                foreach (var change in copied.changes) SqliteChangeRows.Append(session, copied.merchant, change);
                return true;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CopiedAnswer>> ReadAnswersAsync(long merchant, byte[] after, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, after),
            static (session, asked) => (IReadOnlyList<CopiedAnswer>)ReadAll(
                session.Prepared("SELECT key, request, at, outcome, change, customers FROM kept_answer WHERE merchant = $merchant AND key > $after ORDER BY key LIMIT $limit")
                    .With("$merchant", asked.merchant).With("$after", asked.after).With("$limit", AnswersAtOnce),
                row => new CopiedAnswer(
                    row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetInt64(4), row.GetInt32(5))),
            cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteAnswersAsync(long merchant, IReadOnlyList<CopiedAnswer> answers, CancellationToken cancellation) =>
        await writer.WriteAlwaysAsync(
            (merchant, answers),
            static (session, copied) =>
            {
                EnsureReceiving(session);
                foreach (var answer in copied.answers) SqliteChangeRows.KeepAnswer(session, copied.merchant, answer.Key, KeptOutcome.Of(answer));
                return true;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CopiedAudit>> ReadAuditsAsync(long merchant, long after, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, after),
            static (session, asked) => (IReadOnlyList<CopiedAudit>)ReadAll(
                session.Prepared($"SELECT {SqliteLookupStore.AuditColumns}, id FROM lookup_audit WHERE merchant = $merchant AND id > $after ORDER BY id LIMIT $limit")
                    .With("$merchant", asked.merchant).With("$after", asked.after).With("$limit", AuditsAtOnce),
                row => new CopiedAudit(row.GetInt64(6), SqliteLookupStore.AuditOf(row))),
            cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteAuditsAsync(long merchant, IReadOnlyList<CopiedAudit> audits, CancellationToken cancellation) =>
        await writer.WriteAlwaysAsync(
            audits,
            static (session, audits) =>
            {
                EnsureReceiving(session);
                foreach (var (id, audit) in audits)
                {
                    session.Prepared("DELETE FROM lookup_audit WHERE id = $id").With("$id", id).ExecuteNonQuery();
                    SqliteLookupStore.Add(session, audit, id);
                }

                return true;
            },
            cancellation);

    private static CopiedMerchant MerchantOf(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));

    private static void EnsureReceiving(SqliteSession session) =>
        RegisterStates.EnsureReceiving(SqliteWriter.StateOf(session));

    private static List<T> ReadAll<T>(SqliteSession session, string sql, Func<SqliteDataReader, T> read) => ReadAll(session.Prepared(sql), read);

    private static List<T> ReadAll<T>(SqliteCommand command, Func<SqliteDataReader, T> read) => [.. SqliteAccessStore.ReadAll(command, read)];
}
