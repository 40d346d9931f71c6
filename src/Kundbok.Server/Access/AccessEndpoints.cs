using System.Globalization;
using System.Security.Claims;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
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

    private static async Task<Results<Ok<LoginAnswer>, ProblemHttpResult>> LoginAsync(HttpContext context, SignIn signIn)
    {
        var (signedIn, problem) = await signIn.SignInAsync(context);
        return signedIn is null ? problem! : TypedResults.Ok(new LoginAnswer(signedIn.Token.Text));
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
}
