using Kundbok.Contracts;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <inheritdoc cref="IMerchantRows"/>
/// <remarks>
/// In memory, between two exchanges with the database: <see cref="LoadAsync"/> takes the merchant's lock and reads what is needed,
/// <see cref="SaveAsync"/> stores all that was changed. However many writes are in a group, there are as many statements.
/// </remarks>
internal sealed class PostgresMerchantRows : IMerchantRows
{
    private const int NumbersAtOnce = 1000;

    private const string Lock =
        """
        SELECT highest_number, lowest_free_number, last_change
        FROM merchant
        WHERE id = $1
        FOR NO KEY UPDATE
        """;

    private const string Customers =
        """
        SELECT
            id,
            version,
            traits,
            number,
            CASE WHEN id = ANY ($3) THEN document END
        FROM customer
        WHERE merchant = $1 AND id = ANY ($2)
        """;

    private const string Holders = "SELECT number, id FROM customer WHERE merchant = $1 AND number = ANY ($2)";

    private const string NewIds = "SELECT nextval('customer_id') FROM generate_series(1, $1)";

    private const string Taken =
        """
        SELECT number_key
        FROM customer
        WHERE merchant = $1 AND number_key >= $2 AND number_key < $3
        ORDER BY number_key
        LIMIT $4
        """;

    private readonly long _merchant;
    private readonly Dictionary<long, CustomerRow> _rows = [];
    private readonly Dictionary<string, long?> _holders = new(StringComparer.Ordinal);
    private readonly Queue<long> _newIds = [];
    private readonly List<long> _taken = [];
    private readonly SortedDictionary<long, RowChange> _inserted = [];
    private readonly Dictionary<long, RowChange> _updated = [];
    private readonly HashSet<long> _removed = [];
    private readonly PostgresMerchantLog _log;
    private readonly int[] _tally = new int[CustomerTraitSet.Combinations];
    private NumberCount _loadedCount = new(null, 1);

    private PostgresMerchantRows(long merchant)
    {
        _merchant = merchant;
        _log = new PostgresMerchantLog(merchant);
    }

    /// <inheritdoc/>
    public NumberCount NumberCount { get; set; } = new(null, 1);

    /// <summary>Begins a transaction, waits for the merchant's lock, and reads what the writes will look at.</summary>
    /// <exception cref="RegisterUnavailableException">The register takes no writes, or has no such merchant.</exception>
    public static Task<PostgresMerchantRows> LoadAsync(NpgsqlConnection connection, long merchant, PostgresWriteNeeds needs) =>
        new PostgresMerchantRows(merchant).ReadNeededAsync(connection, needs, begins: true);

