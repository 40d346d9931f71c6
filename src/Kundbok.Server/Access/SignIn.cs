using System.Globalization;
using System.Text.Json;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Kundbok.Server.Access;

/// <summary>Signs users in, wherever the token goes then: compares the password, counts failures, and issues a token.</summary>
internal sealed class SignIn(IAccessStore access, Passwords passwords, LoginTurns turns, TokenIssuer issuer, TimeProvider time)
{
    /// <summary>Signs in who the request's body names.</summary>
    /// <returns>The user and the token, or why there is none.</returns>
    public async Task<(SignedIn? SignedIn, ProblemHttpResult? Problem)> SignInAsync(HttpContext context)
    {
        var (login, problem) = await ReadAsync(context);
        if (login is not var (name, password)) return (null, problem);
        var countable = User.IsUserName(name); // other names are nobody's, and their failures are not counted
        using var turn = await turns.TakeAsync(name, context.RequestAborted);
        if (countable && await access.FindLockoutAsync(name, context.RequestAborted) is { } until) return (null, LockedOut(context, until - time.GetUtcNow()));

        var user = countable ? await access.FindUserAsync(name, context.RequestAborted) : null;
        var result = passwords.Verify(user, password);
        if (result == PasswordVerificationResult.Failed || user is null)
        {
            if (countable) await access.CountFailedLoginAsync(name, CancellationToken.None); // even when whoever guessed is gone
            return (null, Problems.LoginFailed());
        }

        await access.ForgetFailedLoginsAsync(name, context.RequestAborted);
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            var renewed = user with { PasswordHash = Passwords.Hash(password) };
            await access.RehashPasswordAsync(name, user.PasswordHash, renewed.PasswordHash, context.RequestAborted);
            user = renewed;
        }

        return await issuer.IssueAsync(user, context.RequestAborted) is { } token
            ? (new SignedIn(user, token), null)
            : (null, Problems.LoginFailed()); // the password was changed while it was compared
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

/// <summary>A user who has signed in.</summary>
/// <param name="User">The user.</param>
/// <param name="Token">The user's new token.</param>
internal sealed record SignedIn(User User, SignedToken Token);
