using System.Globalization;

namespace Kundbok.Server.Customers;

/// <summary>
/// An end of a range of dates: a date, which means its whole day in UTC, or an instant as RFC 3339 writes it, seconds optional.
/// A space where a <c>+</c> belongs is read as one, since that is what a form decodes it to.
/// </summary>
internal static class DateOrInstant
{
    private const string Date = "yyyy-MM-dd";

    private static readonly string[] Instants =
    [
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    // DateTimeOffset holds seven digits of a second; further ones cannot matter to whole milliseconds, but for rounding up.
    private const int MostFractionDigits = 7;

    /// <summary>The first whole millisecond of what the text means; null when it is neither a date nor an instant.</summary>
    public static DateTimeOffset? First(string text)
    {
        if (ParseDate(text) is { } date) return date;
        if (ParseInstant(text) is not { } instant) return null;

        var whole = Contracts.Instants.ToMilliseconds(instant);
        return whole == instant || whole == DateTimeOffset.MaxValue ? whole : whole.AddMilliseconds(1);
    }

    /// <summary>The last whole millisecond of what the text means; null when it is neither a date nor an instant.</summary>
    public static DateTimeOffset? Last(string text) =>
        ParseDate(text) is { } date ? date.AddMilliseconds(TimeSpan.MillisecondsPerDay - 1)
        : ParseInstant(text) is { } instant ? Contracts.Instants.ToMilliseconds(instant)
        : null;

    private static DateTimeOffset? ParseDate(string text) =>
        DateTimeOffset.TryParseExact(text, Date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static DateTimeOffset? ParseInstant(string text)
    {
        if (text.Length < Date.Length + 1) return null;

        var written = text.ToUpperInvariant().Replace(' ', '+');
        written = written[^1] == 'Z' ? $"{written.AsSpan(..^1)}+00:00" : written;
        return DateTimeOffset.TryParseExact(Shortened(written), Instants, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : null;
    }

    private static string Shortened(string written)
    {
        var point = written.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) return written;

        var end = point + 1;
        while (end < written.Length && char.IsAsciiDigit(written[end])) end++;
        if (end == point + 1) return ""; // a point without digits
        return end - point - 1 <= MostFractionDigits ? written : written.Remove(point + 1 + MostFractionDigits, end - point - 1 - MostFractionDigits);
    }
}
