using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kundbok.Server.Access;

/// <summary>Signing in, and who a token is for; as in the portal's own authentication API, so that its client libraries can sign in.</summary>
internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        var access = routes.MapGroup("/").WithTags("access");
        access.MapPost("/login", LoginAsync).WithName("login").AllowAnonymous().RequireRateLimiting(Limits.Login);
        access.MapGet("/me", MeAsync).WithName("me").RequireAuthorization().WithMetadata(new BearerToken.ReadsOwnHeader());
    }

    private static async Task<Results<Ok<LoginAnswer>, ProblemHttpResult>> LoginAsync(
        HttpContext context, IAccessStore access, Passwords passwords, LoginTurns turns, TokenIssuer issuer, TimeProvider time)
    {
        var (login, problem) = await ReadAsync(context);
        if (login is not var (name, password)) return problem!;
        var countable = User.IsUserName(name); // other names are nobody's, and their failures are not counted
        using var turn = await turns.TakeAsync(name, context.RequestAborted);
        if (countable && await access.FindLockoutAsync(name, context.RequestAborted) is { } until) return LockedOut(context, until - time.GetUtcNow());

        var user = countable ? await access.FindUserAsync(name, context.RequestAborted) : null;
        var result = passwords.Verify(user, password);
        if (result == PasswordVerificationResult.Failed || user is null)
        {
            if (countable) await access.CountFailedLoginAsync(name, CancellationToken.None); // even when whoever guessed is gone
            return Problems.LoginFailed();
        }

        await access.ForgetFailedLoginsAsync(name, context.RequestAborted);
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            var renewed = user with { PasswordHash = Passwords.Hash(password) };
            await access.RehashPasswordAsync(name, user.PasswordHash, renewed.PasswordHash, context.RequestAborted);
            user = renewed;
        }

        return await issuer.IssueAsync(user, context.RequestAborted) is { } token
            ? TypedResults.Ok(new LoginAnswer(token))
            : Problems.LoginFailed(); // the password was changed while it was compared
    }

    private static async Task<Results<Ok<Me>, ProblemHttpResult>> MeAsync(HttpContext context, IAccessStore access)
    {
        var merchants = await access.ListMerchantsAsync(context.RequestAborted);
        if (merchants.FirstOrDefault(merchant => merchant.Id == context.User.Merchant()) is not { } merchant) return Problems.Problem(ProblemCode.TokenInvalid);

        var user = context.User.FindFirstValue(OwnTokens.Subject) is { } name ? await access.FindUserAsync(name, context.RequestAborted) : null;
        return TypedResults.Ok(new Me(
            new MeMerchant(merchant.Id, merchant.Name, merchant.Id),
            new MeUser(user?.Name ?? "", user?.UserName ?? "", user?.Email ?? ""),
            long.TryParse(context.User.FindFirstValue(JwtRegisteredClaimNames.Iat), CultureInfo.InvariantCulture, out var issuedAt) ? issuedAt : 0));
    }

    private static async ValueTask<(LoginRequest? Login, ProblemHttpResult? Problem)> ReadAsync(HttpContext context)
    {
        var body = (await RequestBody.ReadJsonAsync(context, RequestBody.MostOtherBytes)).AsUtf8();
        if (body.Problem is { } problem) return (null, problem);

        try
        {
            using var json = JsonDocument.Parse(body.Bytes);
            return TextOf(json.RootElement, "username") is { } name && TextOf(json.RootElement, "password") is { } password
                ? (new LoginRequest(name, password), null)
                : (null, Problems.Problem(ProblemCode.InvalidRequest, "body", "Send a JSON object with username and password, both text."));
        }
        catch (JsonException)
        {
            return (null, Problems.Problem(ProblemCode.InvalidJson, "body", "The body is not well-formed JSON: send an object with username and password."));
        }
    }

    private static string? TextOf(JsonElement body, string property)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(property, out var value) || value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair, escaped: no text
        }
    }

    private static ProblemHttpResult LockedOut(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problems.Problem(ProblemCode.TooManyRequests, "After several failures this user name has to wait, for as many seconds as Retry-After says.");
    }
}
