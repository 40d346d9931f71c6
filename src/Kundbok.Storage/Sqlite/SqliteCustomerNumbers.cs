using System.Globalization;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// Gives customer numbers: counting on from the highest of one to nine digits that was given or seen, and once that is 999999999, the
/// lowest that is free. Nothing is stored before <see cref="Save"/>.
/// </summary>
internal sealed class SqliteCustomerNumbers
{
    private const int First = 1001;
    private const int Highest = 999_999_999;
    private const int MostDigits = 9;

    private readonly SqliteSession _session;
    private readonly long _merchant;
    private readonly (long? Highest, long LowestFree) _loaded;
    private long? _highest;
    private long _lowestFree;

    private SqliteCustomerNumbers(SqliteSession session, long merchant, long? highest, long lowestFree)
    {
        _session = session;
        _merchant = merchant;
        _loaded = (highest, lowestFree);
        (_highest, _lowestFree) = _loaded;
    }

    public static SqliteCustomerNumbers Load(SqliteSession session, long merchant)
    {
        using var reader = session.Prepared("SELECT highest_number, lowest_free_number FROM merchant WHERE id = $merchant").With("$merchant", merchant).ExecuteReader();
        return reader.Read()
            ? new SqliteCustomerNumbers(session, merchant, reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.GetInt64(1))
            : throw new RegisterUnavailableException("The merchant is gone: a backup was restored a moment ago.");
    }

    /// <summary>The id of the customer that has the number; null when it is free.</summary>
    public long? Holder(string number) =>
        _session.Prepared("SELECT key FROM customer WHERE merchant = $merchant AND number = $number")
            .With("$merchant", _merchant).With("$number", number).ExecuteScalar() is long key ? CustomerKey.IdOf(key) : null;

    /// <summary>A number for each new customer, in turn: the one that is sent, or the next.</summary>
    /// <returns>Who has a number that is sent already: another customer, or an earlier one of these, which then has the id 0; null when all are free.</returns>
    public CustomerWrite.NumberTaken? Assign(IReadOnlyList<string?> sent, out IReadOnlyList<string> assigned)
    {
        var numbers = new List<string>(sent.Count);
        var given = new HashSet<string>(StringComparer.Ordinal);
        assigned = numbers;
        foreach (var number in sent)
        {
            if (!string.IsNullOrEmpty(number))
            {
                if (!given.Add(number)) return new CustomerWrite.NumberTaken(0);
                if (Holder(number) is { } holder) return new CustomerWrite.NumberTaken(holder);
                numbers.Add(number);
            }
            else
            {
                numbers.Add(Next(given));
                given.Add(numbers[^1]);
            }

            See(numbers[^1]);
        }

        return null;
    }

    /// <summary>Notes a number that is given, so that the count goes on from there.</summary>
    public void See(string number)
    {
        if (ValueOf(number) is { } value && !(value <= _highest)) _highest = value;
    }

    /// <summary>Notes a number that is no longer used.</summary>
    public void Free(string number)
    {
        if (ValueOf(number) is > 0 and var value && value < _lowestFree) _lowestFree = value;
    }

    public void Save()
    {
        if ((_highest, _lowestFree) == _loaded) return;
        _session.Prepared("UPDATE merchant SET highest_number = $highest, lowest_free_number = $lowest WHERE id = $merchant")
            .With("$highest", _highest).With("$lowest", _lowestFree).With("$merchant", _merchant).ExecuteNonQuery();
    }

    private string Next(HashSet<string> given)
    {
        if (_highest is null) return Text(First);
        return _highest < Highest ? Text(_highest.Value + 1) : Text(LowestFree(given));
    }

    // Numbers of digits alone come first in the index, by value: the first gap in them is free. The place is kept, so that the
    // next time goes on from there.
    private long LowestFree(HashSet<string> given)
    {
        using var reader = _session
            .Prepared("SELECT number_key FROM customer WHERE merchant = $merchant AND number_key >= $from AND number_key < '1' ORDER BY number_key")
            .With("$merchant", _merchant).With("$from", NumberSortKey.Of(Text(_lowestFree))).ExecuteReader();
        while (reader.Read())
        {
            var taken = long.Parse(reader.GetString(0).AsSpan(NumberSortKey.LengthOfPrefix), CultureInfo.InvariantCulture);
            while (_lowestFree < taken && given.Contains(Text(_lowestFree))) _lowestFree++;
            if (_lowestFree < taken) return _lowestFree++;
            _lowestFree = taken + 1;
        }

        while (given.Contains(Text(_lowestFree))) _lowestFree++;
        return _lowestFree++;
    }

    private static long? ValueOf(string number) =>
        number.Length is > 0 and <= MostDigits && !number.AsSpan().ContainsAnyExceptInRange('0', '9') ? long.Parse(number, CultureInfo.InvariantCulture) : null;

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
