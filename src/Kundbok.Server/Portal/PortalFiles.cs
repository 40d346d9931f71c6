using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Net.Http.Headers;

namespace Kundbok.Server.Portal;

/// <summary>
/// Serves the portal: the files of a Blazor WebAssembly app under <c>/app/</c>, and of its component library under <c>/_content/</c>.
/// Beside the pipeline of the API and put together at the first request: more than a thousand files, which no start should wait for.
/// </summary>
internal static class PortalFiles
{
    /// <summary>The address of the portal.</summary>
    public const string Path = "/app";

    private const string Library = "/_content";
    private const string Page = Path + "/index.html";

    // The program's own files and WebAssembly, no inline script; styles may be inline, since the component library sets them so.
    private const string Policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

    private static readonly string Directory = AppContext.BaseDirectory;

    // Which files there are, compressed in which ways, how long each may be kept: the build writes it.
    private static readonly string Manifest = System.IO.Path.Combine(Directory, "Kundbok.Server.staticwebassets.endpoints.json");

    /// <summary>Where the files are once the program is published.</summary>
    public static string WebRoot => System.IO.Path.Combine(Directory, "wwwroot");

    /// <summary>Finds the files where the build left them, while the program is not published; whatever the environment is called.</summary>
    public static void FindUnpublished(WebApplicationBuilder builder)
    {
        var built = System.IO.Path.Combine(Directory, "Kundbok.Server.staticwebassets.runtime.json");
        if (!File.Exists(built)) return;
        builder.Configuration[WebHostDefaults.StaticWebAssetsKey] = built;
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
    }

    /// <summary>Answers requests for the portal.</summary>
    public static void UsePortal(this WebApplication app)
    {
        if (!File.Exists(Manifest)) return; // a build without it

        // As a browser asks for it; whatever else is sent there is for no one.
        app.MapWhen(
            context => context.Request.Path == "/" && HttpMethods.IsGet(context.Request.Method),
            root => root.Run(context =>
            {
                context.Response.Redirect($"{Path}/");
                return Task.CompletedTask;
            }));
        app.MapWhen(
            context => IsUnder(context.Request, Path) || IsUnder(context.Request, Library),
            branch =>
            {
                var portal = new Lazy<RequestDelegate>(() => Build(branch.New()));
                branch.Run(context => portal.Value(context));
            });
    }

    private static RequestDelegate Build(IApplicationBuilder portal)
    {
        portal.Use((context, next) =>
        {
            // Every page of the app is this one; the app finds out which.
            if (IsUnder(context.Request, Path) && !System.IO.Path.HasExtension(context.Request.Path.Value)) context.Request.Path = Page;
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.Remove(HeaderNames.CacheControl); // no answer of the API, and the manifest says how long it may be kept
            return next(context);
        });
        portal.UseRouting();
        portal.UseEndpoints(endpoints => endpoints.MapStaticAssets(Manifest));
        return portal.Build();
    }

    private static bool IsUnder(HttpRequest request, PathString path) => request.Path.StartsWithSegments(path, StringComparison.Ordinal);
}
