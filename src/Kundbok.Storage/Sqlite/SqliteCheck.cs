using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>Looks for damage in a copy of a register that nobody else uses.</summary>
internal sealed class SqliteCheck(SqliteSession session, DateOnly today)
{
    private const string WrongTallies =
        """
        SELECT DISTINCT merchant
        FROM (
            SELECT merchant, traits, count(*) AS customers FROM customer GROUP BY merchant, traits
            UNION ALL
            SELECT merchant, traits, -customers FROM customer_tally
        )
        GROUP BY merchant, traits
        HAVING sum(customers) <> 0
        """;

    private readonly SqliteCustomerRows _rows = new(session);

    /// <summary>A sentence for each finding. Damage of the database itself ends the search: what is read from it says nothing then.</summary>
    public IEnumerable<string> Run(CancellationToken cancellation)
    {
        var damage = Damage();
        return damage.Count > 0 ? damage : OfCustomers(cancellation).Concat(OfTheWhole()).Concat(SqliteLogCheck.Run(session, cancellation));
    }

    /// <summary>Whether the search index is what the texts make it.</summary>
    public static bool IsIndexSound(SqliteSession session)
    {
        try
        {
            session.Execute("INSERT INTO customer_search (customer_search, rank) VALUES ('integrity-check', 1)"); // 1: against the texts too
            return true;
        }
        catch (SqliteException fault) when (SqliteFaults.IsDamage(fault))
        {
            return false;
        }
    }

    private List<string> Damage()
    {
        try
        {
            var damage = Column("PRAGMA integrity_check").Where(line => line != "ok").Select(line => $"The database is damaged: {line}").ToList();
            if (damage.Count == 0 && Column("PRAGMA foreign_key_check").Count > 0) damage.Add("The database is damaged: there are rows of a merchant that is not there.");
            return damage;
        }
        catch (SqliteException fault) when (SqliteFaults.IsDamage(fault))
        {
            return ["The database is damaged, so much that it cannot be looked through."];
        }
    }

    private IEnumerable<string> OfCustomers(CancellationToken cancellation)
    {
        var after = 0L;
        while (_rows.ReadAfter(after) is { Count: > 0 } customers)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var stored in customers)
            {
                if (Findings.Of(stored, today) is { } finding) yield return finding;
            }

            after = MerchantKey.Of(customers[^1]);
        }
    }

    private IEnumerable<string> OfTheWhole()
    {
        foreach (var key in _rows.ReadOrphans()) yield return Findings.Orphan(MerchantKey.MerchantOf(key), MerchantKey.LowOf(key));
        foreach (var merchant in Column(WrongTallies).Union(Column(SqliteBlocks.FindWrong), StringComparer.Ordinal)) yield return Findings.WrongTally(long.Parse(merchant, CultureInfo.InvariantCulture));
        if (!IsIndexSound(session)) yield return Findings.WrongIndex;
    }

    private List<string> Column(string sql)
    {
        using var reader = session.Prepared(sql).ExecuteReader();
        var values = new List<string>();
        while (reader.Read()) values.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture) ?? "");
        return values;
    }
}
