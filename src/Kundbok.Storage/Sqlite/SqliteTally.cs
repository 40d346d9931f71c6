namespace Kundbok.Storage.Sqlite;

/// <summary>Collects what a transaction changes in the numbers of customers of each combination of traits.</summary>
internal sealed class SqliteTally(SqliteSession session, long merchant)
{
    private const string Change =
        """
        INSERT INTO customer_tally (merchant, traits, customers)
        VALUES ($merchant, $traits, $change)
        ON CONFLICT (merchant, traits) DO UPDATE SET customers = customers + $change
        """;

    private readonly int[] _changes = new int[CustomerTraitSet.Combinations];

    public void Add(int traits, int change) => _changes[traits] += change;

    public void Save()
    {
        for (var traits = 0; traits < _changes.Length; traits++)
        {
            if (_changes[traits] == 0) continue;
            session.Prepared(Change).With("$merchant", merchant).With("$traits", traits).With("$change", _changes[traits]).ExecuteNonQuery();
        }
    }
}
