using Kundbok.Contracts;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Access;

/// <summary>
/// The portal's session: a token in a cookie that no script can read. A browser sends it along with whatever any page asks for, so a request
/// that changes something must also have a header that a page of another origin cannot send: the browser would ask first, and is never allowed to.
/// </summary>
internal static class PortalCookie
{
    /// <summary>What is missing, and what to do.</summary>
    public const string HeaderMissing = $"A request that changes something in the portal's session must have the header {Session.PortalHeader}: {Session.PortalHeaderValue}.";

    /// <summary>The token in the cookie, when it counts for this request; else null.</summary>
    public static string? TokenOf(HttpRequest request) => Find(request) is { } token && (IsReading(request) || HasHeader(request)) ? token : null;

    /// <summary>Whether there is a cookie that does not count, because the header is missing.</summary>
    public static bool LacksHeader(HttpRequest request) => Find(request) is not null && !IsReading(request) && !HasHeader(request);

    /// <summary>Whether the request is the portal's.</summary>
    public static bool HasHeader(HttpRequest request) => request.Headers[Session.PortalHeader] == Session.PortalHeaderValue;

    /// <summary>The answer to a request that is not the portal's.</summary>
    public static ProblemHttpResult Problem() => Problems.Problem(ProblemCode.PortalHeaderMissing, HeaderMissing);

    /// <summary>Gives the browser the token, for as long as it is good.</summary>
    public static void Set(HttpContext context, string token, TimeSpan lifetime)
    {
        var options = Options(context);
        options.MaxAge = lifetime;
        context.Response.Cookies.Append(Session.CookieName, token, options);
    }

    /// <summary>Has the browser forget the token.</summary>
    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Session.CookieName, Options(context));

    private static CookieOptions Options(HttpContext context) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", Secure = context.Request.IsHttps, IsEssential = true };

    private static string? Find(HttpRequest request) =>
        request.Headers.Cookie.Count > 0 && request.Cookies.TryGetValue(Session.CookieName, out var token) && token.Length > 0 ? token : null;

    // HEAD is GET by now.
    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
