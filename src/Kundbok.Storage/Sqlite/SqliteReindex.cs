using Kundbok.Contracts;

namespace Kundbok.Storage.Sqlite;

/// <summary>Makes again, from the documents, everything that is derived from them.</summary>
internal sealed class SqliteReindex(SqliteWriter writer, TimeProvider time)
{
    /// <summary>Goes through every customer, in small transactions between which others write, and makes the tallies again.</summary>
    /// <returns>How many customers there were.</returns>
    public async ValueTask<long> RepairAsync(CancellationToken cancellation)
    {
        var today = Instants.ToDate(time.GetUtcNow());
        var (count, last) = (0L, 0L);
        int read;
        do
        {
            (last, read) = await writer.WriteAsync((last, today), static (session, asked) => Repair(session, asked.last, asked.today), cancellation);
            count += read;
        }
        while (read > 0);

        await writer.WriteAsync(0, static (session, _) => RepairWhole(session), cancellation);
        return count;
    }

    /// <summary>Makes the search index again from the texts, in one transaction.</summary>
    public async ValueTask RebuildIndexAsync(CancellationToken cancellation) =>
        await writer.WriteAsync(
            0,
            static (session, _) => session.Prepared("INSERT INTO customer_search (customer_search) VALUES ('rebuild')").ExecuteNonQuery(),
            cancellation);

    private static (long Last, int Count) Repair(SqliteSession session, long after, DateOnly today)
    {
        var rows = new SqliteCustomerRows(session);
        var customers = rows.ReadAfter(after);
        foreach (var stored in customers)
        {
            if (stored.Read() is not { } customer) continue; // nothing to make anything from; check tells of it
            var columns = DerivedColumns.Of(customer, today);
            if (columns != stored.Columns) rows.Update(MerchantKey.Of(stored), stored.Version, stored.Columns, columns, stored.Document);
        }

        return (customers.Count == 0 ? after : MerchantKey.Of(customers[^1]), customers.Count);
    }

    private static bool RepairWhole(SqliteSession session)
    {
        var rows = new SqliteCustomerRows(session);
        foreach (var key in rows.ReadOrphans()) rows.RemoveText(key);
        session.Execute("DELETE FROM customer_tally");
        session.Execute("INSERT INTO customer_tally (merchant, traits, customers) SELECT merchant, traits, count(*) FROM customer GROUP BY merchant, traits");
        SqliteBlocks.CountAgain(session);
        return true;
    }
}
