using System.Globalization;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kundbok.Server.Access;

/// <summary>What the program knows of an accepted token. Whatever else it claims stays outside.</summary>
internal static class TokenPrincipal
{
    /// <summary>Type of the claim that holds the merchant, once the token is accepted.</summary>
    public const string MerchantClaim = "merchant";

    /// <summary>Type of the claim that tells one token from another.</summary>
    public const string TokenIdClaim = "jti";

    /// <summary>Makes it. <paramref name="scopes"/> are separated by spaces; an outside token has no user of ours.</summary>
    public static ClaimsPrincipal Create(long merchant, string tokenId, string? name, string? scopes, string? userName, string? issuedAt)
    {
        var identity = new ClaimsIdentity("token", OwnTokens.Subject, roleType: null);
        identity.AddClaim(new Claim(MerchantClaim, OwnTokens.Text(merchant)));
        identity.AddClaim(new Claim(TokenIdClaim, tokenId));
        if (!string.IsNullOrEmpty(name)) identity.AddClaim(new Claim(TokenActor.NameClaim, name));
        if (userName is not null) identity.AddClaim(new Claim(OwnTokens.Subject, userName));
        if (issuedAt is not null) identity.AddClaim(new Claim(JwtRegisteredClaimNames.Iat, issuedAt));
        foreach (var scope in (scopes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)) identity.AddClaim(new Claim(OwnTokens.Scope, scope));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The merchant the token is for.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint lacks its scope.</exception>
    public static long Merchant(this ClaimsPrincipal principal) =>
        principal.FindMerchant() ?? throw new InvalidOperationException("The endpoint does not require a scope.");

    /// <summary>The merchant the token is for; null when there is no accepted token.</summary>
    public static long? FindMerchant(this ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(MerchantClaim), CultureInfo.InvariantCulture, out var merchant) ? merchant : null;
}
