using Kundbok.Contracts;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>The rows of the log, and of the answers that are kept for keys.</summary>
internal static class SqliteChangeRows
{
    private const string Columns = "key, customer, kind, at, actor, operation, document";

    private const string Insert = $"INSERT INTO change ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?)";

    private const string One = $"SELECT {Columns} FROM change WHERE key = $key";

    private const string After = $"SELECT {Columns} FROM change WHERE key > $after AND key <= $last ORDER BY key LIMIT $limit";

    private const string OfCustomer = $"SELECT {Columns} FROM change WHERE customer = $customer AND key > $first AND key < $before ORDER BY key DESC LIMIT $limit";

    private const string LastDocument =
        """
        SELECT document
        FROM change
        WHERE customer = $customer AND key > $first AND key <= $last AND document IS NOT NULL
        ORDER BY key DESC
        LIMIT 1
        """;

    private const string RemovedBy =
        """
        SELECT key, customer
        FROM change
        WHERE key >= $key AND key < $key + $most AND operation = $operation AND kind = $removed
            AND $operation > (SELECT purged_change FROM merchant WHERE id = $merchant)
        ORDER BY key
        """;

    private const string Kept = "SELECT request, at, outcome, change, customers FROM kept_answer WHERE merchant = $merchant AND key = $key";

    private const string Keep =
        """
        INSERT INTO kept_answer (merchant, key, request, at, outcome, change, customers)
        VALUES ($merchant, $key, $request, $at, $outcome, $change, $customers)
        ON CONFLICT (merchant, key) DO UPDATE
        SET request = excluded.request, at = excluded.at, outcome = excluded.outcome, change = excluded.change, customers = excluded.customers
        """;

    private const string KeptOf =
        """
        SELECT k.at, k.change
        FROM change AS c
        JOIN kept_answer AS k ON k.merchant = $merchant AND k.change = c.key - $first
        WHERE c.customer = $customer AND c.key > $first AND c.key <= $last
        ORDER BY k.at
        """;

    private const string BlankKept =
        """
        UPDATE kept_answer
        SET request = x'', outcome = $erased, change = $change
        WHERE merchant = $merchant
            AND outcome = $stored
            AND change IN (SELECT c.key - $first FROM change AS c WHERE c.customer = $customer AND c.key > $first AND c.key <= $last)
        """;

    /// <summary>Adds a change.</summary>
    public static void Append(SqliteSession session, long merchant, Change change)
    {
        var statement = session.Statement(Insert)
            .Bind(MerchantKey.Before(merchant) | change.Sequence)
            .Bind(change.Customer)
            .Bind((int)change.Kind)
            .Bind(change.At.ToUnixTimeMilliseconds())
            .Bind(change.Actor.ToString())
            .Bind(change.Operation);
        (change.Document is { } document ? statement.Bind(document.Span) : statement.BindNull()).Run();
    }

    /// <summary>One change; null when it is not kept.</summary>
    public static Change? Find(SqliteSession session, long merchant, long sequence)
    {
        if (MerchantKey.Of(merchant, sequence) is not { } key) return null;
        using var reader = session.Prepared(One).With("$key", key).ExecuteReader();
        return reader.Read() ? Of(reader) : null;
    }

    /// <summary>The merchant's changes behind a sequence, in order.</summary>
    public static IEnumerable<Change> ReadAfter(SqliteSession session, long merchant, long after, int limit) => Read(session.Prepared(After)
        .With("$after", MerchantKey.Before(merchant) | after).With("$last", MerchantKey.Last(merchant)).With("$limit", limit));

    /// <summary>A customer's changes before a sequence, the newest first.</summary>
    public static IEnumerable<Change> ReadHistory(SqliteSession session, long merchant, long customer, long? before, int limit) => Read(session.Prepared(OfCustomer)
        .With("$customer", customer).With("$first", MerchantKey.Before(merchant))
        .With("$before", before is { } sequence && MerchantKey.Of(merchant, sequence) is { } key ? key : MerchantKey.Last(merchant) + 1L).With("$limit", limit));

