namespace Kundbok.Server.Http;

/// <summary>Answers HEAD as GET: the handlers see GET, and the server, which knows better, sends no body.</summary>
internal sealed class HeadMiddleware(RequestDelegate next)
{
    private static readonly object IsHeadKey = new();

    /// <summary>Whether the client asked for the headers only, so that a long body need not be made.</summary>
    public static bool IsHead(HttpContext context) => context.Items.ContainsKey(IsHeadKey);

    public async Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Items[IsHeadKey] = IsHeadKey;
        }

        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && !context.Response.HasStarted)
            context.Response.Headers.Allow = WithHead(context.Response.Headers.Allow.ToString());
    }

    private static string WithHead(string allow) =>
        string.Join(", ", allow.Split(", ").SelectMany(method => HttpMethods.IsGet(method) ? [method, HttpMethods.Head] : new[] { method }));
}
