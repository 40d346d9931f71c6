using Kundbok.Contracts;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Kundbok.Server.Access;

/// <summary>Answers requests that are not let in, as problems and with the challenge of RFC 6750.</summary>
internal sealed class AccessProblems : IAuthorizationMiddlewareResultHandler
{
    public const string Missing = "Send a token: Authorization: Bearer <token>.";
    public const string Invalid = "The token is malformed, out of date, revoked or not of this register: get a new one.";

    public static string Lacks(string? scope) => $"This takes a token with the scope {scope}.";

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded) return next(context);

        var headers = context.Response.Headers;
        if (authorizeResult.Forbidden)
        {
            var scope = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).FirstOrDefault(name => name is not null);
            headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"";
            return Problems.WriteAsync(context, ProblemCode.Forbidden, Lacks(scope));
        }

        if (BearerToken.Of(context.Request) is null)
        {
            if (PortalCookie.LacksHeader(context.Request)) return Problems.WriteAsync(context, ProblemCode.PortalHeaderMissing, PortalCookie.HeaderMissing);
            headers.WWWAuthenticate = "Bearer";
            return Problems.WriteAsync(context, ProblemCode.TokenMissing, Missing);
        }

        headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Problems.WriteAsync(context, ProblemCode.TokenInvalid, Invalid);
    }
}
