using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>
/// Makes the description of every mapped endpoint. Handlers read requests themselves, so what a generator could find out of their
/// signatures is little: the words and shapes come from <see cref="OperationTable"/>, the rest from the endpoint.
/// </summary>
internal sealed class DocumentBuilder(IEnumerable<RouteEndpoint> endpoints)
{
    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";

    private readonly OpenApiDocument _document = new();
    private readonly SortedDictionary<string, ProblemExample> _problems = new(StringComparer.Ordinal);

    /// <summary>Whether the endpoint belongs in the description.</summary>
    public static bool Describes(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true;

    /// <summary>The document, indented, in UTF-8.</summary>
    /// <exception cref="InvalidOperationException">An endpoint has no row in the table.</exception>
    public byte[] ToJson()
    {
        _document.Info = DocumentText.Info;
        _document.Servers = [new OpenApiServer { Url = "/", Description = "The server that this description comes from." }];
        _document.Tags = new HashSet<OpenApiTag>(DocumentText.Tags);
        _document.Components = new OpenApiComponents { SecuritySchemes = SecurityRules.Schemes, Schemas = Schemas.All };
        _document.RegisterComponents();
        _document.Paths = Paths();
        _document.Components.Examples = _problems.ToDictionary(entry => entry.Key, entry => entry.Value.ToExample(), StringComparer.Ordinal);

        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        _document.SerializeAsV31(new OpenApiJsonWriter(text));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // In the order of the table, which is the order to read in.
    private OpenApiPaths Paths()
    {
        var paths = new OpenApiPaths();
        foreach (var (row, endpoint) in endpoints.Where(Describes).Select(endpoint => (Row: RowOf(endpoint), endpoint)).OrderBy(entry => OperationTable.PlaceOf(entry.Row)))
        {
            var path = endpoint.RoutePattern.RawText!.TrimEnd('/');
            if (!paths.TryGetValue(path, out var item)) paths[path] = item = new OpenApiPathItem { Operations = [] };
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)
                item.Operations!.Add(HttpMethod.Parse(method), Operation(row, endpoint));
        }

        return paths;
    }

    private static OperationRow RowOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is { } name && OperationTable.Find(name) is { } row
            ? row
            : throw new InvalidOperationException($"{endpoint.RoutePattern.RawText} has no row in {nameof(OperationTable)}.");

    private OpenApiOperation Operation(OperationRow row, RouteEndpoint endpoint) => new()
    {
        OperationId = row.Name,
        Tags = new HashSet<OpenApiTagReference>(TagsOf(endpoint).Select(tag => new OpenApiTagReference(tag, _document))),
        Summary = row.Summary,
        Description = $"{row.Description}\n\n{SecurityRules.Sentence(endpoint)}",
        Parameters = row.Parameters.Count == 0 ? null : [.. row.Parameters],
        RequestBody = row.Body is null ? null : Body(row.Body),
        Responses = Responses(row, endpoint),
        Security = SecurityRules.Of(endpoint, _document),
    };

    private static IEnumerable<string> TagsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<ITagsMetadata>().SelectMany(tags => tags.Tags).Distinct(StringComparer.Ordinal);

    private static OpenApiRequestBody Body(RequestBodyRow body) => new()
    {
        Description = $"{body.Description} At most {body.MostBytes >> 20} MiB.",
        Required = true,
        Content = Content(Json, body.Schema, body.Examples),
    };

    private OpenApiResponses Responses(OperationRow row, RouteEndpoint endpoint)
    {
        var responses = new OpenApiResponses
        {
            [row.Answer.IsEmpty ? "204" : "200"] = new OpenApiResponse
            {
                Description = row.Answer.Description,
                Headers = Headers(row.Answer.Headers),
                Content = row.Answer.IsEmpty ? null : Content(row.Answer.ContentType, row.Answer.Schema, row.Answer.Examples),
            },
        };
        if (row.MayBeKnown) responses["304"] = new OpenApiResponse { Description = "The client has this version already.", Headers = Headers([ChangeHeaders.ETag]) };
        foreach (var problems in ProblemExamples.Of(row, endpoint).GroupBy(problem => problem.Code.Status).OrderBy(problems => problems.Key))
            responses[problems.Key.ToString(CultureInfo.InvariantCulture)] = ProblemResponse([.. problems]);
        return responses;
    }

    private OpenApiResponse ProblemResponse(IReadOnlyList<ProblemExample> problems)
    {
        foreach (var problem in problems) _problems.TryAdd(problem.Name, problem);
        return new OpenApiResponse
        {
            Description = string.Join(' ', problems.Select(problem => problem.Code).Distinct().Select(code => $"`{code}`: {code.Title}.")),
            Headers = Headers([.. problems.Select(problem => ProblemExamples.HeaderOf(problem.Code)).OfType<(string, string)>().Distinct()]),
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [ProblemJson] = new()
                {
                    Schema = new OpenApiSchemaReference(Schemas.Problem, _document),
                    Examples = problems.ToDictionary(problem => problem.Name, problem => (IOpenApiExample)new OpenApiExampleReference(problem.Name, _document), StringComparer.Ordinal),
                },
            },
        };
    }

    private static Dictionary<string, IOpenApiHeader>? Headers(IReadOnlyList<(string Name, string Description)> headers) =>
        headers.Count == 0 ? null : headers.ToDictionary(header => header.Name, header => Header(header.Description), StringComparer.Ordinal);

    private static IOpenApiHeader Header(string description) =>
        new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static Dictionary<string, OpenApiMediaType> Content(string type, IOpenApiSchema schema, IEnumerable<Example> examples) => new(StringComparer.Ordinal)
    {
        [type] = new()
        {
            Schema = schema,
            Examples = examples.ToDictionary(
                example => example.Name,
                example => (IOpenApiExample)new OpenApiExample { Summary = example.Summary, Value = example.Value },
                StringComparer.Ordinal),
        },
    };
}
