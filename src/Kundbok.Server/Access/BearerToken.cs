namespace Kundbok.Server.Access;

/// <summary>Finds the token of a request.</summary>
internal static class BearerToken
{
    /// <summary>The header in which the portal's own client libraries send a token to <c>/me</c>.</summary>
    public const string OwnHeader = "x-auth-token";

    private const string Scheme = "Bearer ";

    /// <summary>
    /// The token; null when there is none that counts. An endpoint with <see cref="ReadsOwnHeader"/> looks into <see cref="OwnHeader"/> first;
    /// the portal's cookie comes last.
    /// </summary>
    public static string? Of(HttpRequest request)
    {
        if (request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<ReadsOwnHeader>() is not null && request.Headers[OwnHeader].ToString() is { Length: > 0 } own) return own;

        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && authorization.AsSpan(Scheme.Length).Trim() is { Length: > 0 } token
            ? token.ToString()
            : PortalCookie.TokenOf(request);
    }

    /// <summary>Marks an endpoint that takes a token in <see cref="OwnHeader"/> too.</summary>
    public sealed class ReadsOwnHeader;
}