    /// <summary>What the log has of a customer; null when nothing.</summary>
    public static CustomerPast? FindPast(SqliteSession session, long merchant, long customer)
    {
        if (ReadHistory(session, merchant, customer, before: null, limit: 1).FirstOrDefault() is not { } last) return null;
        if (last.Document is { } document) return new CustomerPast(last, ArrayOf(document));

        var kept = session.Prepared(LastDocument)
            .With("$customer", customer).With("$first", MerchantKey.Before(merchant)).With("$last", MerchantKey.Last(merchant)).ExecuteScalar();
        return new CustomerPast(last, kept as byte[]);
    }

    /// <summary>The customers that an operation removed.</summary>
    public static List<RemovedCustomer> FindRemoved(SqliteSession session, long merchant, long operation)
    {
        if (MerchantKey.Of(merchant, operation) is not { } key) return [];
        using var reader = session.Prepared(RemovedBy)
            .With("$key", key).With("$most", Change.MostInOperation).With("$operation", operation).With("$removed", (int)ChangeKind.Removed).With("$merchant", merchant).ExecuteReader();
        var removed = new List<RemovedCustomer>();
        while (reader.Read()) removed.Add(new RemovedCustomer(reader.GetInt64(1), MerchantKey.LowOf(reader.GetInt64(0))));
        return removed;
    }

    /// <summary>What was answered to a request with this key; null when nothing is kept.</summary>
    public static KeptOutcome? FindKept(SqliteSession session, long merchant, ReadOnlyMemory<byte> key)
    {
        using var reader = session.Prepared(Kept).With("$merchant", merchant).With("$key", ArrayOf(key)).ExecuteReader();
        return reader.Read()
            ? new KeptOutcome(reader.GetFieldValue<byte[]>(0), reader.GetInt64(1), (KeptKind)reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetInt64(3), reader.GetInt32(4))
            : null;
    }

    /// <summary>The answers that are kept and are about a customer.</summary>
    public static List<KeptAnswer> ListKept(SqliteSession session, long merchant, long customer)
    {
        using var reader = session.Prepared(KeptOf)
            .With("$merchant", merchant).With("$customer", customer).With("$first", MerchantKey.Before(merchant)).With("$last", MerchantKey.Last(merchant)).ExecuteReader();
        var kept = new List<KeptAnswer>();
        while (reader.Read()) kept.Add(new KeptAnswer(DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)), reader.GetInt64(1)));
        return kept;
    }

    /// <summary>Keeps what was answered.</summary>
    public static void KeepAnswer(SqliteSession session, long merchant, ReadOnlyMemory<byte> key, KeptOutcome outcome) => session.Prepared(Keep)
        .With("$merchant", merchant)
        .With("$key", ArrayOf(key))
        .With("$request", ArrayOf(outcome.Request))
        .With("$at", outcome.At)
        .With("$outcome", (int)outcome.Kind)
        .With("$change", outcome.Change)
        .With("$customers", outcome.Customers)
        .ExecuteNonQuery();

    /// <summary>Removes everything that the log has of a customer, and what was answered of it.</summary>
    public static void ForgetPast(SqliteSession session, long merchant, long customer, long erased)
    {
        session.Prepared(BlankKept)
            .With("$erased", (int)KeptKind.Erased).With("$stored", (int)KeptKind.Stored).With("$change", erased).With("$merchant", merchant)
            .With("$customer", customer).With("$first", MerchantKey.Before(merchant)).With("$last", MerchantKey.Last(merchant)).ExecuteNonQuery();
        session.Prepared("DELETE FROM change WHERE customer = $customer AND key > $first AND key <= $last")
            .With("$customer", customer).With("$first", MerchantKey.Before(merchant)).With("$last", MerchantKey.Last(merchant)).ExecuteNonQuery();
    }

    private static IEnumerable<Change> Read(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return Of(reader);
    }

    private static Change Of(SqliteDataReader row) => new(
        MerchantKey.LowOf(row.GetInt64(0)),
        row.GetInt64(1),
        (ChangeKind)row.GetInt32(2),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        Actor.Parse(row.GetString(4)),
        row.GetInt64(5),
        row.IsDBNull(6) ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(row.GetFieldValue<byte[]>(6)));

    private static byte[] ArrayOf(ReadOnlyMemory<byte> memory) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(memory, out var segment) && segment is { Offset: 0 } && segment.Count == segment.Array!.Length ? segment.Array : memory.ToArray();
}
