namespace Kundbok.Contracts;

/// <summary>
/// The form that Swedish personal identity numbers and organisation numbers share: six digits, a sign that may be absent,
/// four digits; before them, optionally, two more. Points into the text it was read from.
/// </summary>
internal readonly ref struct SwedishNumber
{
    private SwedishNumber(int? prefix, ReadOnlySpan<char> six, char? sign, ReadOnlySpan<char> four)
    {
        Prefix = prefix;
        Six = six;
        Sign = sign;
        Four = four;
    }

    /// <summary>The two digits before the ten: a century, or 16 before an organisation number.</summary>
    public int? Prefix { get; }

    public ReadOnlySpan<char> Six { get; }

    /// <summary><c>-</c> or <c>+</c>.</summary>
    public char? Sign { get; }

    public ReadOnlySpan<char> Four { get; }

    // Six is even, so the doubling goes on in step in the four.
    public bool PassesLuhn => (CheckDigits.LuhnSum(Six) + CheckDigits.LuhnSum(Four)) % 10 == 0;

    public static bool TryRead(ReadOnlySpan<char> text, out SwedishNumber number)
    {
        number = default;
        if (text.Length is < 10 or > 13) return false;

        var four = text[^4..];
        var rest = text[..^4];
        char? sign = rest[^1] is '-' or '+' ? rest[^1] : null;
        if (sign is not null) rest = rest[..^1];
        if (rest.Length is not (6 or 8) || !CheckDigits.AreDigits(rest) || !CheckDigits.AreDigits(four)) return false;

        int? prefix = rest.Length == 8 ? TwoDigits(rest) : null;
        number = new SwedishNumber(prefix, rest[^6..], sign, four);
        return true;
    }

    /// <summary>The first two digits as a number.</summary>
    public static int TwoDigits(ReadOnlySpan<char> digits) => ((digits[0] - '0') * 10) + (digits[1] - '0');
}
