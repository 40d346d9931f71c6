using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <inheritdoc cref="IWebhookStore"/>
internal sealed class SqliteWebhookStore(string file, SqliteReaders readers, SqliteWriter writer) : IWebhookStore
{
    private const string CountOfMerchant = "SELECT (SELECT count(*) FROM webhook WHERE merchant = m.id) FROM merchant AS m WHERE m.id = $merchant";

    private const string OfMerchant = $"SELECT {SqliteWebhookRows.Columns} FROM webhook WHERE merchant = $merchant ORDER BY created, id";

    private const string One = $"SELECT {SqliteWebhookRows.Columns} FROM webhook WHERE merchant = $merchant AND id = $id";

    private const string Active = $"SELECT {SqliteWebhookRows.Columns} FROM webhook WHERE paused_reason IS NULL ORDER BY merchant, id";

    // What failed was the address that it had, or what somebody has seen to since.
    private const string Change =
        $"""
        UPDATE webhook
        SET url = coalesce($url, url),
            description = coalesce($description, description),
            kinds = coalesce($kinds, kinds),
            failures = CASE WHEN $active = 1 OR url <> $url THEN 0 ELSE failures END,
            failing_since = CASE WHEN $active = 1 OR url <> $url THEN NULL ELSE failing_since END,
            next_attempt = CASE WHEN $active = 1 OR url <> $url THEN NULL ELSE next_attempt END,
            paused_reason = CASE $active WHEN 1 THEN NULL WHEN 0 THEN coalesce(paused_reason, $by_user) ELSE paused_reason END
        WHERE merchant = $merchant
          AND id = $id
        RETURNING {SqliteWebhookRows.Columns}
        """;

    private const string Rotate =
        $"""
        UPDATE webhook
        SET secret = $secret,
            previous_secret = CASE WHEN $until IS NULL THEN NULL ELSE secret END,
            previous_until = $until
        WHERE merchant = $merchant
          AND id = $id
        RETURNING {SqliteWebhookRows.Columns}
        """;

    private const string Reseal =
        """
        UPDATE webhook
        SET secret = $secret,
            previous_secret = $previous_secret
        WHERE merchant = $merchant
          AND id = $id
          AND secret = $read_secret
          AND previous_secret IS $read_previous_secret
        """;

    private const string SetPosition =
        $"""
        UPDATE webhook
        SET position = $position,
            failures = 0,
            failing_since = NULL,
            next_attempt = NULL
        WHERE merchant = $merchant
          AND id = $id
        RETURNING {SqliteWebhookRows.Columns}
        """;

    private const string Deliveries =
        $"""
        SELECT {SqliteWebhookRows.DeliveryColumns}
        FROM webhook_delivery
        WHERE merchant = $merchant
          AND webhook = $webhook
          AND id < coalesce($before, 9223372036854775807)
          AND (failed_reason IS NOT NULL OR NOT $failed_only)
        ORDER BY id DESC
        LIMIT $limit
        """;

    private const string OneDelivery = $"SELECT {SqliteWebhookRows.DeliveryColumns} FROM webhook_delivery WHERE merchant = $merchant AND webhook = $webhook AND id = $id";

    private const string DeliveriesOf =
        $"""
        SELECT {SqliteWebhookRows.DeliveryColumns}, webhook
        FROM webhook_delivery
        WHERE merchant = $merchant
          AND sequence IN (SELECT value FROM json_each($sequences))
        ORDER BY sequence, at, webhook, id
        """;

