using Kundbok.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Kundbok.Storage.Postgres;

/// <inheritdoc cref="IRegisterTransfer"/>
internal sealed class PostgresTransfer(PostgresTransactions transactions, PostgresReaders readers, TimeProvider time) : IRegisterTransfer
{
    /// <summary>What servers call themselves to PostgreSQL.</summary>
    public const string ServerName = "Kundbok server";

    /// <summary>What commands call themselves to PostgreSQL.</summary>
    public const string CommandName = "Kundbok command";

    private const long CustomersAtOnce = 1_000;
    private const long AnswersAtOnce = 1_000;
    private const long AuditsAtOnce = 1_000;
    private const int MostLooks = 10;

    private const string InsertMerchant =
        """
        INSERT INTO merchant (id, name, highest_number, lowest_free_number, last_change, purged_change)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Answers =
        """
        SELECT key, request, at, outcome, change, customers
        FROM kept_answer
        WHERE merchant = $1 AND key > $2
        ORDER BY key
        LIMIT $3
        """;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public async ValueTask<RegisterStatus> ReadStatusAsync(CancellationToken cancellation) =>
        (await readers.ListAsync(
            "SELECT id, state, source FROM register",
            [],
            row => new RegisterStatus(row.GetString(0), RegisterStates.Parse(row.GetString(1)), row.IsDBNull(2) ? null : row.GetString(2)),
            cancellation))[0];

    /// <inheritdoc/>
    public async ValueTask SetStateAsync(RegisterState state, string? sourceId, CancellationToken cancellation) =>
        await transactions.RunAsync(
            async connection =>
            {
                await connection.RunAsync("LOCK TABLE register IN EXCLUSIVE MODE"); // waits for every write that has begun
                return await connection.RunAsync("UPDATE register SET state = $1, source = $2", RegisterStates.Format(state), PostgresCommands.Nullable(sourceId));
            },
            PostgresTransactionStart.WhateverTheState).WaitAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask<bool> ReleaseAsync(CancellationToken cancellation) =>
        await transactions.RunAsync(
            async connection =>
            {
                await connection.RunAsync("LOCK TABLE register IN EXCLUSIVE MODE");
                await using var command = connection.Command("SELECT state FROM register");
                return RegisterStates.Parse((string)(await command.ExecuteScalarAsync())!) == RegisterState.ReadOnly
                    && await connection.RunAsync("UPDATE register SET state = $1, source = NULL, epoch = substr(md5(gen_random_uuid()::text), 1, 8)", RegisterStates.Format(RegisterState.Open)) > 0;
            },
            PostgresTransactionStart.WhateverTheState).WaitAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask<bool> IsServedAsync(CancellationToken cancellation)
    {
        // A connection that was closed can be seen for a moment yet.
        for (var attempt = 1; attempt < MostLooks; attempt++)
        {
            if (!await HasServersAsync(cancellation)) return false;
            await Task.Delay(BetweenLooks, cancellation);
        }

        return await HasServersAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<RegisterHead> ReadHeadAsync(CancellationToken cancellation) => new(
        (await readers.ListAsync("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM customer_id", [], row => row.GetInt64(0), cancellation))[0],
        (await readers.ListAsync("SELECT epoch FROM register", [], row => row.GetString(0), cancellation))[0],
        await readers.ListAsync("SELECT id, name, highest_number, lowest_free_number, last_change, purged_change FROM merchant ORDER BY id", [], MerchantOf, cancellation),
        await readers.ListAsync($"SELECT {PostgresAccessStore.UserColumns} FROM account ORDER BY user_key", [], PostgresAccessStore.UserOf, cancellation),
        await readers.ListAsync($"SELECT {PostgresAccessStore.TokenColumns} FROM token ORDER BY id", [], PostgresAccessStore.TokenOf, cancellation),
        await readers.ListAsync("SELECT user_key, failures, last, locked_until FROM failed_login ORDER BY user_key", [], row => new FailedLogin(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt64(3)), cancellation),
        await readers.ListAsync("SELECT id, proof FROM secret ORDER BY added, id", [], row => new SecretMark(row.GetString(0), row.GetString(1)), cancellation),
        await readers.ListAsync($"SELECT {PostgresWebhookRows.Columns} FROM webhook ORDER BY merchant, id", [], PostgresWebhookRows.WebhookOf, cancellation),
        await readers.ListAsync($"SELECT {PostgresLookupStore.AccountColumns} FROM lookup_account ORDER BY merchant, source", [], PostgresLookupStore.AccountOf, cancellation));

    /// <inheritdoc/>
    public async ValueTask WriteHeadAsync(RegisterHead head, CancellationToken cancellation) =>
        await WriteAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
                foreach (var table in (string[])["webhook", "lookup_account", "token", "account", "failed_login", "secret"]) batch.Add($"DELETE FROM {table}");
                batch.Add("SELECT setval('customer_id', greatest($1, 1), $1 > 0)", head.LastCustomerId);
                batch.Add("UPDATE register SET epoch = $1", head.Epoch);
                foreach (var merchant in head.Merchants)
                    batch.Add(InsertMerchant, merchant.Id, merchant.Name, PostgresCommands.Nullable(merchant.HighestNumber), merchant.LowestFreeNumber, merchant.LastChange, merchant.PurgedChange);

                if (head.Merchants.Count > 0) batch.Add("SELECT setval(pg_get_serial_sequence('merchant', 'id'), (SELECT max(id) FROM merchant))");
                foreach (var user in head.Users) PostgresAccessStore.Add(batch, user);
                foreach (var token in head.Tokens) PostgresAccessStore.Add(batch, token);
                foreach (var webhook in head.Webhooks) PostgresWebhookRows.Insert(batch, webhook);
                foreach (var account in head.LookupAccounts) PostgresLookupStore.Set(batch, account);
                foreach (var failed in head.FailedLogins)
                    batch.Add("INSERT INTO failed_login (user_key, failures, last, locked_until) VALUES ($1, $2, $3, $4)", failed.UserName, failed.Failures, failed.Last, PostgresCommands.Nullable(failed.LockedUntil));
                for (var place = 0; place < head.Secrets.Count; place++)
                    batch.Add("INSERT INTO secret (id, proof, added) VALUES ($1, $2, $3)", head.Secrets[place].Id, head.Secrets[place].Proof, (long)place);
                return await batch.ExecuteNonQueryAsync();
            },
            cancellation);

    /// <inheritdoc/>
    public async ValueTask<long> FindLastAsync(long merchant, CancellationToken cancellation) =>
        (await readers.ListAsync("SELECT coalesce(max(id), 0) FROM customer WHERE merchant = $1", [merchant], row => row.GetInt64(0), cancellation))[0];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CopiedCustomer>> ReadCustomersAsync(long merchant, long after, CancellationToken cancellation) =>
        readers.ListAsync(
            "SELECT id, version, document FROM customer WHERE merchant = $1 AND id > $2 ORDER BY id LIMIT $3",
            [merchant, after, CustomersAtOnce],
            row => new CopiedCustomer(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)),
            cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteCustomersAsync(long merchant, IReadOnlyList<CopiedCustomer> customers, CancellationToken cancellation)
    {
        var today = Instants.ToDate(time.GetUtcNow());
        var rows = customers.Select(copied => (Customer: CustomerJson.Read(copied.Document), copied.Version, copied.Document))
            .Select(row => (row.Customer, row.Version, Columns: DerivedColumns.Of(row.Customer, today), row.Document))
            .ToList();
        await WriteAsync(
            async connection =>
            {
                await CopyAsync(connection, merchant, rows);
                var tally = new int[CustomerTraitSet.Combinations];
                foreach (var row in rows) tally[row.Columns.Traits]++;
                await using var batch = new NpgsqlBatch(connection);
                PostgresCustomerRows.ChangeTally(batch, merchant, tally);
                return await batch.ExecuteNonQueryAsync();
            },
            cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<CopiedLog> FindLogAsync(long merchant, CancellationToken cancellation) =>
        (await readers.ListAsync("SELECT coalesce(max(sequence), 0), count(*) FROM change WHERE merchant = $1", [merchant], row => new CopiedLog(row.GetInt64(0), row.GetInt64(1)), cancellation))[0];

    /// <inheritdoc/>
    public async ValueTask WriteChangesAsync(long merchant, IReadOnlyList<Change> changes, CancellationToken cancellation) =>
        await WriteAsync(
            async connection =>
            {
                await PostgresChangeRows.CopyAsync(connection, merchant, changes);
                return changes.Count;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CopiedAnswer>> ReadAnswersAsync(long merchant, byte[] after, CancellationToken cancellation) =>
        readers.ListAsync(
            Answers,
            [merchant, after, AnswersAtOnce],
            row => new CopiedAnswer(
                row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2), row.GetInt16(3), row.IsDBNull(4) ? null : row.GetInt64(4), row.GetInt32(5)),
            cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteAnswersAsync(long merchant, IReadOnlyList<CopiedAnswer> answers, CancellationToken cancellation) =>
        await WriteAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                PostgresChangeRows.Keep(batch, merchant, [.. answers.Select(answer => (answer.Key, KeptOutcome.Of(answer)))]);
                return await batch.ExecuteNonQueryAsync();
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CopiedAudit>> ReadAuditsAsync(long merchant, long after, CancellationToken cancellation) =>
        readers.ListAsync(
            $"SELECT {PostgresLookupStore.AuditColumns}, id FROM lookup_audit WHERE merchant = $1 AND id > $2 ORDER BY id LIMIT $3",
            [merchant, after, AuditsAtOnce],
            row => new CopiedAudit(row.GetInt64(6), PostgresLookupStore.AuditOf(row)),
            cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteAuditsAsync(long merchant, IReadOnlyList<CopiedAudit> audits, CancellationToken cancellation) =>
        await WriteAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                PostgresLookupStore.Add(batch, audits);
                return await batch.ExecuteNonQueryAsync();
            },
            cancellation);

    private static CopiedMerchant MerchantOf(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));

    private async ValueTask<bool> HasServersAsync(CancellationToken cancellation) =>
        (await readers.ListAsync(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1)", [ServerName], row => row.GetBoolean(0), cancellation))[0];

    // PostgreSQL's COPY, which is its fastest way in.
    private static async Task CopyAsync(NpgsqlConnection connection, long merchant, IReadOnlyList<(Customer Customer, long Version, DerivedColumns Columns, byte[] Document)> rows)
    {
        await using (var customers = await connection.BeginBinaryImportAsync($"COPY customer (merchant, {PostgresCustomerRows.Columns}) FROM STDIN (FORMAT binary)"))
        {
            foreach (var (customer, version, columns, document) in rows)
            {
                await customers.StartRowAsync();
                await customers.WriteAsync(merchant, NpgsqlDbType.Bigint);
                await customers.WriteAsync(customer.Id, NpgsqlDbType.Bigint);
                await customers.WriteAsync(customer.Created.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
                await customers.WriteAsync((short)columns.Traits, NpgsqlDbType.Smallint);
                foreach (var text in (string[])[columns.Number, columns.NumberKey, columns.NameKey, columns.Email, columns.CompanyNumber]) await customers.WriteAsync(text, NpgsqlDbType.Text);
                await customers.WriteAsync(document, NpgsqlDbType.Bytea);
                await customers.WriteAsync(version, NpgsqlDbType.Bigint);
            }

            await customers.CompleteAsync();
        }

        await using var texts = await connection.BeginBinaryImportAsync("COPY customer_text (merchant, id, texts, bare) FROM STDIN (FORMAT binary)");
        foreach (var (customer, _, columns, _) in rows)
        {
            await texts.StartRowAsync();
            await texts.WriteAsync(merchant, NpgsqlDbType.Bigint);
            await texts.WriteAsync(customer.Id, NpgsqlDbType.Bigint);
            await texts.WriteAsync(PostgresText.TextsOf(columns.Text), NpgsqlDbType.Text);
            await texts.WriteAsync(PostgresText.BareOf(columns.Text), NpgsqlDbType.Text);
        }

        await texts.CompleteAsync();
    }

    private async ValueTask<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellation) =>
        await transactions.RunAsync(write, PostgresTransactionStart.IfReceiving).WaitAsync(cancellation);
}
