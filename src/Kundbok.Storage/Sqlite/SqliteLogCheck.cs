using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>Looks whether the log and the customers tell the same; see <see cref="LogFindings"/>.</summary>
internal static class SqliteLogCheck
{
    // The low forty bits of a key; see MerchantKey.
    private const string Low = "1099511627775";

    private const string NotLogged =
        $"""
        SELECT c.key
        FROM customer AS c
        LEFT JOIN change AS g ON g.key = c.key - (c.key & {Low}) + c.version
        WHERE g.key IS NULL OR g.customer <> (c.key & {Low}) OR g.document IS NOT c.document
        """;

    private const string Behind =
        $"""
        SELECT c.key
        FROM customer AS c
        WHERE EXISTS (
            SELECT 1
            FROM change AS g
            WHERE g.customer = (c.key & {Low}) AND g.key > c.key - (c.key & {Low}) + c.version AND g.key <= (c.key | {Low})
        )
        """;

    private const string Lost =
        $"""
        SELECT g.key, g.customer
        FROM change AS g
        WHERE g.kind NOT IN (3, 6)
            AND NOT EXISTS (SELECT 1 FROM customer AS c WHERE c.key = g.key - (g.key & {Low}) + g.customer)
            AND NOT EXISTS (SELECT 1 FROM change AS n WHERE n.customer = g.customer AND n.key > g.key AND n.key <= (g.key | {Low}))
        """;

    private const string Damaged =
        $"""
        SELECT key, customer
        FROM change
        WHERE kind NOT BETWEEN 0 AND 6
            OR (kind IN (3, 6)) <> (document IS NULL)
            OR operation NOT BETWEEN 1 AND (key & {Low})
            OR (actor NOT LIKE 'user %' AND actor NOT LIKE 'token %' AND actor NOT LIKE 'program %')
        """;

    private const string NotPurged =
        """
        SELECT g.key, g.customer
        FROM merchant AS m
        JOIN change AS g ON g.key > (m.id << 40) AND g.key <= (m.id << 40) + m.purged_change
        WHERE g.kind IN (3, 6)
            OR EXISTS (SELECT 1 FROM change AS n WHERE n.customer = g.customer AND n.key > g.key AND n.key <= (m.id << 40) + m.purged_change)
        """;

    private const string WrongEnd =
        $"""
        SELECT DISTINCT (g.key >> 40) << 40
        FROM change AS g
        LEFT JOIN merchant AS m ON m.id = g.key >> 40
        WHERE m.id IS NULL OR (g.key & {Low}) = 0 OR (g.key & {Low}) > m.last_change
        UNION
        SELECT id << 40
        FROM merchant
        WHERE purged_change NOT BETWEEN 0 AND last_change
        """;

    // Those that are stored are compared with the customers.
    private const string EarlierDocuments =
        $"""
        SELECT g.key, g.customer, g.document
        FROM change AS g
        WHERE g.document IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM customer AS c WHERE c.key = g.key - (g.key & {Low}) + g.customer AND c.version = (g.key & {Low}))
        """;

    /// <summary>A sentence for each finding.</summary>
    public static IEnumerable<string> Run(SqliteSession session, CancellationToken cancellation) =>
        Read(session, NotLogged, row => LogFindings.NotLogged(MerchantOf(row), LowOf(row)), cancellation)
            .Concat(Read(session, Behind, row => LogFindings.IsBehind(MerchantOf(row), LowOf(row)), cancellation))
            .Concat(Read(session, Lost, row => LogFindings.IsLost(MerchantOf(row), row.GetInt64(1)), cancellation))
            .Concat(Read(session, Damaged, row => LogFindings.IsDamaged(MerchantOf(row), row.GetInt64(1), LowOf(row)), cancellation))
            .Concat(Read(session, NotPurged, row => LogFindings.NotPurged(MerchantOf(row), row.GetInt64(1), LowOf(row)), cancellation))
            .Concat(Read(session, WrongEnd, row => LogFindings.WrongEnd(MerchantOf(row)), cancellation))
            .Concat(Read(session, EarlierDocuments, row => LogFindings.OfDocument(MerchantOf(row), row.GetInt64(1), LowOf(row), row.GetFieldValue<byte[]>(2)), cancellation));

    private static IEnumerable<string> Read(SqliteSession session, string sql, Func<SqliteDataReader, string?> find, CancellationToken cancellation)
    {
        using var reader = session.Prepared(sql).ExecuteReader();
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (find(reader) is { } finding) yield return finding;
        }
    }

    private static long MerchantOf(SqliteDataReader row) => MerchantKey.MerchantOf(row.GetInt64(0));

    private static long LowOf(SqliteDataReader row) => MerchantKey.LowOf(row.GetInt64(0));
}
