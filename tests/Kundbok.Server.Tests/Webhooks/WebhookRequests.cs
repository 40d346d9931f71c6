using System.Text.Json.Nodes;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>What the tests ask of webhooks.</summary>
internal static class WebhookRequests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Adds a webhook; more is written behind its address.</summary>
    public static Task<JsonNode> AddWebhookAsync(this HttpClient client, string url, string more = "") =>
        client.SendAsync(HttpMethod.Post, "/webhooks", $$"""{"url":"{{url}}"{{more}}}""").JsonAsync();

    public static Task<JsonNode> FindWebhookAsync(this HttpClient client, JsonNode webhook) => client.GetJsonAsync(webhook.Path());

    public static Task<JsonNode> ChangeWebhookAsync(this HttpClient client, JsonNode webhook, string json) => client.SendAsync(HttpMethod.Patch, webhook.Path(), json).JsonAsync();

    public static async Task<JsonArray> DeliveriesAsync(this HttpClient client, JsonNode webhook, string query = "?limit=1000") =>
        (await client.GetJsonAsync($"{webhook.Path()}/deliveries{query}")).AsArray();

    public static string Path(this JsonNode webhook) => $"/webhooks/{webhook.Text("id")}";

    public static string Text(this JsonNode node, string name) => node[name]!.GetValue<string>();

    /// <summary>Waits until the webhook is so.</summary>
    public static Task<JsonNode> UntilAsync(this HttpClient client, JsonNode webhook, Func<JsonNode, bool> isSo) => UntilAsync(() => client.FindWebhookAsync(webhook), isSo);

    /// <summary>Waits until so many attempts are kept, and gives them back, the oldest first.</summary>
    public static async Task<IReadOnlyList<JsonNode>> AttemptsAsync(this HttpClient client, JsonNode webhook, int count) =>
        [.. (await UntilAsync(() => client.DeliveriesAsync(webhook), deliveries => deliveries.Count >= count)).Reverse().Select(delivery => delivery!)];

    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await ask();
            if (isSo(answer)) return answer;
            await Task.Delay(20, patience.Token);
        }
    }
}
