namespace Kundbok.Storage.Sqlite;

/// <inheritdoc cref="IMerchantRows"/>
/// <remarks>On the writer's connection and within its transaction: rows are stored at once, what is counted with <see cref="SqliteGroup.Store"/>.</remarks>
internal sealed class SqliteMerchantRows(SqliteSession session, SqliteGroup group, long merchant) : IMerchantRows
{
    private const string Counted = "SELECT highest_number, lowest_free_number, last_change FROM merchant WHERE id = $merchant";

    private const string Count = "UPDATE merchant SET highest_number = $highest, lowest_free_number = $lowest, last_change = $last WHERE id = $merchant";

    private const string ChangeOfTally =
        """
        INSERT INTO customer_tally (merchant, traits, customers)
        VALUES ($merchant, $traits, $change)
        ON CONFLICT (merchant, traits) DO UPDATE SET customers = customers + $change
        """;

    private readonly SqliteCustomerRows _rows = new(session);
    private readonly int[] _tally = new int[CustomerTraitSet.Combinations];
    private readonly Dictionary<long, int> _blocks = [];
    private (NumberCount Numbers, long LastChange)? _stored;
    private (NumberCount Numbers, long LastChange)? _now;

    /// <inheritdoc/>
    public NumberCount NumberCount
    {
        get => Now.Numbers;
        set => _now = Now with { Numbers = value };
    }

    private (NumberCount Numbers, long LastChange) Now => _now ??= _stored ??= Read();

    /// <inheritdoc/>
    public IReadOnlyList<long> TakeIds(int count) => group.TakeIds(count);

    /// <inheritdoc/>
    public CustomerRow? Find(long id)
    {
        if (MerchantKey.Of(merchant, id) is not { } key) return null;
        using var reader = session.Prepared("SELECT version, traits, number, document FROM customer WHERE key = $key").With("$key", key).ExecuteReader();
        return reader.Read() ? new CustomerRow(reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3)) : null;
    }

    /// <inheritdoc/>
    public long? FindHolder(string number) =>
        session.Prepared("SELECT key FROM customer WHERE merchant = $merchant AND number = $number")
            .With("$merchant", merchant).With("$number", number).ExecuteScalar() is long key ? MerchantKey.LowOf(key) : null;

    /// <inheritdoc/>
    public IEnumerable<long> TakenNumbers(long lowest)
    {
        using var reader = session
            .Prepared("SELECT number_key FROM customer WHERE merchant = $merchant AND number_key >= $from AND number_key < $end ORDER BY number_key")
            .With("$merchant", merchant).With("$from", CustomerNumbers.KeyOfValue(lowest)).With("$end", CustomerNumbers.EndOfTakenKeys).ExecuteReader();
        while (reader.Read()) yield return CustomerNumbers.ValueOfKey(reader.GetString(0));
    }

    /// <inheritdoc/>
    public long TakeSequences(int count)
    {
        var first = Now.LastChange + 1;
        _now = Now with { LastChange = Now.LastChange + count };
        return first;
    }

    /// <inheritdoc/>
    public CustomerPast? FindPast(long id) => SqliteChangeRows.FindPast(session, merchant, id);

    /// <inheritdoc/>
    public Change? FindChange(long sequence) => SqliteChangeRows.Find(session, merchant, sequence);

    /// <inheritdoc/>
    public IReadOnlyList<RemovedCustomer> FindRemoved(long operation) => SqliteChangeRows.FindRemoved(session, merchant, operation);

    /// <inheritdoc/>
    public KeptOutcome? FindKept(ReadOnlyMemory<byte> key) => SqliteChangeRows.FindKept(session, merchant, key);

    /// <inheritdoc/>
    /// <remarks>There is one writer: whoever has begun has ended.</remarks>
    public bool IsInProgress(ReadOnlyMemory<byte> key) => false;

    /// <inheritdoc/>
    public void Insert(long id, long version, DateTimeOffset created, DerivedColumns columns, byte[] document)
    {
        _rows.Insert(KeyOf(id), version, merchant, created, columns, document);
        ChangeBlock(id, 1);
    }

    /// <inheritdoc/>
    public void Update(long id, long version, DerivedColumns? before, DerivedColumns after, byte[] document) => _rows.Update(KeyOf(id), version, before, after, document);

    /// <inheritdoc/>
    public void Remove(long id)
    {
        _rows.Remove(KeyOf(id));
        ChangeBlock(id, -1);
    }

    /// <inheritdoc/>
    public void Append(Change change) => SqliteChangeRows.Append(session, merchant, change);

    /// <inheritdoc/>
    public void Keep(ReadOnlyMemory<byte> key, KeptOutcome outcome) => SqliteChangeRows.KeepAnswer(session, merchant, key, outcome);

    /// <inheritdoc/>
    public void ForgetPast(long id, long erased) => SqliteChangeRows.ForgetPast(session, merchant, id, erased);

    /// <inheritdoc/>
    public void ChangeTally(ReadOnlySpan<int> changes)
    {
        for (var traits = 0; traits < changes.Length; traits++) _tally[traits] += changes[traits];
    }

    /// <summary>Stores what was counted.</summary>
    public void Store()
    {
        if (_now is { } now && now != _stored)
        {
            session.Prepared(Count)
                .With("$highest", now.Numbers.Highest).With("$lowest", now.Numbers.LowestFree).With("$last", now.LastChange).With("$merchant", merchant).ExecuteNonQuery();
        }

        for (var traits = 0; traits < _tally.Length; traits++)
        {
            if (_tally[traits] == 0) continue;
            session.Prepared(ChangeOfTally).With("$merchant", merchant).With("$traits", traits).With("$change", _tally[traits]).ExecuteNonQuery();
        }

        foreach (var (block, change) in _blocks)
        {
            if (change != 0) SqliteBlocks.Change(session, block, change);
        }
    }

    private void ChangeBlock(long id, int change)
    {
        var block = SqliteBlocks.Of(KeyOf(id));
        _blocks[block] = _blocks.GetValueOrDefault(block) + change;
    }

    private (NumberCount Numbers, long LastChange) Read()
    {
        using var reader = session.Prepared(Counted).With("$merchant", merchant).ExecuteReader();
        return reader.Read()
            ? (new NumberCount(reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.GetInt64(1)), reader.GetInt64(2))
            : throw new RegisterUnavailableException("The merchant is gone: a backup was restored a moment ago.");
    }

    private long KeyOf(long id) => MerchantKey.Of(merchant, id) ?? throw new InvalidOperationException("The register has given all the ids there are.");
}
