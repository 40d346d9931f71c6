using System.Globalization;
using System.Text.Json.Nodes;

namespace Kundbok.Server.Tests.Changes;

/// <summary>Shorter ways to ask for versions, and to take changes back.</summary>
internal static class Versions
{
    private const string Customers = "/customers";

    /// <summary>The versions of a customer, the newest first.</summary>
    public static async Task<IReadOnlyList<JsonNode>> HistoryAsync(this HttpClient client, long id, string query = "") =>
        [.. (await client.GetJsonAsync($"{Customers}/{id}/history{query}"))["versions"]!.AsArray().Select(version => version!)];

    /// <summary>The kinds of the versions, the newest first.</summary>
    public static async Task<IEnumerable<string>> KindsAsync(this HttpClient client, long id) => (await client.HistoryAsync(id)).Select(version => version["kind"]!.GetValue<string>());

    public static Task<HttpResponseMessage> UpdateAsync(this HttpClient client, long id, string json) => client.SendAsync(HttpMethod.Patch, $"{Customers}/{id}", json);

    public static Task<HttpResponseMessage> RestoreAsync(this HttpClient client, long id) => client.SendAsync(HttpMethod.Post, $"{Customers}/{id}/restore");

    public static Task<HttpResponseMessage> RevertAsync(this HttpClient client, long id, long version) => client.SendAsync(HttpMethod.Post, $"{Customers}/{id}/revert", $$"""{"version":{{version}}}""");

    public static Task<HttpResponseMessage> UndoAsync(this HttpClient client, long operation) => client.SendAsync(HttpMethod.Post, $"{Customers}/operations/{operation}/undo");

    /// <summary>Removes customers, and gives back what to undo it by.</summary>
    public static async Task<long> RemoveAsync(this HttpClient client, params IReadOnlyList<long> ids)
    {
        using var answer = await client.SendAsync(HttpMethod.Delete, Customers, $"[{string.Join(',', ids)}]");
        return long.Parse(answer.Headers.GetValues("Kundbok-Change").Single(), CultureInfo.InvariantCulture);
    }

    /// <summary>The version of a customer that is there.</summary>
    public static async Task<long> VersionAsync(this HttpClient client, long id)
    {
        using var answer = await client.GetAsync($"{Customers}/{id}");
        return answer.Version();
    }

    public static long Version(this HttpResponseMessage answer) => long.Parse(answer.Headers.ETag!.Tag.Trim('"'), CultureInfo.InvariantCulture);
}
