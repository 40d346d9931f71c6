using Kundbok.Storage;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kundbok.Server.Access;

/// <summary>Makes our own tokens: JWTs, signed with HMAC-SHA256, which the register remembers: one that it does not know is not accepted.</summary>
internal sealed class TokenIssuer(SecretKeys secrets, IAccessStore access, TimeProvider time)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Makes a token for a program and remembers it.</summary>
    /// <param name="merchant">A merchant that exists.</param>
    /// <param name="scopes">What it allows; none named: everything.</param>
    /// <param name="lifetime">How long it is good.</param>
    /// <param name="name">What it is called; empty for nothing. The register remembers it; it is not in the token.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<string> IssueAsync(long merchant, IReadOnlyList<string> scopes, TimeSpan lifetime, string name, CancellationToken cancellation) =>
        (await IssueForProgramAsync(merchant, scopes, lifetime, name, cancellation)).Text;

    /// <inheritdoc cref="IssueAsync(long, IReadOnlyList{string}, TimeSpan, string, CancellationToken)"/>
    public async Task<SignedToken> IssueForProgramAsync(long merchant, IReadOnlyList<string> scopes, TimeSpan lifetime, string name, CancellationToken cancellation)
    {
        var token = Create(merchant, userName: null, scopes, lifetime) with { Name = name };
        await access.AddTokenAsync(token, passwordHash: null, cancellation);
        return new SignedToken(token, Sign(token));
    }

    /// <summary>Makes a token for a user who has signed in, of all scopes for an admin and of a member's for a member, and remembers it.</summary>
    /// <param name="user">The user, with the hash that the password was compared with.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Null when the user has another password or role by now.</returns>
    public async Task<SignedToken?> IssueAsync(User user, CancellationToken cancellation)
    {
        var token = Create(user.Merchant, user.UserName, user.IsAdmin ? Scopes.All : Scopes.OfMember, OwnTokens.LoginLifetime);
        if (!await access.AddTokenAsync(token, user.PasswordHash, cancellation)) return null;
        if (!user.IsAdmin || await access.FindUserAsync(user.UserName, cancellation) is { IsAdmin: true }) return new SignedToken(token, Sign(token));

        await access.RevokeTokenAsync(token.Id, cancellation); // no admin any more since the password was compared
        return null;
    }

    private IssuedToken Create(long merchant, string? userName, IReadOnlyList<string> scopes, TimeSpan lifetime)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        return new(Guid.NewGuid().ToString("N"), merchant, userName, string.Join(' ', scopes.Count == 0 ? Scopes.All : scopes), now, now + lifetime, Revoked: null);
    }

    private string Sign(IssuedToken token)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [TokenPrincipal.TokenIdClaim] = token.Id,
            [TokenPrincipal.MerchantClaim] = OwnTokens.Text(token.Merchant),
            [OwnTokens.Scope] = token.Scopes,
        };
        if (token.UserName is not null) claims[OwnTokens.Subject] = token.UserName;

        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = OwnTokens.Issuer,
            Audience = OwnTokens.Audience,
            IssuedAt = token.Issued.UtcDateTime,
            Expires = token.Expires.UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(SigningKey(), SecurityAlgorithms.HmacSha256),
        });
    }

    private SymmetricSecurityKey SigningKey() => new(secrets.Derive(OwnTokens.SigningPurpose)) { KeyId = secrets.Ids.First() };
}

/// <summary>A token that was issued.</summary>
/// <param name="Issued">What the register remembers of it.</param>
/// <param name="Text">The token itself.</param>
internal sealed record SignedToken(IssuedToken Issued, string Text)
{
    /// <summary>The token's id: the token itself gets into no log by way of the record.</summary>
    public override string ToString() => Issued.Id;
}
