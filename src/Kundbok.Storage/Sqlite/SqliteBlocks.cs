namespace Kundbok.Storage.Sqlite;

/// <summary>
/// How many customers there are in each block of keys (<c>customer_block</c>). The customer behind many others is found by
/// counting blocks, of which a million customers fill a thousand.
/// </summary>
internal static class SqliteBlocks
{
    /// <summary>The merchants of whose customers the blocks have a wrong number, as a statement.</summary>
    public const string FindWrong =
        """
        SELECT DISTINCT block >> (40 - 10)
        FROM (
            SELECT key >> 10 AS block, count(*) AS customers FROM customer GROUP BY 1
            UNION ALL
            SELECT block, -customers FROM customer_block
        )
        GROUP BY block
        HAVING sum(customers) <> 0
        """;

    private const int KeyBits = 10;
    private const long LastInBlock = (1L << KeyBits) - 1;

    /// <summary>The key of the merchant's customer number <paramref name="customers"/>, counted from 1 in the order of keys; null when there are fewer.</summary>
    /// <param name="session">Within a snapshot.</param>
    /// <param name="merchant">Whose customers.</param>
    /// <param name="customers">At least 1.</param>
    /// <param name="descending">Whether they are counted from the last.</param>
    public static long? KeyOf(SqliteSession session, long merchant, long customers, bool descending)
    {
        var direction = descending ? "DESC" : "ASC";
        var left = customers;
        using var blocks = session.Prepared($"SELECT block, customers FROM customer_block WHERE block BETWEEN $first AND $last ORDER BY block {direction}")
            .With("$first", Of(MerchantKey.Before(merchant))).With("$last", Of(MerchantKey.Last(merchant))).ExecuteReader();
        while (blocks.Read())
        {
            var (block, here) = (blocks.GetInt64(0), blocks.GetInt64(1));
            if (left > here)
            {
                left -= here;
                continue;
            }

            return (long)session
                .Prepared($"SELECT key FROM customer INDEXED BY customer_by_id WHERE merchant = $merchant AND key BETWEEN $first AND $last ORDER BY key {direction} LIMIT 1 OFFSET $skip")
                .With("$merchant", merchant).With("$first", block << KeyBits).With("$last", (block << KeyBits) | LastInBlock).With("$skip", left - 1).ExecuteScalar()!;
        }

        return null;
    }

    /// <summary>The block of a customer's key.</summary>
    public static long Of(long key) => key >> KeyBits;

    /// <summary>Stores that a block has so many customers more, or fewer.</summary>
    public static void Change(SqliteSession session, long block, int change)
    {
        session.Prepared("INSERT INTO customer_block (block, customers) VALUES ($block, $change) ON CONFLICT (block) DO UPDATE SET customers = customers + $change")
            .With("$block", block).With("$change", change).ExecuteNonQuery();
        if (change < 0) session.Prepared("DELETE FROM customer_block WHERE block = $block AND customers = 0").With("$block", block).ExecuteNonQuery();
    }

    /// <summary>Counts again.</summary>
    public static void CountAgain(SqliteSession session)
    {
        session.Execute("DELETE FROM customer_block");
        session.Execute("INSERT INTO customer_block (block, customers) SELECT key >> 10, count(*) FROM customer INDEXED BY customer_by_id GROUP BY 1");
    }
}
