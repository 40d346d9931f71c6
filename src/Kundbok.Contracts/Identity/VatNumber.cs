namespace Kundbok.Contracts;

/// <summary>
/// VAT numbers of the EU member states, Northern Ireland (<c>XI</c>) and Norway, with their prefix. The shapes are those of
/// VIES, the European Commission's register, where Greece is <c>EL</c> and Great Britain is none.
/// </summary>
public static class VatNumber
{
    private const int PrefixLength = 2;

    // NO, nine digits, MVA; no other is longer.
    private const int MaxLength = 14;

    /// <summary>
    /// Whether the text has the shape of its country's VAT numbers and, for Sweden, Finland, Denmark and Norway, passes the
    /// check digit of the number in it. Whether it is registered only the authorities can tell.
    /// </summary>
    /// <param name="text">Spaces in it, space at its ends and case are ignored; the prefix may be left out for Norway only.</param>
    /// <param name="today">The current date: a Swedish sole trader's number is a personal identity number, see <see cref="SwedishPersonalNumber"/>.</param>
    public static bool IsWellFormed(string text, DateOnly today)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        if (!TryCompact(text.AsSpan().Trim(), buffer, out var length) || length <= PrefixLength) return false;

        var compact = (ReadOnlySpan<char>)buffer[..length];
        return CheckDigits.AreDigits(compact[..PrefixLength])
            ? IsNorwegian(compact)
            : IsWellFormed(compact[..PrefixLength], compact[PrefixLength..], today);
    }

    private static bool IsWellFormed(ReadOnlySpan<char> country, ReadOnlySpan<char> number, DateOnly today) => country switch
    {
        "AT" => Fits(number, "U########"),
        "BE" or "PL" or "SK" => IsDigits(number, 10, 10),
        "BG" => IsDigits(number, 9, 10),
        "CY" => Fits(number, "########@"),
        "CZ" => IsDigits(number, 8, 10),
        "DE" or "EE" or "EL" or "PT" => IsDigits(number, 9, 9),
        "DK" => DanishOrganisationNumber.IsValid(number),
        "ES" => Fits(number, "?#######?"),
        "FI" => FinnishOrganisationNumber.AreValidDigits(number),
        "FR" => Fits(number, "??#########"),
        "HR" or "IT" or "LV" => IsDigits(number, 11, 11),
        "HU" or "LU" or "MT" or "SI" => IsDigits(number, 8, 8),
        "IE" => Fits(number, "#######?") || Fits(number, "#######?@") || Fits(number, "#+#####@"),
        "LT" or "XI" => IsDigits(number, 9, 9) || IsDigits(number, 12, 12),
        "NL" => Fits(number, "#########B##"),
        "NO" => IsNorwegian(number),
        "RO" => IsDigits(number, 2, 10),
        "SE" => IsSwedish(number, today),
        _ => false,
    };

    private static bool IsSwedish(ReadOnlySpan<char> number, DateOnly today)
    {
        const string Suffix = "01";
        if (number.Length != 10 + Suffix.Length || !number.EndsWith(Suffix)) return false;

        var holder = number[..^Suffix.Length];
        return SwedishOrganisationNumber.IsValid(holder) || SwedishPersonalNumber.IsValid(holder, today);
    }

    private static bool IsNorwegian(ReadOnlySpan<char> number)
    {
        const string Suffix = "MVA";
        return number.EndsWith(Suffix) && NorwegianOrganisationNumber.IsValid(number[..^Suffix.Length]);
    }

    private static bool IsDigits(ReadOnlySpan<char> number, int min, int max) =>
        number.Length >= min && number.Length <= max && CheckDigits.AreDigits(number);

    /// <summary>Character by character: <c>#</c> a digit, <c>@</c> a letter, <c>?</c> either, <c>+</c> a letter, + or *; else itself.</summary>
    private static bool Fits(ReadOnlySpan<char> number, ReadOnlySpan<char> shape)
    {
        if (number.Length != shape.Length) return false;

        for (var i = 0; i < shape.Length; i++)
        {
            var c = number[i];
            var fits = shape[i] switch
            {
                '#' => char.IsAsciiDigit(c),
                '@' => char.IsAsciiLetter(c),
                '?' => char.IsAsciiLetterOrDigit(c),
                '+' => char.IsAsciiLetter(c) || c is '+' or '*',
                var itself => c == itself,
            };
            if (!fits) return false;
        }

        return true;
    }

    private static bool TryCompact(ReadOnlySpan<char> text, Span<char> compact, out int length)
    {
        length = 0;
        foreach (var c in text)
        {
            if (c == ' ') continue;
            if (length == compact.Length) return false;
            compact[length++] = IdentityNumber.ToAsciiUpper(c);
        }

        return true;
    }
}
