using System.Buffers.Binary;
using System.Security.Cryptography;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>The log of one merchant as a write sees and adds to it: the part of <see cref="PostgresMerchantRows"/> that is about what was.</summary>
internal sealed class PostgresMerchantLog(long merchant)
{
    private readonly Dictionary<long, Change> _changes = [];
    private readonly Dictionary<long, CustomerPast> _pasts = [];
    private readonly List<RemovedCustomer> _removed = [];
    private readonly Dictionary<string, KeptOutcome> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<long> _othersLocks = [];
    private readonly List<Change> _appended = [];
    private readonly List<(long Customer, long Erased)> _forgotten = [];
    private readonly List<(byte[] Key, KeptOutcome Outcome)> _toKeep = [];

    /// <summary>The sequence of the last change.</summary>
    public long Last { get; set; }

    /// <summary>Whether there is anything to save.</summary>
    public bool HasChanged => _appended.Count > 0;

    /// <summary>The customers that the operation removed.</summary>
    public IReadOnlyList<RemovedCustomer> Removed => _removed;

    /// <summary>The documents that were read.</summary>
    public IEnumerable<byte[]> Documents =>
        _pasts.Values.Select(past => past.Document).OfType<byte[]>().Concat(_changes.Values.Where(change => change.Document is not null).Select(change => change.Document!.Value.ToArray()));

    /// <summary>Adds what comes before the merchant's lock: whoever waits for that has its keys already.</summary>
    public static void AddLocks(NpgsqlBatch batch, long merchant, PostgresWriteNeeds needs)
    {
        if (needs.Keys.Count > 0) batch.Add(PostgresChangeRows.LockKeys, needs.Keys.Select(key => LockOf(merchant, key)).Distinct().ToArray());
    }

    /// <summary>Adds the reads of what is needed, for <see cref="ReadAsync"/>.</summary>
    public static void AddReads(NpgsqlBatch batch, long merchant, PostgresWriteNeeds needs)
    {
        if (needs.Keys.Count > 0) batch.Add(PostgresChangeRows.Kept, merchant, needs.Keys.ToArray());
        if (needs.Sequence is { } sequence) batch.Add(PostgresChangeRows.One, merchant, sequence);
        if (needs.Past is { } past) batch.Add(PostgresChangeRows.PastsOfCustomers, merchant, new[] { past });
        if (needs.Operation is not { } operation) return;
        batch.Add(PostgresChangeRows.RemovedBy, merchant, operation, (long)Change.MostInOperation);
        batch.Add(PostgresChangeRows.PastsOfOperation, merchant, operation, (long)Change.MostInOperation);
    }

    /// <summary>Reads the result of <see cref="AddLocks"/>, and goes on to the next.</summary>
    public async Task ReadLocksAsync(NpgsqlDataReader reader, PostgresWriteNeeds needs)
    {
        if (needs.Keys.Count == 0) return;
        while (await reader.ReadAsync())
        {
            if (!reader.GetBoolean(1)) _othersLocks.Add(reader.GetInt64(0));
        }

        await reader.NextResultAsync();
    }

    /// <summary>Reads the results of <see cref="AddReads"/>.</summary>
    public async Task ReadAsync(NpgsqlDataReader reader, PostgresWriteNeeds needs)
    {
        if (needs.Keys.Count > 0) await ReadNextAsync(reader, ReadKept);
        if (needs.Sequence is not null) await ReadNextAsync(reader, row => Put(PostgresChangeRows.Of(row)));
        if (needs.Past is not null) await ReadNextAsync(reader, ReadPast);
        if (needs.Operation is null) return;
        await ReadNextAsync(reader, row => _removed.Add(new RemovedCustomer(row.GetInt64(0), row.GetInt64(1))));
        await ReadNextAsync(reader, ReadPast);
    }

    public long Take(int count)
    {
        Last += count;
        return Last - count + 1;
    }

    public CustomerPast? FindPast(long id) => _pasts.GetValueOrDefault(id);

    public Change? FindChange(long sequence) => _changes.GetValueOrDefault(sequence);

    public KeptOutcome? FindKept(ReadOnlyMemory<byte> key) => _kept.GetValueOrDefault(NameOf(key.Span));

    public bool IsInProgress(ReadOnlyMemory<byte> key) => _othersLocks.Count > 0 && _othersLocks.Contains(LockOf(merchant, key.Span));

    public void Append(Change change)
    {
        _appended.Add(change);
        Put(change);
    }

    public void Keep(ReadOnlyMemory<byte> key, KeptOutcome outcome)
    {
        _toKeep.Add((key.ToArray(), outcome));
        _kept[NameOf(key.Span)] = outcome;
    }

    public void Forget(long customer, long erased) => _forgotten.Add((customer, erased));

    /// <summary>Adds the statements that store what was changed.</summary>
    public void Save(NpgsqlBatch batch)
    {
        foreach (var (customer, erased) in _forgotten) PostgresChangeRows.ForgetPast(batch, merchant, customer, erased);
        if (_appended.Count > 0) PostgresChangeRows.Append(batch, merchant, _appended);
        if (_toKeep.Count > 0) PostgresChangeRows.Keep(batch, merchant, _toKeep);
    }

    private void ReadKept(NpgsqlDataReader row)
    {
        _kept[NameOf(row.GetFieldValue<byte[]>(0))] = PostgresChangeRows.KeptOutcomeOf(row);
        if (!row.IsDBNull(6)) Put(PostgresChangeRows.Of(row, first: 6));
    }

    private void ReadPast(NpgsqlDataReader row)
    {
        var past = PostgresChangeRows.PastOf(row);
        _pasts[past.Last.Customer] = past;
    }

    private void Put(Change change) => _changes[change.Sequence] = change;

    private static async Task ReadNextAsync(NpgsqlDataReader reader, Action<NpgsqlDataReader> read)
    {
        await reader.NextResultAsync();
        while (await reader.ReadAsync()) read(reader);
    }

    private static string NameOf(ReadOnlySpan<byte> key) => Convert.ToHexString(key);

    /// <summary>The id of the advisory lock of a merchant's key.</summary>
    public static long LockOf(long merchant, ReadOnlySpan<byte> key)
    {
        Span<byte> named = stackalloc byte[sizeof(long) + key.Length];
        BinaryPrimitives.WriteInt64LittleEndian(named, merchant);
        key.CopyTo(named[sizeof(long)..]);
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(named));
    }
}
