namespace Kundbok.Server.Http;

/// <summary>Sets <see cref="SecurityHeaders"/> on every answer, before anything else can set its own.</summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        SecurityHeaders.Set(context.Response.Headers);
        return next(context);
    }
}
