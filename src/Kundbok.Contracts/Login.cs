using System.Text.Json.Serialization;

namespace Kundbok.Contracts;

/// <summary>What signing in takes.</summary>
/// <param name="UserName">The user name.</param>
/// <param name="Password">The password.</param>
public sealed record LoginRequest(
    [property: JsonPropertyName("username")] string UserName,
    [property: JsonPropertyName("password")] string Password);

/// <summary>What signing in gives.</summary>
/// <param name="Token">A token of all scopes, or of a member's, good for 12 hours.</param>
public sealed record LoginAnswer([property: JsonPropertyName("token")] string Token);

/// <summary>Who a token is for.</summary>
/// <param name="Merchant">The merchant.</param>
/// <param name="User">The user; all texts empty for a token without one.</param>
/// <param name="IssuedAt">When the token was made, in seconds since 1970.</param>
public sealed record Me(
    [property: JsonPropertyName("Merchant")] MeMerchant Merchant,
    [property: JsonPropertyName("User")] MeUser User,
    [property: JsonPropertyName("iat")] long IssuedAt);

/// <summary>The merchant of a token.</summary>
/// <param name="Id">The merchant's id.</param>
/// <param name="Name">The merchant's name.</param>
/// <param name="ServiceId">The id as customers carry it; the same.</param>
public sealed record MeMerchant(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("mm3servicesid")] long ServiceId);

/// <summary>The user of a token.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="UserName">The user name.</param>
/// <param name="Email">The user's e-mail address.</param>
public sealed record MeUser(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("username")] string UserName,
    [property: JsonPropertyName("email")] string Email);