    /// <inheritdoc/>
    public ValueTask<bool> AddAsync(Webhook webhook, CancellationToken cancellation) =>
        writer.WriteAsync(
            webhook,
            static (session, webhook) =>
            {
                if (session.Prepared(CountOfMerchant).With("$merchant", webhook.Merchant).ExecuteScalar() is not < (long)Webhook.MostPerMerchant) return false;

                SqliteWebhookRows.Insert(session, webhook);
                return true;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Webhook>> ListAsync(long merchant, CancellationToken cancellation) =>
        readers.ReadAsync(
            merchant,
            static (session, merchant) => SqliteAccessStore.ReadAll(session.Prepared(OfMerchant).With("$merchant", merchant), SqliteWebhookRows.WebhookOf),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<Webhook?> FindAsync(long merchant, string id, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, id),
            static (session, asked) => OneOf(session.Prepared(One).With("$merchant", asked.merchant).With("$id", asked.id), SqliteWebhookRows.WebhookOf),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<Webhook?> UpdateAsync(long merchant, string id, WebhookChange change, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, id, change),
            static (session, asked) => OneOf(
                session.Prepared(Change)
                    .With("$merchant", asked.merchant)
                    .With("$id", asked.id)
                    .With("$url", asked.change.Url)
                    .With("$description", asked.change.Description)
                    .With("$kinds", asked.change.Kinds?.Bits)
                    .With("$active", asked.change.IsActive)
                    .With("$by_user", PausedReasons.ByUser),
                SqliteWebhookRows.WebhookOf),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(long merchant, string id, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, id),
            static (session, removed) => session.Prepared("DELETE FROM webhook WHERE merchant = $merchant AND id = $id")
                .With("$merchant", removed.merchant).With("$id", removed.id).ExecuteNonQuery() > 0,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<Webhook?> RotateSecretAsync(long merchant, string id, ReadOnlyMemory<byte> secret, DateTimeOffset? previousUntil, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, id, secret: secret.ToArray(), until: previousUntil?.ToUnixTimeMilliseconds()),
            static (session, asked) => OneOf(
                session.Prepared(Rotate).With("$merchant", asked.merchant).With("$id", asked.id).With("$secret", asked.secret).With("$until", asked.until),
                SqliteWebhookRows.WebhookOf),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> ResealAsync(long merchant, string id, WebhookSecrets read, WebhookSecrets resealed, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, id, read, resealed),
            static (session, asked) => session.Prepared(Reseal)
                .With("$merchant", asked.merchant)
                .With("$id", asked.id)
                .With("$read_secret", asked.read.Current.ToArray())
                .With("$read_previous_secret", asked.read.Previous?.ToArray())
                .With("$secret", asked.resealed.Current.ToArray())
                .With("$previous_secret", asked.resealed.Previous?.ToArray())
                .ExecuteNonQuery() == 1,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<Webhook?> SetPositionAsync(long merchant, string id, long position, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, id, position),
            static (session, asked) => OneOf(
                session.Prepared(SetPosition).With("$merchant", asked.merchant).With("$id", asked.id).With("$position", asked.position), SqliteWebhookRows.WebhookOf),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WebhookDelivery>> ListDeliveriesAsync(
        long merchant, string webhook, long? before, int limit, bool failedOnly, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, webhook, before, limit, failedOnly),
            static (session, asked) => SqliteAccessStore.ReadAll(
                session.Prepared(Deliveries)
                    .With("$merchant", asked.merchant)
                    .With("$webhook", asked.webhook)
                    .With("$before", asked.before)
                    .With("$limit", asked.limit)
                    .With("$failed_only", asked.failedOnly),
                SqliteWebhookRows.DeliveryOf),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<WebhookDelivery?> FindDeliveryAsync(long merchant, string webhook, long id, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, webhook, id),
            static (session, asked) => OneOf(
                session.Prepared(OneDelivery).With("$merchant", asked.merchant).With("$webhook", asked.webhook).With("$id", asked.id), SqliteWebhookRows.DeliveryOf),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChangeDelivery>> ListDeliveriesOfAsync(long merchant, IReadOnlyCollection<long> sequences, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, sequences),
            static (session, asked) => SqliteAccessStore.ReadAll(
                session.Prepared(DeliveriesOf).With("$merchant", asked.merchant).With("$sequences", $"[{string.Join(',', asked.sequences)}]"),
                SqliteWebhookRows.ChangeDeliveryOf),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<WebhookDelivery?> AddDeliveryAsync(long merchant, string webhook, DeliveryAttempt attempt, CancellationToken cancellation) =>
        writer.WriteAsync((merchant, webhook, attempt), static (session, added) => SqliteWebhookRows.Insert(session, added.merchant, added.webhook, added.attempt), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Webhook>> ListActiveAsync(CancellationToken cancellation) =>
        readers.ReadAsync(0, static (session, _) => SqliteAccessStore.ReadAll(session.Prepared(Active), SqliteWebhookRows.WebhookOf), cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> RecordAsync(Webhook read, DeliveryAttempt attempt, WebhookState state, CancellationToken cancellation) =>
        writer.WriteAsync(
            (read, attempt, state),
            static (session, made) =>
                SqliteWebhookRows.Insert(session, made.read.Merchant, made.read.Id, made.attempt) is not null && SqliteWebhookRows.Update(session, made.read, made.state),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> SetStateAsync(Webhook read, WebhookState state, CancellationToken cancellation) =>
        writer.WriteAsync((read, state), static (session, asked) => SqliteWebhookRows.Update(session, asked.read, asked.state), cancellation);

    /// <inheritdoc/>
    public async ValueTask<IDeliveryLease?> TryTakeLeaseAsync(CancellationToken cancellation)
    {
        RegisterStates.EnsureOpen(await readers.ReadAsync(0, static (session, _) => SqliteWriter.StateOf(session), cancellation));
        return SqliteDeliveryLease.TryTake(file);
    }

    private static T? OneOf<T>(SqliteCommand command, Func<SqliteDataReader, T> read)
        where T : class
    {
        using var row = command.ExecuteReader();
        return row.Read() ? read(row) : null;
    }
}
