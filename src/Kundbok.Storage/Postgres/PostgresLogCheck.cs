using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>What a check asks about the log, and what it finds in the rows that come; see <see cref="LogFindings"/>.</summary>
internal static class PostgresLogCheck
{
    private const string NotLogged =
        """
        SELECT c.merchant, c.id
        FROM customer AS c
        LEFT JOIN change AS g ON g.merchant = c.merchant AND g.sequence = c.version
        WHERE g.sequence IS NULL OR g.customer <> c.id OR g.document IS DISTINCT FROM c.document
        """;

    private const string Behind =
        """
        SELECT c.merchant, c.id
        FROM customer AS c
        WHERE EXISTS (SELECT 1 FROM change AS g WHERE g.merchant = c.merchant AND g.customer = c.id AND g.sequence > c.version)
        """;

    private const string Lost =
        """
        SELECT g.merchant, g.customer
        FROM change AS g
        WHERE g.kind NOT IN (3, 6)
            AND NOT EXISTS (SELECT 1 FROM customer AS c WHERE c.merchant = g.merchant AND c.id = g.customer)
            AND NOT EXISTS (SELECT 1 FROM change AS n WHERE n.merchant = g.merchant AND n.customer = g.customer AND n.sequence > g.sequence)
        """;

    private const string Damaged =
        """
        SELECT merchant, customer, sequence
        FROM change
        WHERE kind NOT BETWEEN 0 AND 6
            OR (kind IN (3, 6)) <> (document IS NULL)
            OR operation NOT BETWEEN 1 AND sequence
            OR (actor NOT LIKE 'user %' AND actor NOT LIKE 'token %' AND actor NOT LIKE 'program %')
        """;

    private const string NotPurged =
        """
        SELECT g.merchant, g.customer, g.sequence
        FROM merchant AS m
        JOIN change AS g ON g.merchant = m.id AND g.sequence <= m.purged_change
        WHERE g.kind IN (3, 6)
            OR EXISTS (
                SELECT 1
                FROM change AS n
                WHERE n.merchant = g.merchant AND n.customer = g.customer AND n.sequence > g.sequence AND n.sequence <= m.purged_change
            )
        """;

    private const string WrongEnd =
        """
        SELECT g.merchant
        FROM change AS g
        LEFT JOIN merchant AS m ON m.id = g.merchant
        WHERE m.id IS NULL OR g.sequence < 1 OR g.sequence > m.last_change
        UNION
        SELECT id
        FROM merchant
        WHERE purged_change NOT BETWEEN 0 AND last_change
        """;

    // Those that are stored are compared with the customers.
    private const string EarlierDocuments =
        """
        SELECT g.merchant, g.customer, g.sequence, g.document
        FROM change AS g
        WHERE g.document IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM customer AS c WHERE c.merchant = g.merchant AND c.id = g.customer AND c.version = g.sequence)
        """;

    /// <summary>Each statement, with what makes a sentence of a row; null when nothing is wrong with it.</summary>
    public static readonly IReadOnlyList<(string Sql, Func<NpgsqlDataReader, string?> Find)> All =
    [
        (NotLogged, row => LogFindings.NotLogged(row.GetInt64(0), row.GetInt64(1))),
        (Behind, row => LogFindings.IsBehind(row.GetInt64(0), row.GetInt64(1))),
        (Lost, row => LogFindings.IsLost(row.GetInt64(0), row.GetInt64(1))),
        (Damaged, row => LogFindings.IsDamaged(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))),
        (NotPurged, row => LogFindings.NotPurged(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))),
        (WrongEnd, row => LogFindings.WrongEnd(row.GetInt64(0))),
        (EarlierDocuments, row => LogFindings.OfDocument(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3))),
    ];
}
