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

    public static string Text(long merchant) => merchant.ToString(CultureInfo.InvariantCulture);
}
