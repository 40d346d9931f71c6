using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>
/// What the description says of one operation. Its path, method, tag and scope are the endpoint's own and are not repeated here; nor are
/// the problems that follow from having a scope or a body.
/// </summary>
/// <param name="Name">The endpoint's name, which is the operationId.</param>
/// <param name="Summary">A line.</param>
/// <param name="Description">What a caller should know, in Markdown.</param>
/// <param name="Answer">What 200 carries, or that it is 204.</param>
internal sealed record OperationRow(string Name, string Summary, string Description, Answer Answer)
{
    public IReadOnlyList<OpenApiParameter> Parameters { get; init; } = [];

    public RequestBodyRow? Body { get; init; }

    /// <summary>Whether the answer is 304 to a client that has this version already.</summary>
    public bool MayBeKnown { get; init; }

    /// <summary>The problems of this operation's own.</summary>
    public IReadOnlyList<ProblemExample> Problems { get; init; } = [];
}

/// <summary>What an operation answers with when it succeeds.</summary>
/// <param name="Description">A sentence.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="Schema">The shape.</param>
/// <param name="Examples">At least one.</param>
internal sealed record Answer(string Description, string ContentType, IOpenApiSchema Schema, params Example[] Examples)
{
    /// <summary>Response headers that mean something here: name and description.</summary>
    public IReadOnlyList<(string Name, string Description)> Headers { get; init; } = [];

    /// <summary>Whether there is no body: 204.</summary>
    public bool IsEmpty => ContentType.Length == 0;

    /// <summary>Success without a body.</summary>
    public static Answer None(string description) => new(description, "", new OpenApiSchema());
}

/// <summary>What an operation reads from the request's body.</summary>
/// <param name="Description">A sentence.</param>
/// <param name="Schema">The shape.</param>
/// <param name="Examples">At least one.</param>
internal sealed record RequestBodyRow(string Description, IOpenApiSchema Schema, params Example[] Examples)
{
    /// <summary>Most bytes.</summary>
    public int MostBytes { get; init; } = Http.RequestBody.MostOtherBytes;
}

/// <summary>An example of a body.</summary>
/// <param name="Name">Tells it from the others of the same body.</param>
/// <param name="Summary">A line.</param>
/// <param name="Value">The body; text for what is not JSON.</param>
internal sealed record Example(string Name, string Summary, JsonNode? Value);
