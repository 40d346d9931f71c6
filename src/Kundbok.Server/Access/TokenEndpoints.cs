using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Access;

/// <summary>The tokens of the merchant.</summary>
internal static class TokenEndpoints
{
    public const string Path = "/tokens";

    /// <summary>The tag of everything about administration.</summary>
    public const string Tag = "administration";

    /// <summary>The name of a token's id in a route.</summary>
    public const string Id = "tokenId";

    public const string NameName = "name";
    public const string ScopesName = "scopes";
    public const string DaysName = "days";

    /// <summary>For how many days a token is good when the request does not say.</summary>
    public const int DefaultDays = 365;

    private static readonly string[] OfNew = [NameName, ScopesName, DaysName];

    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup(Path).WithTags(Tag).RequireScope(Scopes.Admin);
        tokens.MapGet("/", ListAsync).WithName("listTokens");
        tokens.MapPost("/", IssueAsync).WithName("createToken");
        tokens.MapDelete($"/{{{Id}}}", RevokeAsync).WithName("revokeToken");
    }

    private static async Task<Ok<IReadOnlyList<TokenAnswer>>> ListAsync(HttpContext context, IAccessStore access) =>
        TypedResults.Ok<IReadOnlyList<TokenAnswer>>([.. (await access.ListTokensAsync(context.User.Merchant(), context.RequestAborted)).Select(token => Answer(token))]);

    private static async Task<Results<Ok<TokenAnswer>, ProblemHttpResult>> IssueAsync(HttpContext context, TokenIssuer issuer, AdministrationLog log)
    {
        var (properties, problem) = await JsonProperties.ReadAsync(context, OfNew);
        if (properties is null) return problem!;

        var (name, scopes, days) = (properties.Text(NameName) ?? "", properties.Texts(ScopesName), properties.WholeNumber(DaysName, 1, OwnTokens.LongestLifetime.Days) ?? DefaultDays);
        properties.Require(ScopesName, "Say what the token allows.");
        if (!IssuedToken.IsName(name)) properties.Refuse(NameName, $"A name has at most {IssuedToken.LongestName} characters, none of them a control character.");
        if (scopes is not null && (scopes.Count == 0 || scopes.Except(Scopes.All, StringComparer.Ordinal).Any())) properties.Refuse(ScopesName, $"At least one of {string.Join(", ", Scopes.All)}.");
        if (properties.Errors.Count > 0) return AdministrationProblems.InvalidToken(properties.Errors);

        var token = await issuer.IssueForProgramAsync(
            context.User.Merchant(), [.. Scopes.All.Where(scope => scopes!.Contains(scope, StringComparer.Ordinal))], TimeSpan.FromDays(days), name, context.RequestAborted);
        log.Write(context.User, "token made", token.Issued.Id);
        context.Response.Headers.Location = $"{Path}/{token.Issued.Id}";
        return TypedResults.Ok(Answer(token.Issued, token.Text));
    }

    private static async Task<Results<Ok<RevokedToken>, ProblemHttpResult>> RevokeAsync(HttpContext context, IAccessStore access, AccessRefresher refresher, AdministrationLog log)
    {
        // Looked for by what the register gave out: any other text is nobody's.
        if (!Guid.TryParseExact(context.GetRouteValue(Id) as string, "N", out var id)) return AdministrationProblems.TokenNotFound();
        if (await access.FindTokenAsync(id.ToString("N"), context.RequestAborted) is not { } token || token.Merchant != context.User.Merchant()) return AdministrationProblems.TokenNotFound();
        if (!await access.RevokeTokenAsync(token.Id, context.RequestAborted)) return AdministrationProblems.TokenNotFound();

        refresher.Forget();
        log.Write(context.User, "token revoked", token.Id);
        return TypedResults.Ok(new RevokedToken(token.Id));
    }

    private static TokenAnswer Answer(IssuedToken token, string? text = null) => new(
        token.Id,
        token.Name,
        token.UserName,
        token.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Instants.Format(token.Issued),
        Instants.Format(token.Expires),
        token.Revoked is { } revoked ? Instants.Format(revoked) : null)
    {
        Token = text,
    };
}
