using Kundbok.Contracts;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.OpenApi;

/// <summary>The API's own description, for programs at <c>/openapi/v1.json</c> and for people at <c>/docs</c>.</summary>
internal sealed class ApiDocument(EndpointDataSource endpoints)
{
    /// <summary>The one version there is.</summary>
    public const string Version = "v1";

    // Made when it is first asked for: only then are all routes mapped.
    private readonly Lazy<byte[]> _json = new(() => new DocumentBuilder(endpoints.Endpoints.OfType<RouteEndpoint>()).ToJson());

    /// <summary>The document as JSON in UTF-8, the same bytes at every start.</summary>
    public byte[] Json => _json.Value;
}

/// <summary>Serves the API's own description. Anybody may read it: it holds nothing of any merchant.</summary>
internal static class ApiDocumentEndpoints
{
    public static void AddApiDocument(this IServiceCollection services) => services.AddSingleton<ApiDocument>();

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/openapi/{documentName}.json", Describe).AllowAnonymous().ExcludeFromDescription();
        routes.MapDocumentationPage();
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> Describe(string documentName, ApiDocument document) =>
        documentName == ApiDocument.Version
            ? TypedResults.Bytes(document.Json, "application/json")
            : Problems.Problem(ProblemCode.NotFound, $"The API is described at /openapi/{ApiDocument.Version}.json.");
}
