using Kundbok.Storage;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kundbok.Server.Access;

/// <summary>Makes our own tokens: JWTs, signed with HMAC-SHA256, whose ids the register remembers so that they can be revoked.</summary>
internal sealed class TokenIssuer(SecretKeys secrets, IAccessStore access, TimeProvider time)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Makes a token and remembers it.</summary>
    /// <param name="merchant">A merchant that exists.</param>
    /// <param name="userName">The user who signed in; null for a token made on the command line.</param>
    /// <param name="scopes">What it allows; none named: everything.</param>
    /// <param name="lifetime">How long it is good.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<string> IssueAsync(long merchant, string? userName, IReadOnlyList<string> scopes, TimeSpan lifetime, CancellationToken cancellation)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var token = new IssuedToken(
            Guid.NewGuid().ToString("N"), merchant, userName, string.Join(' ', scopes.Count == 0 ? Scopes.All : scopes), now, now + lifetime, Revoked: null);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [TokenPrincipal.TokenIdClaim] = token.Id,
            [TokenPrincipal.MerchantClaim] = OwnTokens.Text(merchant),
            [OwnTokens.Scope] = token.Scopes,
        };
        if (userName is not null) claims[OwnTokens.Subject] = userName;

        var text = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = OwnTokens.Issuer,
            Audience = OwnTokens.Audience,
            IssuedAt = token.Issued.UtcDateTime,
            Expires = token.Expires.UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(SigningKey(), SecurityAlgorithms.HmacSha256),
        });
        await access.AddTokenAsync(token, cancellation);
        return text;
    }

    private SymmetricSecurityKey SigningKey() => new(secrets.Derive(OwnTokens.SigningPurpose)) { KeyId = secrets.Ids.First() };
}
