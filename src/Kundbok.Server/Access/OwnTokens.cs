using System.Globalization;

namespace Kundbok.Server.Access;

/// <summary>What our own tokens say, and the names it goes by.</summary>
internal static class OwnTokens
{
    public const string Issuer = "kundbok";
    public const string Audience = "kundbok";
    public const string SigningPurpose = "token signature";

    public const string Scope = "scope";
    public const string Subject = "sub";

    /// <summary>How long a token from signing in is good.</summary>
    public static readonly TimeSpan LoginLifetime = TimeSpan.FromHours(12);

    /// <summary>The longest a token may be good.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(3650);

    /// <summary>Whether a token is good now, with clocks that differ by <paramref name="skew"/> at the most.</summary>
    public static bool IsInForce(DateTime? from, DateTime? to, DateTime now, TimeSpan skew) =>
        to is not null && now < to + skew && (from is null || now >= from - skew);

    public static string Text(long merchant) => merchant.ToString(CultureInfo.InvariantCulture);
}
