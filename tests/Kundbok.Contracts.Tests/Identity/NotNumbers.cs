namespace Kundbok.Contracts.Tests;

/// <summary>Texts made from a valid number that are no number of any kind.</summary>
internal static class NotNumbers
{
    public static IEnumerable<string> From(string valid)
    {
        yield return "";
        yield return "   ";
        yield return "\0";
        yield return "\0" + valid;
        yield return valid + "\0";
        yield return valid + "0";
        yield return valid[..^1];
        yield return valid[..^1] + "A";
        yield return valid[..2] + " " + valid[2..];
        yield return valid[..2] + "-" + valid[2..];
        yield return valid + "-";
        yield return "-" + valid;
        yield return "−" + valid;
        yield return Respelled(valid, '\uFF10');
        yield return Respelled(valid, '\u0660');
        yield return string.Concat(Enumerable.Repeat(valid, 10_000));
        yield return valid + new string(' ', 100_000) + valid;
    }

    /// <summary>The valid number with each of its last digits changed in turn to each other digit and to what is next to the digits or like one.</summary>
    public static IEnumerable<string> WithOneDigitChanged(string valid, int digits)
    {
        var places = Enumerable.Range(0, valid.Length).Where(i => char.IsAsciiDigit(valid[i])).TakeLast(digits);
        return from place in places
               from digit in "0123456789/:A\uFF11\u0661"
               where digit != valid[place]
               select valid[..place] + digit + valid[(place + 1)..];
    }

    private static string Respelled(string valid, char zero) =>
        string.Concat(valid.Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + zero) : c));
}
