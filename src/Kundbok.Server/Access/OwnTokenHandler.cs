using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kundbok.Server.Access;

/// <summary>
/// Accepts the tokens that this register has issued and not revoked. The handler of the framework does what outside tokens need besides, such
/// as asking their authority for keys, and is loaded where there are any.
/// </summary>
internal sealed class OwnTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SecretKeys secrets, AccessRefresher access, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false };

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerToken.Of(Request) is not { } text) return AuthenticateResult.NoResult();

        var read = await Tokens.ValidateTokenAsync(text, WhatIsAccepted());
        if (!read.IsValid) return AuthenticateResult.Fail(read.Exception);

        var claimed = new ClaimsPrincipal(read.ClaimsIdentity);
        var id = claimed.FindFirstValue(TokenPrincipal.TokenIdClaim);
        if (id is null || claimed.FindMerchant() is not { } merchant || await access.FindInForceAsync(id, merchant, Context.RequestAborted) is not { } issued)
            return AuthenticateResult.Fail("The token is revoked, or was never issued by this register.");

        var accepted = TokenPrincipal.Create(
            merchant, id, issued.Name, claimed.FindFirstValue(OwnTokens.Scope), claimed.FindFirstValue(OwnTokens.Subject), claimed.FindFirstValue(JwtRegisteredClaimNames.Iat));
        return AuthenticateResult.Success(new AuthenticationTicket(accepted, new AuthenticationProperties { ExpiresUtc = new DateTimeOffset(read.SecurityToken.ValidTo, TimeSpan.Zero) }, Scheme.Name));
    }

    private TokenValidationParameters WhatIsAccepted() => new()
    {
        ValidIssuer = OwnTokens.Issuer,
        ValidAudience = OwnTokens.Audience,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        IssuerSigningKeyResolver = (_, _, kid, _) =>
            secrets.DeriveOf(kid ?? "", OwnTokens.SigningPurpose) is { } key ? [new SymmetricSecurityKey(key) { KeyId = kid }] : [],
        RequireExpirationTime = true,
        LifetimeValidator = (from, to, _, _) => OwnTokens.IsInForce(from, to, time.GetUtcNow().UtcDateTime, TimeSpan.Zero),
    };
}
