using Kundbok.Server.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>Who may call an endpoint, read from the endpoint itself.</summary>
internal static class SecurityRules
{
    public const string Bearer = "bearerAuth";

    private const string OwnHeader = "xAuthToken";

    public static IDictionary<string, IOpenApiSecurityScheme> Schemes { get; } = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
    {
        [Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "`Authorization: Bearer <token>`, with a token from `POST /login`, from the server's command line, or from the outside "
                + $"authority that the operator has named. It is for one merchant and has scopes: {string.Join(", ", Scopes.All.Select(scope => $"`{scope}`"))}.",
        },
        [OwnHeader] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = BearerToken.OwnHeader,
            Description = "The same token, bare, in a header of its own, as the portal's client libraries send it. Only `GET /me` reads it; it wins over `Authorization`.",
        },
    };

    public static bool NeedsToken(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Count > 0;

    /// <summary>The scopes that a token needs; none where any token will do, or none at all.</summary>
    public static IEnumerable<string> ScopesOf(RouteEndpoint endpoint) =>
        NeedsToken(endpoint) ? endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>() : [];

    public static string Sentence(RouteEndpoint endpoint) =>
        !NeedsToken(endpoint) ? "Takes no token."
        : ScopesOf(endpoint).ToList() is { Count: > 0 } scopes ? $"Takes a token with the scope {string.Join(" and ", scopes.Select(scope => $"`{scope}`"))}."
        : "Takes any token, whatever its scopes.";

    /// <summary>The alternatives; an empty list says that nothing is needed.</summary>
    public static IList<OpenApiSecurityRequirement> Of(RouteEndpoint endpoint, OpenApiDocument document)
    {
        if (!NeedsToken(endpoint)) return [];

        var bearer = new OpenApiSecurityRequirement { [new(Bearer, document)] = [.. ScopesOf(endpoint)] };
        return endpoint.Metadata.GetMetadata<BearerToken.ReadsOwnHeader>() is null
            ? [bearer]
            : [bearer, new OpenApiSecurityRequirement { [new(OwnHeader, document)] = [] }];
    }
}
