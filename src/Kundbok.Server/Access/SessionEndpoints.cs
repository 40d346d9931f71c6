using System.Security.Claims;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Access;

/// <summary>The portal's session: sign in, who is signed in, sign out.</summary>
internal static class SessionEndpoints
{
    public const string Path = "/session";

    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup(Path).WithTags("access");
        session.MapPost("/", BeginAsync).WithName("beginSession").AllowAnonymous().RequireRateLimiting(Limits.Login);
        session.MapGet("/", FindAsync).WithName("getSession").RequireAuthorization();
        session.MapDelete("/", EndAsync).WithName("endSession").AllowAnonymous();
    }

    private static async Task<Results<Ok<Session>, ProblemHttpResult>> BeginAsync(HttpContext context, SignIn signIn, IAccessStore access, TimeProvider time)
    {
        // Also without a cookie: else another page could sign its visitors in as somebody else.
        if (!PortalCookie.HasHeader(context.Request)) return PortalCookie.Problem();
        var (signedIn, problem) = await signIn.SignInAsync(context);
        if (signedIn is null) return problem!;

        var (user, issued) = (signedIn.User, signedIn.Token.Issued);
        if (await FindMerchantAsync(access, user.Merchant, context.RequestAborted) is not { } merchant) return Problems.LoginFailed();

        PortalCookie.Set(context, signedIn.Token.Text, issued.Expires - time.GetUtcNow());
        return TypedResults.Ok(Answer(user, merchant, issued.Scopes.Split(' '), issued.Expires));
    }

    private static async Task<Results<Ok<Session>, ProblemHttpResult>> FindAsync(HttpContext context, IAccessStore access)
    {
        var principal = context.User;
        var user = principal.FindFirstValue(OwnTokens.Subject) is { } name ? await access.FindUserAsync(name, context.RequestAborted) : null;
        return await FindMerchantAsync(access, principal.Merchant(), context.RequestAborted) is { } merchant
            && context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc is { } expires
            ? TypedResults.Ok(Answer(user, merchant, [.. principal.FindAll(OwnTokens.Scope).Select(claim => claim.Value)], expires))
            : Problems.Problem(ProblemCode.TokenInvalid, AccessProblems.Invalid);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(HttpContext context, IAccessStore access, AccessRefresher refresher)
    {
        if (BearerToken.Of(context.Request) is null && PortalCookie.LacksHeader(context.Request)) return PortalCookie.Problem();
        if (context.User.FindFirstValue(TokenPrincipal.TokenIdClaim) is { } token)
        {
            await access.RevokeTokenAsync(token, context.RequestAborted);
            refresher.Forget();
        }

        PortalCookie.Clear(context);
        return TypedResults.NoContent();
    }

    private static async ValueTask<Merchant?> FindMerchantAsync(IAccessStore access, long id, CancellationToken cancellation) =>
        (await access.ListMerchantsAsync(cancellation)).FirstOrDefault(merchant => merchant.Id == id);

    private static Session Answer(User? user, Merchant merchant, IReadOnlyList<string> scopes, DateTimeOffset expires) => new(
        new SessionUser(user?.Name ?? "", user?.UserName ?? "", user?.Email ?? "", user is not null && scopes.Contains(Scopes.Admin, StringComparer.Ordinal)),
        new SessionMerchant(merchant.Id, merchant.Name),
        scopes,
        Instants.Format(expires));
}
