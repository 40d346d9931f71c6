using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>The rows of webhooks and of attempts.</summary>
internal static class SqliteWebhookRows
{
    public const string Columns =
        "merchant, id, url, description, kinds, created, secret, previous_secret, previous_until, position, failures, failing_since, next_attempt, paused_reason";

    public const string DeliveryColumns = "id, sequence, message, number, at, duration, status, failed_reason";

    private const string InsertWebhook =
        $"""
        INSERT INTO webhook ({Columns})
        VALUES (
            $merchant, $id, $url, $description, $kinds, $created, $secret, $previous_secret, $previous_until,
            $position, $failures, $failing_since, $next_attempt, $paused_reason)
        """;

    private const string InsertDelivery =
        $"""
        INSERT INTO webhook_delivery (merchant, webhook, {DeliveryColumns})
        VALUES ($merchant, $webhook, $id, $sequence, $message, $number, $at, $duration, $status, $failed_reason)
        """;

    // Nothing when it has another address or another state than was read.
    private const string UpdateState =
        """
        UPDATE webhook
        SET position = $position,
            failures = $failures,
            failing_since = $failing_since,
            next_attempt = $next_attempt,
            paused_reason = $paused_reason
        WHERE merchant = $merchant
          AND id = $id
          AND url = $read_url
          AND position = $read_position
          AND failures = $read_failures
          AND failing_since IS $read_failing_since
          AND next_attempt IS $read_next_attempt
          AND paused_reason IS $read_paused_reason
        """;

    public static void Insert(SqliteSession session, Webhook webhook) => session.Prepared(InsertWebhook)
        .With("$merchant", webhook.Merchant)
        .With("$id", webhook.Id)
        .With("$url", webhook.Url)
        .With("$description", webhook.Description)
        .With("$kinds", webhook.Kinds.Bits)
        .With("$created", webhook.Created.ToUnixTimeMilliseconds())
        .With("$secret", webhook.Secrets.Current.ToArray())
        .With("$previous_secret", webhook.Secrets.Previous?.ToArray())
        .With("$previous_until", webhook.Secrets.PreviousUntil?.ToUnixTimeMilliseconds())
        .WithState("", webhook.State)
        .ExecuteNonQuery();

    /// <summary>Sets the state unless the webhook is not as it was read.</summary>
    public static bool Update(SqliteSession session, Webhook read, WebhookState state) => session.Prepared(UpdateState)
        .With("$merchant", read.Merchant)
        .With("$id", read.Id)
        .With("$read_url", read.Url)
        .WithState("read_", read.State)
        .WithState("", state)
        .ExecuteNonQuery() == 1;

    /// <summary>Adds an attempt and drops the oldest one that is too many; null when the webhook is gone.</summary>
    public static WebhookDelivery? Insert(SqliteSession session, long merchant, string webhook, DeliveryAttempt attempt)
    {
        var given = session.Prepared("UPDATE webhook SET last_delivery = last_delivery + 1 WHERE merchant = $merchant AND id = $id RETURNING last_delivery")
            .With("$merchant", merchant).With("$id", webhook).ExecuteScalar();
        if (given is not long id) return null;

        session.Prepared(InsertDelivery)
            .With("$merchant", merchant)
            .With("$webhook", webhook)
            .With("$id", id)
            .With("$sequence", attempt.Sequence)
            .With("$message", attempt.Message)
            .With("$number", attempt.Number)
            .With("$at", attempt.At.ToUnixTimeMilliseconds())
            .With("$duration", (long)attempt.Duration.TotalMilliseconds)
            .With("$status", attempt.Status)
            .With("$failed_reason", attempt.FailedReason)
            .ExecuteNonQuery();
        session.Prepared("DELETE FROM webhook_delivery WHERE merchant = $merchant AND webhook = $webhook AND id <= $last")
            .With("$merchant", merchant).With("$webhook", webhook).With("$last", id - WebhookDelivery.MostKept).ExecuteNonQuery();
        return new WebhookDelivery(id, attempt);
    }

    public static Webhook WebhookOf(SqliteDataReader row) => new(
        row.GetString(1),
        row.GetInt64(0),
        row.GetString(2),
        row.GetString(3),
        new WantedKinds(row.GetInt32(4)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
        new WebhookSecrets(row.GetFieldValue<byte[]>(6), row.IsDBNull(7) ? default(ReadOnlyMemory<byte>?) : row.GetFieldValue<byte[]>(7), InstantOf(row, 8)),
        new WebhookState(row.GetInt64(9), row.GetInt32(10), InstantOf(row, 11), InstantOf(row, 12), row.IsDBNull(13) ? null : row.GetString(13)));

    public static WebhookDelivery DeliveryOf(SqliteDataReader row) => new(
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
    public static ChangeDelivery ChangeDeliveryOf(SqliteDataReader row) => new(row.GetString(8), DeliveryOf(row).Attempt);

    private static SqliteCommand WithState(this SqliteCommand command, string prefix, WebhookState state) => command
        .With($"${prefix}position", state.Position)
        .With($"${prefix}failures", state.Failures)
        .With($"${prefix}failing_since", state.FailingSince?.ToUnixTimeMilliseconds())
        .With($"${prefix}next_attempt", state.NextAttempt?.ToUnixTimeMilliseconds())
        .With($"${prefix}paused_reason", state.PausedReason);

    private static DateTimeOffset? InstantOf(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
