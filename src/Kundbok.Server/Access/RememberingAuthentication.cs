using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Kundbok.Server.Access;

/// <summary>
/// Validates tokens, and remembers those that were accepted for as long as <see cref="AccessRefresher"/> does: reading and verifying a
/// token takes longer than reading a customer.
/// </summary>
internal sealed class RememberingAuthentication(
    IAuthenticationSchemeProvider schemes,
    IAuthenticationHandlerProvider handlers,
    IClaimsTransformation transform,
    IOptions<AuthenticationOptions> options,
    AccessRefresher access,
    TimeProvider time)
    : AuthenticationService(schemes, handlers, transform, options)
{
    /// <inheritdoc/>
    public override Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
    {
        if (BearerToken.Of(context.Request) is not { } token) return base.AuthenticateAsync(context, scheme);

        // What was accepted by what is known now is forgotten with it, also when that is while this one is validated.
        var accepted = access.Accepted;
        return accepted.TryGetValue(token, out var before) && time.GetUtcNow() < before.Properties?.ExpiresUtc ? Task.FromResult(before) : ValidateAsync();

        async Task<AuthenticateResult> ValidateAsync()
        {
            var result = await base.AuthenticateAsync(context, scheme);
            if (result.Succeeded) accepted[token] = result;
            return result;
        }
    }
}
