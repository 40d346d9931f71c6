using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>Customers as their rows have them, for a check and for making again what is derived.</summary>
internal static class PostgresStoredCustomers
{
    private const string Select =
        """
        SELECT
            c.merchant, c.id, c.created, c.version, c.document,
            c.traits, c.number, c.number_key, c.name_key, c.email, c.company_number,
            t.texts, t.bare
        FROM customer AS c
        LEFT JOIN customer_text AS t ON t.merchant = c.merchant AND t.id = c.id
        """;

    public const string All = $"{Select} ORDER BY c.merchant, c.id";

    public const string After = $"{Select} WHERE c.merchant = $1 AND c.id > $2 ORDER BY c.id LIMIT $3";

    public const string Orphans = "SELECT merchant, id FROM customer_text AS t WHERE NOT EXISTS (SELECT 1 FROM customer AS c WHERE c.merchant = t.merchant AND c.id = t.id)";

    public static StoredCustomer Of(NpgsqlDataReader row)
    {
        var text = row.IsDBNull(11) ? null : PostgresText.Read(row.GetString(11), row.GetString(12));
        var columns = text is null ? null : new DerivedColumns(
            row.GetInt16(5), row.GetString(6), row.GetString(7), row.GetString(8), row.GetString(9), row.GetString(10), text);
        return new StoredCustomer(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), columns, row.GetFieldValue<byte[]>(4));
    }
}
