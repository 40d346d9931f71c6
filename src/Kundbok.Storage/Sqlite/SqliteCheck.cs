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
    public IEnumerable<string> Findings(CancellationToken cancellation)
    {
        var damage = Damage();
        return damage.Count > 0 ? damage : OfCustomers(cancellation).Concat(OfTheWhole());
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
        for (var customers = _rows.ReadAfter(0); customers.Count > 0; customers = _rows.ReadAfter(customers[^1].Key))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var stored in customers)
            {
                if (stored.Read() is not { } customer) yield return Customer(stored.Key, "its document is damaged, or another customer's: restore a backup.");
                else if (stored.Columns is null) yield return Customer(stored.Key, "what is searched is missing: run reindex.");
                else if (stored.Columns != DerivedColumns.Of(customer, today)) yield return Customer(stored.Key, "a column is not what the document makes it: run reindex.");
            }
        }
    }

    private IEnumerable<string> OfTheWhole()
    {
        foreach (var key in _rows.ReadOrphans()) yield return Customer(key, "it is gone, but can still be searched: run reindex.");
        foreach (var merchant in Column(WrongTallies)) yield return $"Merchant {merchant}: the tally of customers by kind is wrong: run reindex.";
        if (!IsIndexSound(session)) yield return "The search index is not what the texts make it: run reindex.";
    }

    private static string Customer(long key, string finding) =>
        string.Create(CultureInfo.InvariantCulture, $"Merchant {CustomerKey.MerchantOf(key)}, customer {CustomerKey.IdOf(key)}: {finding}");

    private List<string> Column(string sql)
    {
        using var reader = session.Prepared(sql).ExecuteReader();
        var values = new List<string>();
        while (reader.Read()) values.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture) ?? "");
        return values;
    }
}
