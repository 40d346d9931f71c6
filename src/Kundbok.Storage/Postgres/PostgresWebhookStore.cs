using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <inheritdoc cref="IWebhookStore"/>
internal sealed class PostgresWebhookStore(PostgresConnections connections, PostgresTransactions transactions, PostgresReaders readers) : IWebhookStore
{
    private const string Webhooks = $"SELECT {PostgresWebhookRows.Columns} FROM webhook";

    // A node that stands by would else open a session for each try.
    private const string BeforeLease = $"SELECT state, EXISTS (SELECT 1 {PostgresLocks.Holders}) FROM register";

    // Whoever adds one at the same time waits here, and is counted or counts.
    private const string LockMerchant = "SELECT 1 FROM merchant WHERE id = $1 FOR NO KEY UPDATE";

    private const string CountOfMerchant = "SELECT (SELECT count(*) FROM webhook WHERE merchant = m.id) FROM merchant AS m WHERE m.id = $1";

    // What failed was the address that it had, or what somebody has seen to since.
    private const string Change =
        $"""
        UPDATE webhook
        SET url = coalesce($3, url),
            description = coalesce($4, description),
            kinds = coalesce($5, kinds),
            failures = CASE WHEN $6 = 1 OR url <> $3 THEN 0 ELSE failures END,
            failing_since = CASE WHEN $6 = 1 OR url <> $3 THEN NULL ELSE failing_since END,
            next_attempt = CASE WHEN $6 = 1 OR url <> $3 THEN NULL ELSE next_attempt END,
            paused_reason = CASE $6 WHEN 1 THEN NULL WHEN 0 THEN coalesce(paused_reason, $7) ELSE paused_reason END
        WHERE merchant = $1
          AND id = $2
        RETURNING {PostgresWebhookRows.Columns}
        """;

    private const string Rotate =
        $"""
        UPDATE webhook
        SET secret = $3,
            previous_secret = CASE WHEN $4 IS NULL THEN NULL ELSE secret END,
            previous_until = $4
        WHERE merchant = $1
          AND id = $2
        RETURNING {PostgresWebhookRows.Columns}
        """;

    private const string Reseal =
        """
        UPDATE webhook
        SET secret = $5,
            previous_secret = $6
        WHERE merchant = $1
          AND id = $2
          AND secret = $3
          AND previous_secret IS NOT DISTINCT FROM $4
        """;

    private const string SetPosition =
        $"""
        UPDATE webhook
        SET position = $3,
            failures = 0,
            failing_since = NULL,
            next_attempt = NULL
        WHERE merchant = $1
          AND id = $2
        RETURNING {PostgresWebhookRows.Columns}
        """;

    private const string Deliveries =
        $"""
        SELECT {PostgresWebhookRows.DeliveryColumns}
        FROM webhook_delivery
        WHERE merchant = $1
          AND webhook = $2
          AND id < coalesce($3, 9223372036854775807)
          AND (failed_reason IS NOT NULL OR NOT $4)
        ORDER BY id DESC
        LIMIT $5
        """;

    private const string OneDelivery = $"SELECT {PostgresWebhookRows.DeliveryColumns} FROM webhook_delivery WHERE merchant = $1 AND webhook = $2 AND id = $3";

    private const string DeliveriesOf =
        $"""
        SELECT {PostgresWebhookRows.DeliveryColumns}, webhook
        FROM webhook_delivery
        WHERE merchant = $1
          AND sequence = ANY ($2)
        ORDER BY sequence, at, webhook, id
        """;

