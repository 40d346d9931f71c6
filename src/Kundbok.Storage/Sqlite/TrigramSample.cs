namespace Kundbok.Storage.Sqlite;

/// <summary>
/// How often sequences of three characters occur in what is searched, from a sample of customers. A term is found by the rarest of its own:
/// to compare the places of all of them takes ten times as long in a large register. What is chosen decides only how long a search takes.
/// </summary>
internal sealed class TrigramSample
{
    private const int Customers = 2_000;

    private const string Counts = "SELECT merchant, sum(customers) FROM customer_tally GROUP BY merchant HAVING sum(customers) > 0";

    private const string Range = "SELECT min(key), max(key) FROM customer_text WHERE key > $before AND key <= $last";

    private const string Texts = "SELECT name, number, address, postal_code, city, company_number FROM customer_text WHERE key >= $key AND key <= $last ORDER BY key LIMIT 1";

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    private TrigramSample()
    {
    }

    /// <summary>Reads some customers of every merchant, the more of those that have more.</summary>
    public static TrigramSample Take(SqliteSession session)
    {
        var sample = new TrigramSample();
        var merchants = ReadCounts(session);
        var all = merchants.Sum(merchant => merchant.Customers);
        var share = 0.0;
        foreach (var (merchant, customers) in merchants)
        {
            share += Customers * (double)customers / all;
            sample.Add(session, merchant, (int)share);
            share -= (int)share;
        }

        return sample;
    }

    /// <summary>Those of the sequences that the fewest customers of the sample have.</summary>
    public IEnumerable<string> Rarest(IEnumerable<string> trigrams, int count) => trigrams.OrderBy(trigram => _counts.GetValueOrDefault(trigram)).Take(count);

    /// <summary>The different sequences of three characters of a text, as the search index has them.</summary>
    public static HashSet<string> Of(string text)
    {
        var runes = text.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        var trigrams = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 2; i < runes.Length; i++) trigrams.Add(string.Concat(runes[i - 2], runes[i - 1], runes[i]));
        return trigrams;
    }

    private static List<(long Merchant, long Customers)> ReadCounts(SqliteSession session)
    {
        using var reader = session.Prepared(Counts).ExecuteReader();
        var counts = new List<(long, long)>();
        while (reader.Read()) counts.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return counts;
    }

    private void Add(SqliteSession session, long merchant, int customers)
    {
        if (customers == 0) return;
        var (first, last) = ReadRange(session, merchant);
        for (var i = 0; i < customers; i++)
        {
            using var row = session.Prepared(Texts).With("$key", first + ((last - first) * i / customers)).With("$last", last).ExecuteReader();
            if (row.Read()) Add(Enumerable.Range(0, row.FieldCount).SelectMany(column => Of(row.GetString(column))));
        }
    }

    private static (long First, long Last) ReadRange(SqliteSession session, long merchant)
    {
        using var row = session.Prepared(Range).With("$before", MerchantKey.Before(merchant)).With("$last", MerchantKey.Last(merchant)).ExecuteReader();
        return row.Read() && !row.IsDBNull(0) ? (row.GetInt64(0), row.GetInt64(1)) : (1, 0);
    }

    private void Add(IEnumerable<string> trigrams)
    {
        foreach (var trigram in trigrams.Distinct(StringComparer.Ordinal)) _counts[trigram] = _counts.GetValueOrDefault(trigram) + 1;
    }
}
