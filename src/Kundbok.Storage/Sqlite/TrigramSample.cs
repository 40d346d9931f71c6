using Kundbok.Contracts;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// Which sequences of three characters some customers have, by which searches are planned. A term is found by those of its own that
/// together leave few customers who do not have the term: to compare the places of all of them takes ten times as long in a large
/// register. What is chosen decides only how long a search takes.
/// </summary>
internal sealed class TrigramSample
{
    private const int Customers = 2_000;

    // What the index takes for a customer that it has under a sequence is 1.
    private const double PlaceCost = 2; // to compare the places too, as an exact query does
    private const double TextCost = 20; // to look into a customer's text

    private const string Counts = "SELECT merchant, sum(customers) FROM customer_tally GROUP BY merchant HAVING sum(customers) > 0";

    private const string Range = "SELECT min(key), max(key) FROM customer_text WHERE key > $before AND key <= $last";

    private const string Texts =
        """
        SELECT name, number, address, postal_code, city, company_number, postal_code_bare, company_number_bare
        FROM customer_text
        WHERE key >= $key AND key <= $last
        ORDER BY key
        LIMIT 1
        """;

    private readonly Dictionary<string, List<int>> _customers = new(StringComparer.Ordinal);
    private int _taken;

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

    /// <summary>A full-text query that finds all customers with the term and few others; null when to ask for exactly the term is quicker.</summary>
    public string? Candidates(SearchTerm term)
    {
        var folded = Of(term.Folded);
        if (term.Bare is null || term.Bare == term.Folded) return Quicker(Choose(folded), PlacesOf(folded));

        // Who has the term as it is written, or without separators, has what both have.
        var bare = Of(term.Bare);
        var (either, other) = (Choose(folded), Choose(bare));
        var apart = new Choice($"(({either.Query}) OR ({other.Query}))", either.Cost + other.Cost);
        var both = Choose(folded.Intersect(bare, StringComparer.Ordinal));
        return Quicker(both.Cost < apart.Cost ? both : apart, PlacesOf(folded) + PlacesOf(bare));
    }

    private static string? Quicker(Choice choice, double exact) => choice.Cost < exact ? choice.Query : null;

    private double PlacesOf(HashSet<string> trigrams) => PlaceCost * trigrams.Sum(trigram => CountOf(CustomersWith(trigram)));

    private Choice Choose(IEnumerable<string> trigrams)
    {
        var left = trigrams.Select(trigram => (Text: trigram, Customers: CustomersWith(trigram))).OrderBy(trigram => trigram.Customers.Count).ToList();
        if (left.Count == 0) return new Choice("", double.PositiveInfinity);

        var chosen = new List<string>();
        List<int>? found = null;
        var (read, expected, cost) = (0.0, (double)_taken, double.PositiveInfinity);
        while (true)
        {
            // The one that makes it cheapest; longer lists than what is left to look into are not worth asking for.
            (string Text, List<int> Found, double Read, double Expected, double Cost)? best = null;
            foreach (var (text, customers) in left)
            {
                var length = CountOf(customers);
                if (read + length >= (best?.Cost ?? cost)) break;
                var both = found is null ? customers : found.FindAll(customer => customers.BinarySearch(customer) >= 0);
                var rest = Math.Max(both.Count, expected * length / _taken); // none in a sample may be many in all
                var total = read + length + (rest * TextCost);
                if (total < (best?.Cost ?? cost)) best = (text, both, read + length, rest, total);
            }

            if (best is not { } next) return new Choice(string.Join(" AND ", chosen), cost);
            chosen.Add(SqliteFilter.Phrase(next.Text));
            left.RemoveAll(trigram => trigram.Text == next.Text);
            (found, read, expected, cost) = (next.Found, next.Read, next.Expected, next.Cost);
        }
    }

    private List<int> CustomersWith(string trigram) => _customers.GetValueOrDefault(trigram) ?? [];

    // Of a large register some have what nobody of the sample has.
    private static double CountOf(List<int> customers) => Math.Max(customers.Count, 0.5);

    private static HashSet<string> Of(string text)
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
        foreach (var trigram in trigrams.Distinct(StringComparer.Ordinal))
        {
            if (!_customers.TryGetValue(trigram, out var customers)) _customers.Add(trigram, customers = []);
            customers.Add(_taken);
        }

        _taken++;
    }

    private readonly record struct Choice(string Query, double Cost);
}