    /// <inheritdoc/>
    public ValueTask<bool> AddAsync(Webhook webhook, CancellationToken cancellation) =>
        WriteAsync(
            async connection =>
            {
                await connection.RunAsync(LockMerchant, webhook.Merchant);
                await using (var count = connection.Command(CountOfMerchant, webhook.Merchant))
                {
                    if (await count.ExecuteScalarAsync() is not < (long)Webhook.MostPerMerchant) return false;
                }

                await using var batch = new NpgsqlBatch(connection);
                PostgresWebhookRows.Insert(batch, webhook);
                return await batch.ExecuteNonQueryAsync() == 1;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Webhook>> ListAsync(long merchant, CancellationToken cancellation) =>
        readers.ListAsync($"{Webhooks} WHERE merchant = $1 ORDER BY created, id", [merchant], PostgresWebhookRows.WebhookOf, cancellation);

    /// <inheritdoc/>
    public async ValueTask<Webhook?> FindAsync(long merchant, string id, CancellationToken cancellation) =>
        await readers.ListAsync($"{Webhooks} WHERE merchant = $1 AND id = $2", [merchant, Known(id)], PostgresWebhookRows.WebhookOf, cancellation) is [var webhook] ? webhook : null;

    /// <inheritdoc/>
    public ValueTask<Webhook?> UpdateAsync(long merchant, string id, WebhookChange change, CancellationToken cancellation) =>
        WriteAsync(
            connection => OneOfAsync(
                connection,
                Change,
                merchant,
                Known(id),
                PostgresCommands.Nullable(change.Url),
                PostgresCommands.Nullable(change.Description),
                PostgresCommands.Nullable(change.Kinds?.Bits),
                PostgresCommands.Nullable(change.IsActive switch { true => 1, false => 0, null => null }),
                PausedReasons.ByUser),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(long merchant, string id, CancellationToken cancellation) =>
        WriteAsync(async connection => await connection.RunAsync("DELETE FROM webhook WHERE merchant = $1 AND id = $2", merchant, Known(id)) == 1, cancellation);

    /// <inheritdoc/>
    public ValueTask<Webhook?> RotateSecretAsync(long merchant, string id, ReadOnlyMemory<byte> secret, DateTimeOffset? previousUntil, CancellationToken cancellation) =>
        WriteAsync(connection => OneOfAsync(connection, Rotate, merchant, Known(id), secret.ToArray(), PostgresWebhookRows.Instant(previousUntil)), cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> ResealAsync(long merchant, string id, WebhookSecrets read, WebhookSecrets resealed, CancellationToken cancellation) =>
        WriteAsync(
            async connection => await connection.RunAsync(
                Reseal,
                merchant,
                Known(id),
                read.Current.ToArray(),
                PostgresWebhookRows.Bytes(read.Previous),
                resealed.Current.ToArray(),
                PostgresWebhookRows.Bytes(resealed.Previous)) == 1,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<Webhook?> SetPositionAsync(long merchant, string id, long position, CancellationToken cancellation) =>
        WriteAsync(connection => OneOfAsync(connection, SetPosition, merchant, Known(id), position), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WebhookDelivery>> ListDeliveriesAsync(
        long merchant, string webhook, long? before, int limit, bool failedOnly, CancellationToken cancellation) =>
        readers.ListAsync(Deliveries, [merchant, Known(webhook), PostgresCommands.Nullable(before), failedOnly, limit], PostgresWebhookRows.DeliveryOf, cancellation);

    /// <inheritdoc/>
    public async ValueTask<WebhookDelivery?> FindDeliveryAsync(long merchant, string webhook, long id, CancellationToken cancellation) =>
        await readers.ListAsync(OneDelivery, [merchant, Known(webhook), id], PostgresWebhookRows.DeliveryOf, cancellation) is [var delivery] ? delivery : null;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChangeDelivery>> ListDeliveriesOfAsync(long merchant, IReadOnlyCollection<long> sequences, CancellationToken cancellation) =>
        readers.ListAsync(DeliveriesOf, [merchant, sequences.ToArray()], PostgresWebhookRows.ChangeDeliveryOf, cancellation);

    /// <inheritdoc/>
    public ValueTask<WebhookDelivery?> AddDeliveryAsync(long merchant, string webhook, DeliveryAttempt attempt, CancellationToken cancellation) =>
        WriteAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                PostgresWebhookRows.Insert(batch, merchant, Known(webhook), attempt);
                return await batch.ExecuteScalarAsync() is long id ? new WebhookDelivery(id, attempt) : null;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Webhook>> ListActiveAsync(CancellationToken cancellation) =>
        readers.ListAsync($"{Webhooks} WHERE paused_reason IS NULL ORDER BY merchant, id", [], PostgresWebhookRows.WebhookOf, cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> RecordAsync(Webhook read, DeliveryAttempt attempt, WebhookState state, CancellationToken cancellation) =>
        WriteAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                PostgresWebhookRows.Insert(batch, read.Merchant, read.Id, attempt);
                return await UpdateAsync(batch, read, state);
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> SetStateAsync(Webhook read, WebhookState state, CancellationToken cancellation) =>
        WriteAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                return await UpdateAsync(batch, read, state);
            },
            cancellation);

    /// <inheritdoc/>
    public async ValueTask<IDeliveryLease?> TryTakeLeaseAsync(CancellationToken cancellation)
    {
        var (state, isTaken) = (await readers.ListAsync(BeforeLease, [PostgresLocks.Deliveries], row => (row.GetString(0), row.GetBoolean(1)), cancellation))[0];
        RegisterStates.EnsureOpen(RegisterStates.Parse(state));
        return isTaken ? null : await PostgresDeliveryLease.TryTakeAsync(connections, IDeliveryLease.LongestSilence, cancellation);
    }

    // What no webhook has as its id may be a text that PostgreSQL cannot have at all.
    private static string Known(string id) => Webhook.IsId(id) ? id : "";

    private static async Task<bool> UpdateAsync(NpgsqlBatch batch, Webhook read, WebhookState state)
    {
        PostgresWebhookRows.Update(batch, read, state);
        await batch.ExecuteNonQueryAsync();
        return batch.BatchCommands[^1].RecordsAffected == 1;
    }

    private static async Task<Webhook?> OneOfAsync(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? PostgresWebhookRows.WebhookOf(row) : null;
    }

    // Cancelling stops the waiting, not the write.
    private async ValueTask<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellation) =>
        await transactions.RunAsync(write).WaitAsync(cancellation);
}
