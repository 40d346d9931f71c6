using System.Text.Json.Nodes;

namespace Kundbok.Server.Tests.Changes;

/// <summary>Shorter ways to follow the changes.</summary>
internal static class FeedRequests
{
    public const string Feed = "/customers/changes";

    /// <summary>A cursor of now.</summary>
    public static async Task<string> CursorAsync(this HttpClient client) => Next(await client.GetJsonAsync(Feed));

    /// <summary>What is behind a cursor.</summary>
    public static Task<JsonNode> ChangesAsync(this HttpClient client, string after, string more = "") => client.GetJsonAsync($"{Feed}?after={after}{more}");

    /// <summary>The changes of an answer.</summary>
    public static IReadOnlyList<JsonNode> ChangesOf(JsonNode answer) => [.. answer["changes"]!.AsArray().Select(change => change!)];

    /// <summary>The cursor of an answer.</summary>
    public static string Next(JsonNode answer) => answer["next"]!.GetValue<string>();

    /// <summary>What happened to which customer, in short: <c>created 7</c>.</summary>
    public static IEnumerable<string> Kinds(JsonNode answer) => ChangesOf(answer).Select(change => $"{change["kind"]} {change["id"]}");

    /// <summary>The cursor with another sequence.</summary>
    public static string At(string cursor, long sequence) => $"{cursor[..(cursor.LastIndexOf('-') + 1)]}{sequence}";
}
