using System.Globalization;

namespace Kundbok.Storage;

/// <summary>
/// The key that customer numbers are ordered by: those of ASCII digits alone come first, by value, the others by Unicode
/// scalar value. Keys are compared as UTF-8 bytes.
/// </summary>
public static class NumberSortKey
{
    /// <summary>Characters before the digits in the key of a number of digits alone: a 0, and how many digits there are.</summary>
    internal const int LengthOfPrefix = 4;

    /// <summary>The key of a customer number.</summary>
    public static string Of(string number)
    {
        if (number.Length == 0 || number.AsSpan().ContainsAnyExceptInRange('0', '9')) return "1" + number;

        // The count of digits before the digits puts 9 before 10; a number has at most 255.
        var digits = number.AsSpan().TrimStart('0');
        return string.Create(CultureInfo.InvariantCulture, $"0{digits.Length:D3}{digits}");
    }
}
