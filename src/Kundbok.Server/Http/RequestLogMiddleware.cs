using System.Globalization;
using Kundbok.Server.Access;

namespace Kundbok.Server.Http;

/// <summary>
/// One line a request: method, route template, status, duration and merchant. Never the path, the query or the address, which
/// can carry personal data.
/// </summary>
internal sealed partial class RequestLogMiddleware(RequestDelegate next, ILogger<RequestLogMiddleware> log, TimeProvider time)
{
    private const string NoRoute = "(no route)";
    private const string NoMerchant = "-";

    private static readonly string[] KnownMethods =
    [
        HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options, HttpMethods.Trace, HttpMethods.Connect,
    ];

    public async Task InvokeAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (log.IsEnabled(LogLevel.Information))
            {
                LogRequest(
                    MethodOf(context.Request),
                    (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? NoRoute,
                    context.Response.StatusCode,
                    time.GetElapsedTime(start).TotalMilliseconds,
                    context.User.FindMerchant()?.ToString(CultureInfo.InvariantCulture) ?? NoMerchant);
            }
        }
    }

    // A made-up method is text of the sender's.
    private static string MethodOf(HttpRequest request) =>
        HeadMiddleware.IsHead(request.HttpContext) ? HttpMethods.Head
        : Array.Exists(KnownMethods, known => HttpMethods.Equals(known, request.Method)) ? request.Method
        : "OTHER";

    [LoggerMessage(1, LogLevel.Information, "{Method} {Route} {Status} {Milliseconds:F1} ms merchant {Merchant}")]
    private partial void LogRequest(string method, string route, int status, double milliseconds, string merchant);
}
