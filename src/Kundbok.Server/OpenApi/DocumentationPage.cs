using System.Security.Cryptography;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Scalar.AspNetCore;

namespace Kundbok.Server.OpenApi;

/// <summary>The description as a page to read and to try requests from. It loads nothing from any other host.</summary>
internal static class DocumentationPage
{
    private const int NonceBytes = 18;

    public static void MapDocumentationPage(this IEndpointRouteBuilder routes) =>
        routes.MapScalarApiReference("/docs", SetUp)
            .AddEndpointFilter(OnlyOurDocumentAsync)
            .AllowAnonymous()
            .ExcludeFromDescription();

    // The page would otherwise open under whatever name is asked for, with nothing to show.
    private static ValueTask<object?> OnlyOurDocumentAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        invocation.HttpContext.GetRouteValue("documentName") is null or ApiDocument.Version
            ? next(invocation)
            : ValueTask.FromResult<object?>(Problems.Problem(ProblemCode.NotFound));

    private static void SetUp(ScalarOptions page, HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        context.Response.Headers.ContentSecurityPolicy = PolicyOf(nonce);

        page.Title = "Kundbok: the API";
        page.Nonce = nonce;
        page.AddDocument(ApiDocument.Version)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()
            .HideDeveloperTools()
            .ExpandAllTags()
            .PreserveSchemaPropertyOrder()
            .DisableRequiredPropertiesFirst()
            .AddPreferredSecuritySchemes(SecurityRules.Bearer);
    }

    // The page builds its styles as it goes, so they cannot be named beforehand; scripts can.
    private static string PolicyOf(string nonce) => string.Join("; ",
        "default-src 'none'",
        $"script-src 'self' 'nonce-{nonce}'",
        "style-src 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'");
}
