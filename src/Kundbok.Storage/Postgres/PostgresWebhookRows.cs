using Npgsql;
using NpgsqlTypes;

namespace Kundbok.Storage.Postgres;

/// <summary>The rows of webhooks and of attempts.</summary>
internal static class PostgresWebhookRows
{
    public const string Columns =
        "merchant, id, url, description, kinds, created, secret, previous_secret, previous_until, position, failures, failing_since, next_attempt, paused_reason";

    public const string DeliveryColumns = "id, sequence, message, number, at, duration, status, failed_reason";

    private const string InsertWebhook = $"INSERT INTO webhook ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

    private const string InsertDelivery =
        $"""
        WITH counted AS (
            UPDATE webhook
            SET last_delivery = last_delivery + 1
            WHERE merchant = $1
              AND id = $2
            RETURNING last_delivery
        )
        INSERT INTO webhook_delivery (merchant, webhook, {DeliveryColumns})
        SELECT $1, $2, last_delivery, $3, $4, $5, $6, $7, $8, $9 FROM counted
        RETURNING id
        """;

    private const string DeleteDeliveries =
        """
        DELETE FROM webhook_delivery
        WHERE merchant = $1
          AND webhook = $2
          AND id <= (SELECT last_delivery - $3 FROM webhook WHERE merchant = $1 AND id = $2)
        """;

    // Nothing when it has another address or another state than was read.
    private const string UpdateState =
        """
        UPDATE webhook
        SET position = $9,
            failures = $10,
            failing_since = $11,
            next_attempt = $12,
            paused_reason = $13
        WHERE merchant = $1
          AND id = $2
          AND url = $3
          AND position = $4
          AND failures = $5
          AND failing_since IS NOT DISTINCT FROM $6
          AND next_attempt IS NOT DISTINCT FROM $7
          AND paused_reason IS NOT DISTINCT FROM $8
        """;

    public static void Insert(NpgsqlBatch batch, Webhook webhook) => batch.Add(
        InsertWebhook,
        [
            webhook.Merchant,
            webhook.Id,
            webhook.Url,
            webhook.Description,
            webhook.Kinds.Bits,
            webhook.Created.ToUnixTimeMilliseconds(),
            webhook.Secrets.Current.ToArray(),
            Bytes(webhook.Secrets.Previous),
            Instant(webhook.Secrets.PreviousUntil),
            .. State(webhook.State),
        ]);

    /// <summary>Adds what sets the state unless the webhook is not as it was read; it concerns one row then.</summary>
    public static void Update(NpgsqlBatch batch, Webhook read, WebhookState state) =>
        batch.Add(UpdateState, [read.Merchant, read.Id, read.Url, .. State(read.State), .. State(state)]);

    /// <summary>Adds what adds an attempt, gives its id, none when the webhook is gone, and drops the oldest one that is too many.</summary>
    public static void Insert(NpgsqlBatch batch, long merchant, string webhook, DeliveryAttempt attempt)
    {
        batch.Add(
            InsertDelivery,
            merchant,
            webhook,
            PostgresCommands.Nullable(attempt.Sequence),
            attempt.Message,
            attempt.Number,
            attempt.At.ToUnixTimeMilliseconds(),
            (long)attempt.Duration.TotalMilliseconds,
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = (object?)attempt.Status ?? DBNull.Value },
            PostgresCommands.Nullable(attempt.FailedReason));
        batch.Add(DeleteDeliveries, merchant, webhook, (long)WebhookDelivery.MostKept);
    }

    public static NpgsqlParameter Bytes(ReadOnlyMemory<byte>? value) => new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = (object?)value?.ToArray() ?? DBNull.Value };

    public static NpgsqlParameter Instant(DateTimeOffset? value) => PostgresCommands.Nullable(value?.ToUnixTimeMilliseconds());

    public static Webhook WebhookOf(NpgsqlDataReader row) => new(
        row.GetString(1),
        row.GetInt64(0),
        row.GetString(2),
        row.GetString(3),
        new WantedKinds(row.GetInt32(4)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
        new WebhookSecrets(row.GetFieldValue<byte[]>(6), row.IsDBNull(7) ? default(ReadOnlyMemory<byte>?) : row.GetFieldValue<byte[]>(7), InstantOf(row, 8)),
        new WebhookState(row.GetInt64(9), row.GetInt32(10), InstantOf(row, 11), InstantOf(row, 12), row.IsDBNull(13) ? null : row.GetString(13)));

    public static WebhookDelivery DeliveryOf(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        new DeliveryAttempt(
            row.IsDBNull(1) ? null : row.GetInt64(1),
            row.GetString(2),
            row.GetInt32(3),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
            TimeSpan.FromMilliseconds(row.GetInt64(5)),
            row.IsDBNull(6) ? null : row.GetInt32(6),
            row.IsDBNull(7) ? null : row.GetString(7)));

    /// <summary>Reads the columns of a delivery, and its webhook's id behind them.</summary>
    public static ChangeDelivery ChangeDeliveryOf(NpgsqlDataReader row) => new(row.GetString(8), DeliveryOf(row).Attempt);

    private static object[] State(WebhookState state) =>
        [state.Position, state.Failures, Instant(state.FailingSince), Instant(state.NextAttempt), PostgresCommands.Nullable(state.PausedReason)];

    private static DateTimeOffset? InstantOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
