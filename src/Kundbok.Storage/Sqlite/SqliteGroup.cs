namespace Kundbok.Storage.Sqlite;

/// <summary>
/// What the writes of one transaction count: ids, each merchant's numbers, sequences, tally and blocks. Read when the first of them asks, and stored
/// once for all of them, before the transaction commits. Of no use after that, nor after a rollback: every transaction has its own.
/// </summary>
internal sealed class SqliteGroup(SqliteSession session)
{
    private readonly Dictionary<long, SqliteMerchantRows> _merchants = [];
    private RegisterState? _state;
    private long? _firstId;
    private long _lastId;

    /// <summary>The connection.</summary>
    public SqliteSession Session => session;

    /// <summary>What may be done with the register.</summary>
    public RegisterState State => _state ??= SqliteWriter.StateOf(session);

    /// <summary>The merchant's rows.</summary>
    public SqliteMerchantRows RowsOf(long merchant)
    {
        if (!_merchants.TryGetValue(merchant, out var rows)) _merchants.Add(merchant, rows = new SqliteMerchantRows(session, this, merchant));
        return rows;
    }

    /// <inheritdoc cref="IMerchantRows.TakeIds"/>
    public IReadOnlyList<long> TakeIds(int count)
    {
        if (_firstId is null) _firstId = _lastId = (long)session.Prepared("SELECT last FROM customer_id").ExecuteScalar()!;
        var ids = new long[count];
        for (var i = 0; i < count; i++) ids[i] = ++_lastId;
        return ids;
    }

    /// <summary>Stores what was counted, and forgets it: before the commit, and before anything else that may read or change it.</summary>
    public void Store()
    {
        if (_firstId is { } first && _lastId != first) session.Prepared("UPDATE customer_id SET last = $last").With("$last", _lastId).ExecuteNonQuery();
        foreach (var rows in _merchants.Values) rows.Store();
        _merchants.Clear();
        _firstId = null;
        _state = null;
    }
}
