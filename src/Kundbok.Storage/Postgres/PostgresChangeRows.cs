using Kundbok.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Kundbok.Storage.Postgres;

/// <summary>The statements about the rows of the log, and of the answers that are kept for keys.</summary>
internal static class PostgresChangeRows
{
    /// <summary>The columns of <c>change</c> behind the merchant, in the order in which <see cref="Of"/> reads them.</summary>
    public const string Columns = "sequence, customer, kind, at, actor, operation, document";

    /// <summary>One change.</summary>
    public const string One = $"SELECT {Columns} FROM change WHERE merchant = $1 AND sequence = $2";

    /// <summary>What the log has of some customers: for each its last change, and its last document.</summary>
    public static readonly string PastsOfCustomers = Pasts("unnest($2)");

    /// <summary>The same of the customers that an operation removed.</summary>
    public static readonly string PastsOfOperation = Pasts($"({RemovedIds})");

    /// <summary>The customers that an operation removed, and the sequences of that.</summary>
    public const string RemovedBy =
        """
        SELECT customer, sequence
        FROM change
        WHERE merchant = $1 AND sequence >= $2 AND sequence < least($2, 9223372036854775807 - $3) + $3 AND operation = $2 AND kind = 3
            AND $2 > (SELECT purged_change FROM merchant WHERE id = $1)
        ORDER BY sequence
        """;

    /// <summary>What was answered to requests with some keys, each with the change that holds the answer.</summary>
    public const string Kept =
        """
        SELECT k.key, k.request, k.at, k.outcome, k.change, k.customers, c.sequence, c.customer, c.kind, c.at, c.actor, c.operation, c.document
        FROM kept_answer AS k
        LEFT JOIN change AS c ON c.merchant = k.merchant AND c.sequence = k.change
        WHERE k.merchant = $1 AND k.key = ANY ($2)
        """;

    /// <summary>The answers that are kept and are about a customer.</summary>
    public const string KeptOf =
        """
        SELECT k.at, k.change
        FROM change AS c
        JOIN kept_answer AS k ON k.merchant = c.merchant AND k.change = c.sequence
        WHERE c.merchant = $1 AND c.customer = $2
        ORDER BY k.at
        """;

    /// <summary>Takes the locks of keys that nobody else has, for as long as the transaction lasts.</summary>
    public const string LockKeys = "SELECT asked.id, pg_try_advisory_xact_lock(asked.id) FROM unnest($1) AS asked (id)";

    private const string RemovedIds = "SELECT customer FROM change WHERE merchant = $1 AND sequence >= $2 AND sequence < least($2, 9223372036854775807 - $3) + $3 AND operation = $2 AND kind = 3";

    private const string InsertChanges =
        $"""
        INSERT INTO change (merchant, {Columns})
        SELECT $1, *
        FROM unnest($2, $3, $4, $5, $6, $7, $8)
        """;

    private const string KeepAnswers =
        """
        INSERT INTO kept_answer (merchant, key, request, at, outcome, change, customers)
        SELECT $1, *
        FROM unnest($2, $3, $4, $5, $6, $7)
        ON CONFLICT (merchant, key) DO UPDATE
        SET request = EXCLUDED.request, at = EXCLUDED.at, outcome = EXCLUDED.outcome, change = EXCLUDED.change, customers = EXCLUDED.customers
        """;

    private const string BlankKept =
        """
        UPDATE kept_answer AS k
        SET request = '', outcome = 4, change = $3
        FROM change AS c
        WHERE k.merchant = $1 AND k.outcome = 1 AND c.merchant = $1 AND c.customer = $2 AND c.sequence = k.change
        """;

    /// <summary>Adds changes.</summary>
    public static void Append(NpgsqlBatch batch, long merchant, IReadOnlyList<Change> changes) => batch.Add(
        InsertChanges,
        merchant,
        ArrayOf(changes, change => change.Sequence),
        ArrayOf(changes, change => change.Customer),
        ArrayOf(changes, change => (short)change.Kind),
        ArrayOf(changes, change => change.At.ToUnixTimeMilliseconds()),
        ArrayOf(changes, change => change.Actor.ToString()),
        ArrayOf(changes, change => change.Operation),
        Bytes(changes.Select(change => change.Document?.ToArray())));

