using System.Text.Json.Nodes;

namespace Kundbok.Server.Tests.OpenApi;

/// <summary>Finds its way in an OpenAPI document.</summary>
internal static class DocumentReading
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    /// <summary>Every operation, under its method and path: <c>get /customers</c>.</summary>
    public static IEnumerable<(string Name, JsonObject Operation)> Operations(this JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        where Methods.Contains(method.Key, StringComparer.Ordinal)
        select ($"{method.Key} {path.Key}", method.Value!.AsObject());

    /// <summary>The node, or what it refers to.</summary>
    public static JsonObject Resolve(this JsonNode document, JsonNode? node)
    {
        if (node?["$ref"]?.GetValue<string>() is not { } reference) return node!.AsObject();

        var found = document;
        foreach (var step in reference.Split('/')[1..]) found = found[step] ?? throw new InvalidOperationException($"{reference} leads nowhere.");
        return found.AsObject();
    }

    public static string Text(this JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";

    /// <summary>The contract that the API keeps, as it was when the API was written.</summary>
    public static async Task<JsonNode> ContractAsync() =>
        JsonNode.Parse(await File.ReadAllTextAsync(RepositoryFile.Path("tests", "Kundbok.Server.Tests", "OpenApi", "customers.openapi.json")))!;
}