    /// <summary>
    /// Reads what one write will look at, later in the transaction, and the numbers that are taken from the lowest free one on, until
    /// there are as many gaps as new customers.
    /// </summary>
    public static async Task<PostgresMerchantRows> ReloadAsync(NpgsqlConnection connection, long merchant, PostgresWriteNeeds needs)
    {
        var rows = await new PostgresMerchantRows(merchant).ReadNeededAsync(connection, needs, begins: false);
        if (needs.Numbers.Count < needs.NewIds) await rows.LoadTakenNumbersAsync(connection);
        return rows;
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> TakeIds(int count)
    {
        var ids = new long[count];
        for (var i = 0; i < count; i++) ids[i] = _newIds.Dequeue();
        return ids;
    }

    /// <inheritdoc/>
    public CustomerRow? Find(long id) => _rows.GetValueOrDefault(id);

    /// <inheritdoc/>
    public long? FindHolder(string number) => _holders[number];

    /// <inheritdoc/>
    public IEnumerable<long> TakenNumbers(long lowest) => _taken.Where(number => number >= lowest);

    /// <inheritdoc/>
    public long TakeSequences(int count) => _log.Take(count);

    /// <inheritdoc/>
    public CustomerPast? FindPast(long id) => _log.FindPast(id);

    /// <inheritdoc/>
    public Change? FindChange(long sequence) => _log.FindChange(sequence);

    /// <inheritdoc/>
    public IReadOnlyList<RemovedCustomer> FindRemoved(long operation) => _log.Removed;

    /// <inheritdoc/>
    public KeptOutcome? FindKept(ReadOnlyMemory<byte> key) => _log.FindKept(key);

    /// <inheritdoc/>
    public bool IsInProgress(ReadOnlyMemory<byte> key) => _log.IsInProgress(key);

    /// <inheritdoc/>
    public void Insert(long id, long version, DateTimeOffset created, DerivedColumns columns, byte[] document)
    {
        _inserted[id] = new RowChange(version, columns, document, HasOtherText: true, created.ToUnixTimeMilliseconds());
        Put(id, version, columns, document);
    }

    /// <inheritdoc/>
    public void Update(long id, long version, DerivedColumns? before, DerivedColumns after, byte[] document)
    {
        _holders[_rows[id].Number] = null;
        Put(id, version, after, document);
        if (_inserted.TryGetValue(id, out var added)) _inserted[id] = added with { Version = version, Columns = after, Document = document };
        else _updated[id] = new RowChange(version, after, document, after.Text != before?.Text || (_updated.TryGetValue(id, out var updated) && updated.HasOtherText));
    }

    /// <inheritdoc/>
    public void Remove(long id)
    {
        _holders[_rows[id].Number] = null;
        _rows.Remove(id);
        _updated.Remove(id);
        if (!_inserted.Remove(id)) _removed.Add(id);
    }

    /// <inheritdoc/>
    public void Append(Change change) => _log.Append(change);

    /// <inheritdoc/>
    public void Keep(ReadOnlyMemory<byte> key, KeptOutcome outcome) => _log.Keep(key, outcome);

    /// <inheritdoc/>
    public void ForgetPast(long id, long erased) => _log.Forget(id, erased);

    /// <inheritdoc/>
    public void ChangeTally(ReadOnlySpan<int> changes)
    {
        for (var traits = 0; traits < changes.Length; traits++) _tally[traits] += changes[traits];
    }

    /// <summary>Stores what was changed; the caller commits.</summary>
    public async Task SaveAsync(NpgsqlConnection connection)
    {
        await using var batch = new NpgsqlBatch(connection);

        // Removals first, insertions last: numbers that become free are free before they are given.
        if (_removed.Count > 0) PostgresCustomerRows.Remove(batch, _merchant, [.. _removed]);
        if (_updated.Count > 0) PostgresCustomerRows.Update(batch, _merchant, [.. _updated.Select(change => (change.Key, change.Value.Version, change.Value.Columns, change.Value.Document))]);
        if (_inserted.Count > 0) PostgresCustomerRows.Insert(batch, _merchant, [.. _inserted.Select(change => (change.Key, change.Value.Version, change.Value.Created, change.Value.Columns, change.Value.Document))]);
        var texts = _updated.Concat(_inserted).Where(change => change.Value.HasOtherText).Select(change => (change.Key, change.Value.Columns.Text)).ToList();
        if (texts.Count > 0) PostgresCustomerRows.WriteTexts(batch, _merchant, texts);
        if (NumberCount != _loadedCount || _log.HasChanged)
            batch.Add("UPDATE merchant SET highest_number = $2, lowest_free_number = $3, last_change = $4 WHERE id = $1", _merchant, PostgresCommands.Nullable(NumberCount.Highest), NumberCount.LowestFree, _log.Last);
        PostgresCustomerRows.ChangeTally(batch, _merchant, _tally);
        _log.Save(batch);
        if (batch.BatchCommands.Count == 0) return;

        await batch.PrepareAsync();
        await batch.ExecuteNonQueryAsync();
    }

    private void Put(long id, long version, DerivedColumns columns, byte[] document)
    {
        _rows[id] = new CustomerRow(version, columns.Traits, columns.Number, document);
        _holders[columns.Number] = id;
    }

    private async Task<PostgresMerchantRows> ReadNeededAsync(NpgsqlConnection connection, PostgresWriteNeeds needs, bool begins)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (begins) PostgresTransactions.Begin(batch);
        AddReads(batch, needs);
        await batch.PrepareAsync();

        // Each statement sees what was committed before it: what is read behind the lock is as the last writer left it.
        await using var reader = await batch.ExecuteReaderAsync();
        if (begins)
        {
            await PostgresTransactions.ReadStateAsync(reader);
            await reader.NextResultAsync();
        }

        await ReadAsync(reader, needs);
        await reader.DisposeAsync();
        if (needs.IsAlone) await LoadHoldersAsync(connection);
        return this;
    }

