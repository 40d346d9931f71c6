namespace Kundbok.Contracts;

/// <summary>
/// Swedish personal identity numbers (personnummer; Skatteverket, SKV 704) and coordination numbers (samordningsnummer;
/// SKV 707), which have 60 added to the day of birth.
/// </summary>
public static class SwedishPersonalNumber
{
    private const int CoordinationDays = 60;

    /// <summary>
    /// Whether the text is such a number: <c>YYMMDD-NNNC</c>, with <c>+</c> for <c>-</c> from the age of 100, or without the
    /// sign; or with the century (18, 19 or 20) before it, where the sign says nothing. The date must exist, the serial
    /// number <c>NNN</c> is not 000, and the ten digits pass Luhn.
    /// </summary>
    /// <param name="text">Space at the ends is ignored, elsewhere it is not allowed.</param>
    /// <param name="today">The current date: without a century, the year of birth is the latest one that is not in the future.</param>
    public static bool IsValid(string text, DateOnly today) => IsValid(text.AsSpan().Trim(), today);

    internal static bool IsValid(ReadOnlySpan<char> text, DateOnly today) =>
        SwedishNumber.TryRead(text, out var number) && FaultOf(number, today) is null;

    internal static IdentityNumberFault? FaultOf(SwedishNumber number, DateOnly today)
    {
        if (number.Prefix is not (null or 18 or 19 or 20)) return IdentityNumberFault.Prefix;
        if (!DateExists(number, today)) return IdentityNumberFault.Date;
        if (number.Four.StartsWith("000")) return IdentityNumberFault.Serial;
        return number.PassesLuhn ? null : IdentityNumberFault.CheckDigit;
    }

    internal static bool IsCoordination(SwedishNumber number) => DayDigits(number) > CoordinationDays;

    internal static int YearOfBirth(SwedishNumber number, DateOnly today)
    {
        var ofCentury = SwedishNumber.TwoDigits(number.Six);
        if (number.Prefix is { } century) return (century * 100) + ofCentury;

        var latest = today.Year - ((today.Year - ofCentury) % 100);
        return number.Sign == '+' ? latest - 100 : latest;
    }

    private static bool DateExists(SwedishNumber number, DateOnly today)
    {
        var year = YearOfBirth(number, today);
        var month = SwedishNumber.TwoDigits(number.Six[2..]);
        var day = DayDigits(number) - (IsCoordination(number) ? CoordinationDays : 0);
        return year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static int DayDigits(SwedishNumber number) => SwedishNumber.TwoDigits(number.Six[4..]);
}
