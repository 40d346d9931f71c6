using System.Globalization;

namespace Kundbok.Storage;

/// <summary>
/// Gives customer numbers: counting on from the highest of one to nine digits that was given or seen, and once that is 999999999, the
/// lowest that is free. Nothing is stored before <see cref="Save"/>.
/// </summary>
internal sealed class CustomerNumbers(IMerchantRows rows)
{
    private const int First = 1001;
    private const int Highest = 999_999_999;
    private const int MostDigits = 9;

    private long? _highest = rows.NumberCount.Highest;
    private long _lowestFree = rows.NumberCount.LowestFree;

    /// <summary>What comes after the key of every number that <see cref="IMerchantRows.TakenNumbers"/> has: those of ten digits begin with it.</summary>
    public const string EndOfTakenKeys = "0010";

    /// <summary>Whether numbers will no longer be counted on but looked for, before so many customers have been given theirs.</summary>
    /// <param name="count">Where they are counted on from.</param>
    /// <param name="given">Numbers that may be given.</param>
    /// <param name="customers">How many customers may be added.</param>
    public static bool MayBeExhausted(NumberCount count, IEnumerable<string> given, int customers) =>
        Math.Max(count.Highest ?? 0, given.Max(ValueOf) ?? 0) + customers >= Highest;

    /// <summary>The value that a key of <see cref="NumberSortKey"/> stands for; the key is that of a number of one to nine digits.</summary>
    public static long ValueOfKey(string key) =>
        key.Length == NumberSortKey.LengthOfPrefix ? 0 : long.Parse(key.AsSpan(NumberSortKey.LengthOfPrefix), CultureInfo.InvariantCulture);

    /// <summary>The key from which on numbers of that value and higher ones are found.</summary>
    public static string KeyOfValue(long value) => NumberSortKey.Of(Text(value));

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
                if (rows.FindHolder(number) is { } holder) return new CustomerWrite.NumberTaken(holder);
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
        var count = new NumberCount(_highest, _lowestFree);
        if (count != rows.NumberCount) rows.NumberCount = count;
    }

    private string Next(HashSet<string> given)
    {
        if (_highest is null) return Text(First);
        return _highest < Highest ? Text(_highest.Value + 1) : Text(LowestFree(given));
    }

    // The first gap in the numbers of digits alone is free. The place is kept, so that the next time goes on from there.
    private long LowestFree(HashSet<string> given)
    {
        foreach (var taken in rows.TakenNumbers(_lowestFree))
        {
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
