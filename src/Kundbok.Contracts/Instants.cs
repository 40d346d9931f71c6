using System.Globalization;

namespace Kundbok.Contracts;

/// <summary>Instants as the wire writes them: UTC, ISO 8601, milliseconds, <c>Z</c>.</summary>
public static class Instants
{
    private const string WireFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The instant as text, such as <c>2022-08-07T15:50:57.000Z</c>.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(WireFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Format"/> wrote.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, WireFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>The date in UTC.</summary>
    public static DateOnly ToDate(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    /// <summary>The instant with what is finer than a millisecond dropped, in UTC.</summary>
    public static DateTimeOffset ToMilliseconds(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