    private void AddReads(NpgsqlBatch batch, PostgresWriteNeeds needs)
    {
        long[] changed = [.. needs.Changed.Distinct()];
        long[] touched = [.. needs.Changed.Concat(needs.Removed).Distinct()];
        string[] numbers = [.. needs.Numbers.Distinct(StringComparer.Ordinal)];
        foreach (var number in numbers) _holders[number] = null;
        PostgresMerchantLog.AddLocks(batch, _merchant, needs);
        batch.Add(Lock, _merchant);
        batch.Add(Customers, _merchant, touched, changed);
        batch.Add(Holders, _merchant, numbers);
        batch.Add(NewIds, needs.NewIds);
        PostgresMerchantLog.AddReads(batch, _merchant, needs);
    }

    private async Task ReadAsync(NpgsqlDataReader reader, PostgresWriteNeeds needs)
    {
        await _log.ReadLocksAsync(reader, needs);
        if (!await reader.ReadAsync()) throw new RegisterUnavailableException("The merchant is gone from the register.");
        NumberCount = _loadedCount = new NumberCount(reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.GetInt64(1));
        _log.Last = reader.GetInt64(2);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
            _rows[reader.GetInt64(0)] = new CustomerRow(reader.GetInt64(1), reader.GetInt16(2), reader.GetString(3), reader.IsDBNull(4) ? [] : reader.GetFieldValue<byte[]>(4));
        await reader.NextResultAsync();
        while (await reader.ReadAsync()) _holders[reader.GetString(0)] = reader.GetInt64(1);
        await reader.NextResultAsync();
        while (await reader.ReadAsync()) _newIds.Enqueue(reader.GetInt64(0));
        await _log.ReadAsync(reader, needs);
    }

    // Which numbers earlier versions had is known once these are read.
    private async Task LoadHoldersAsync(NpgsqlConnection connection)
    {
        string[] numbers = [.. _log.Documents.Select(document => CustomerJson.Read(document)[CustomerFields.Number]).Distinct(StringComparer.Ordinal)];
        foreach (var number in numbers) _holders[number] = null;
        await using var command = await connection.PreparedAsync(Holders, CancellationToken.None, _merchant, numbers);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) _holders[reader.GetString(0)] = reader.GetInt64(1);
    }

    private async Task LoadTakenNumbersAsync(NpgsqlConnection connection)
    {
        var (from, free) = (NumberCount.LowestFree, 0L);
        while (free <= _newIds.Count)
        {
            await using var command = await connection.PreparedAsync(
                Taken, CancellationToken.None, _merchant, CustomerNumbers.KeyOfValue(from), CustomerNumbers.EndOfTakenKeys, (long)NumbersAtOnce);
            await using var reader = await command.ExecuteReaderAsync();
            var count = 0;
            for (; await reader.ReadAsync(); count++)
            {
                var value = CustomerNumbers.ValueOfKey(reader.GetString(0));
                free += Math.Max(0, value - from);
                from = Math.Max(from, value + 1);
                _taken.Add(value);
            }

            if (count < NumbersAtOnce) return;
        }
    }

    private sealed record RowChange(long Version, DerivedColumns Columns, byte[] Document, bool HasOtherText, long Created = 0);
}
