using System.Runtime.CompilerServices;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>Looks for damage, within one snapshot, while others write.</summary>
internal static class PostgresCheck
{
    private const string WrongTallies =
        """
        SELECT DISTINCT merchant
        FROM (
            SELECT merchant, traits, count(*) AS customers FROM customer GROUP BY merchant, traits
            UNION ALL
            SELECT merchant, traits, -customers FROM customer_tally
        ) AS both_ways
        GROUP BY merchant, traits
        HAVING sum(customers) <> 0
        ORDER BY merchant
        """;

    private const string WithoutMerchant = "SELECT DISTINCT merchant FROM customer AS c WHERE NOT EXISTS (SELECT 1 FROM merchant AS m WHERE m.id = c.merchant)";

    public static async IAsyncEnumerable<string> RunAsync(NpgsqlConnection connection, DateOnly today, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        await foreach (var finding in ReadAsync(connection, PostgresStoredCustomers.All, row => Findings.Of(PostgresStoredCustomers.Of(row), today), cancellation)) yield return finding;
        await foreach (var finding in ReadAsync(connection, PostgresStoredCustomers.Orphans, row => Findings.Orphan(row.GetInt64(0), row.GetInt64(1)), cancellation)) yield return finding;
        await foreach (var finding in ReadAsync(connection, WrongTallies, row => Findings.WrongTally(row.GetInt64(0)), cancellation)) yield return finding;
        await foreach (var finding in ReadAsync(connection, WithoutMerchant, row => Findings.NoMerchant(row.GetInt64(0)), cancellation)) yield return finding;
        foreach (var (sql, find) in PostgresLogCheck.All)
        {
            await foreach (var finding in ReadAsync(connection, sql, find, cancellation)) yield return finding;
        }
    }

    private static async IAsyncEnumerable<string> ReadAsync(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, string?> find, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = connection.Command(sql);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (find(reader) is { } finding) yield return finding;
        }
    }
}
