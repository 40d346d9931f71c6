using System.Text.Json.Serialization;

namespace Kundbok.Contracts;

/// <summary>Who is signed in, as the portal sees it; the same for a token that is sent in <c>Authorization</c>.</summary>
/// <param name="User">The user; all texts empty for a token without one.</param>
/// <param name="Merchant">The merchant.</param>
/// <param name="Scopes">What is allowed.</param>
/// <param name="Expires">When it ends, as <see cref="Instants.Format"/> writes it.</param>
public sealed record Session(SessionUser User, SessionMerchant Merchant, IReadOnlyList<string> Scopes, string Expires)
{
    /// <summary>The cookie that holds the token of a session. No script can read it.</summary>
    public const string CookieName = "kundbok-session";

    /// <summary>
    /// The header, with <see cref="PortalHeaderValue"/>, without which a request that changes something counts only with a token in
    /// <c>Authorization</c>: a page of another origin cannot send it.
    /// </summary>
    public const string PortalHeader = "Kundbok-Portal";

    /// <summary>The value of <see cref="PortalHeader"/>.</summary>
    public const string PortalHeaderValue = "1";
}

/// <summary>The user of a session.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="UserName">The user name.</param>
/// <param name="Email">The user's e-mail address.</param>
/// <param name="Admin">Whether the user may manage users, tokens and settings.</param>
public sealed record SessionUser(string Name, [property: JsonPropertyName("username")] string UserName, string Email, bool Admin);

/// <summary>The merchant of a session.</summary>
/// <param name="Id">The merchant's id.</param>
/// <param name="Name">The merchant's name.</param>
public sealed record SessionMerchant(long Id, string Name);
