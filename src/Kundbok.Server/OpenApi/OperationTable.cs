using System.Text.Json;
using System.Text.Json.Nodes;
using Kundbok.Server.Http;

namespace Kundbok.Server.OpenApi;

/// <summary>Every operation, in the order to read in. A new endpoint takes a row in <c>Operations/</c>: the description cannot be made without.</summary>
internal static class OperationTable
{
    /// <summary>The media type of most answers.</summary>
    public const string Json = "application/json";

    /// <summary>What is said of every operation with filters.</summary>
    public const string Filtered = "Filters are named in `filter` and combined with AND; their values are parameters of their own.";

    private static readonly OperationRow[] Rows = [.. AccessOperations.Rows, .. CustomerOperations.Rows, .. DirectoryOperations.Rows, .. HistoryOperations.Rows, .. ChangeOperations.Rows, .. ErasureOperations.Rows, .. ExportOperations.Rows, .. WebhookOperations.Rows, .. AdministrationOperations.Rows];

    /// <summary>The names of all operations.</summary>
    public static IEnumerable<string> Names => Rows.Select(row => row.Name);

    public static OperationRow? Find(string name) => Array.Find(Rows, row => row.Name == name);

    public static int PlaceOf(OperationRow row) => Array.IndexOf(Rows, row);

    /// <summary>The body of what is about chosen customers.</summary>
    public static RequestBodyRow SomeIds() => new("The ids of the customers.", Schemas.Ids(), new Example("two", "Two customers", new JsonArray(10000, 10001)));

    /// <summary>A value as the server writes it.</summary>
    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, ServerJson.Default.GetTypeInfo(typeof(T))!);
}