    /// <summary>Adds changes by PostgreSQL's COPY, which is its fastest way in.</summary>
    public static async Task CopyAsync(NpgsqlConnection connection, long merchant, IReadOnlyList<Change> changes)
    {
        await using var rows = await connection.BeginBinaryImportAsync($"COPY change (merchant, {Columns}) FROM STDIN (FORMAT binary)");
        foreach (var change in changes)
        {
            await rows.StartRowAsync();
            await rows.WriteAsync(merchant, NpgsqlDbType.Bigint);
            await rows.WriteAsync(change.Sequence, NpgsqlDbType.Bigint);
            await rows.WriteAsync(change.Customer, NpgsqlDbType.Bigint);
            await rows.WriteAsync((short)change.Kind, NpgsqlDbType.Smallint);
            await rows.WriteAsync(change.At.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
            await rows.WriteAsync(change.Actor.ToString(), NpgsqlDbType.Text);
            await rows.WriteAsync(change.Operation, NpgsqlDbType.Bigint);
            if (change.Document is { } document) await rows.WriteAsync(document, NpgsqlDbType.Bytea);
            else await rows.WriteNullAsync();
        }

        await rows.CompleteAsync();
    }

    /// <summary>Keeps what was answered.</summary>
    public static void Keep(NpgsqlBatch batch, long merchant, IReadOnlyList<(byte[] Key, KeptOutcome Outcome)> answers) => batch.Add(
        KeepAnswers,
        merchant,
        Bytes(answers.Select(answer => answer.Key)),
        Bytes(answers.Select(answer => answer.Outcome.Request.ToArray())),
        ArrayOf(answers, answer => answer.Outcome.At),
        ArrayOf(answers, answer => (short)answer.Outcome.Kind),
        new NpgsqlParameter { Value = ArrayOf(answers, answer => answer.Outcome.Change), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
        ArrayOf(answers, answer => answer.Outcome.Customers));

    /// <summary>Removes everything that the log has of a customer, and what was answered of it.</summary>
    public static void ForgetPast(NpgsqlBatch batch, long merchant, long customer, long erased)
    {
        batch.Add(BlankKept, merchant, customer, erased);
        batch.Add("DELETE FROM change WHERE merchant = $1 AND customer = $2", merchant, customer);
    }

    /// <summary>A change, of a row whose columns begin at that place.</summary>
    public static Change Of(NpgsqlDataReader row, int first = 0) => new(
        row.GetInt64(first),
        row.GetInt64(first + 1),
        (ChangeKind)row.GetInt16(first + 2),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(first + 3)),
        Actor.Parse(row.GetString(first + 4)),
        row.GetInt64(first + 5),
        row.IsDBNull(first + 6) ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(row.GetFieldValue<byte[]>(first + 6)));

    /// <summary>What the log has of a customer, of a row of <see cref="PastsOfCustomers"/>.</summary>
    public static CustomerPast PastOf(NpgsqlDataReader row) => new(Of(row), row.IsDBNull(7) ? null : row.GetFieldValue<byte[]>(7));

    /// <summary>What was answered, of a row of <see cref="Kept"/>.</summary>
    public static KeptOutcome KeptOutcomeOf(NpgsqlDataReader row) =>
        new(row.GetFieldValue<byte[]>(1), row.GetInt64(2), (KeptKind)row.GetInt16(3), row.IsDBNull(4) ? null : row.GetInt64(4), row.GetInt32(5));

    private static string Pasts(string ids) =>
        $"""
        SELECT l.sequence, l.customer, l.kind, l.at, l.actor, l.operation, l.document, d.document
        FROM {ids} AS asked (id)
        CROSS JOIN LATERAL (
            SELECT {Columns}
            FROM change AS c
            WHERE c.merchant = $1 AND c.customer = asked.id
            ORDER BY c.sequence DESC
            LIMIT 1
        ) AS l
        LEFT JOIN LATERAL (
            SELECT c.document
            FROM change AS c
            WHERE c.merchant = $1 AND c.customer = asked.id AND c.document IS NOT NULL
            ORDER BY c.sequence DESC
            LIMIT 1
        ) AS d ON true
        """;

    private static NpgsqlParameter Bytes(IEnumerable<byte[]?> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    private static TItem[] ArrayOf<TRow, TItem>(IReadOnlyList<TRow> rows, Func<TRow, TItem> item) => [.. rows.Select(item)];
}
