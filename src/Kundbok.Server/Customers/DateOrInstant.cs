using System.Globalization;
using System.Text.RegularExpressions;

namespace Kundbok.Server.Customers;

/// <summary>
/// An end of a range of time: a date, which means its whole day in UTC, or an instant as RFC 3339 writes it, seconds optional. A
/// space where a <c>+</c> belongs is read as one, since that is what a form decodes it to.
/// </summary>
/// <param name="Start">When it begins, in seconds since 1970.</param>
/// <param name="End">When it ends, in seconds since 1970; the same for an instant.</param>
internal readonly partial record struct DateOrInstant(decimal Start, decimal End)
{
    private const int SecondsOfADay = 24 * 60 * 60;

    // Of a fraction of a second; more cannot matter to whole milliseconds.
    private const int MostDigits = 15;
    private const decimal Least = 0.000_000_000_000_001m;

    // The calendar repeats itself after 400 years, of this many days: how a year 0, which DateTime lacks, is counted.
    private const int CalendarYears = 400;
    private const int CalendarDays = 146_097;

    private const long FirstMillisecond = -62_135_596_800_000; // 0001-01-01
    private const long LastMillisecond = 253_402_300_799_999; // 9999-12-31

    /// <summary>The first whole millisecond within.</summary>
    public DateTimeOffset First => Milliseconds(decimal.Ceiling(Start * 1000));

    /// <summary>The last whole millisecond within; before <see cref="First"/> when there is none.</summary>
    public DateTimeOffset Last => Milliseconds(decimal.Floor(End * 1000));

    /// <summary>Reads a date or an instant; null when the text is neither.</summary>
    public static DateOrInstant? Read(string text)
    {
        if (Shape().Match(text) is not { Success: true, Groups: var part }) return null;

        var (year, month, day) = (Number(part["year"]), Number(part["month"]), Number(part["day"]));
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year == 0 ? CalendarYears : year, month)) return null;

        var days = year == 0
            ? new DateOnly(CalendarYears, month, day).DayNumber - CalendarDays
            : new DateOnly(year, month, day).DayNumber;
        var midnight = (decimal)(days - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * SecondsOfADay;
        return part["hour"].Success ? ReadInstant(midnight, part) : new(midnight, midnight + SecondsOfADay - Least);
    }

    private static DateOrInstant? ReadInstant(decimal midnight, GroupCollection part)
    {
        var (hour, minute, second) = (Number(part["hour"]), Number(part["minute"]), Number(part["second"]));
        var (offsetHour, offsetMinute) = (Number(part["offsetHour"]), Number(part["offsetMinute"]));
        if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return null;

        var ahead = ((offsetHour * 60) + offsetMinute) * (part["sign"].Value == "-" ? -60 : 60);
        var minutes = midnight + (((hour * 60) + minute) * 60) - ahead;
        var isLastMinute = (minutes + 60) % SecondsOfADay == 0; // of a day in UTC, which alone can have a leap second
        if (second == 60 && !isLastMinute) return null;

        var instant = minutes + (second == 60 ? second - Least : second + Fraction(part["fraction"].Value)); // a leap second ends its own day
        return new(instant, instant);
    }

    private static int Number(Group digits) => digits.Success ? int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static decimal Fraction(string digits) =>
        digits.Length == 0 ? 0 : decimal.Parse($"0.{digits.AsSpan(0, Math.Min(digits.Length, MostDigits))}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static DateTimeOffset Milliseconds(decimal milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Clamp(milliseconds, FirstMillisecond, LastMillisecond));

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})([Tt](?<hour>[0-9]{2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})(\.(?<fraction>[0-9]+))?)?([Zz]|(?<sign>[+\- ])(?<offsetHour>[0-9]{2}):(?<offsetMinute>[0-9]{2})))?\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
