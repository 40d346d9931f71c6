using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Kundbok.Client.Tests;

/// <summary>Whether the client has all that the API has.</summary>
public sealed class EveryOperationTests(ClientServer server) : IClassFixture<ClientServer>
{
    [Fact]
    public async Task Every_operation_of_the_description_has_a_method()
    {
        using var anonymous = server.Anonymous();
        var description = JsonNode.Parse(await anonymous.GetStringAsync("/openapi/v1.json"))!;
        var sent = new SentRequests();
        var client = new KundbokClient(new HttpClient(sent), new KundbokClientOptions { BaseAddress = server.Address });

        await CallEverythingAsync(client);

        var operations = description["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Where(method => method.Value is JsonObject).Select(method => (Path: path.Key, Method: method.Key.ToUpperInvariant()))).ToList();
        operations.RemoveAll(operation => operation.Path == "/session"); // a cookie, for browsers alone
        operations.Count.ShouldBeGreaterThan(30);
        operations.Where(operation => !sent.Requests.Any(request => request.Method == operation.Method && Fits(request.Path, operation.Path))).ShouldBeEmpty();
        sent.Requests.Where(request => !operations.Any(operation => request.Method == operation.Method && Fits(request.Path, operation.Path))).ShouldBeEmpty();
    }

    private static bool Fits(string path, string template)
    {
        var (parts, pattern) = (path.Split('/'), template.Split('/'));
        return parts.Length == pattern.Length && parts.Zip(pattern).All(pair => pair.First == pair.Second || (pair.Second is ['{', ..] && (char.IsDigit(pair.First[0]) || pair.First == "wh_1")));
    }

    private static async Task CallEverythingAsync(KundbokClient client)
    {
        var customer = new CustomerInput { Name = "A" };
        Func<Task>[] calls =
        [
            () => client.LoginAsync("maja", "word"),
            () => client.GetMeAsync(),
            () => client.Customers.GetPageAsync(),
            () => client.Customers.CountAsync(),
            () => client.Customers.GetSummaryAsync(),
            () => client.Customers.GetAsync(1),
            () => client.Customers.CreateAsync(customer),
            () => client.Customers.UpdateAsync(1, customer),
            () => client.Customers.DeleteAsync(1),
            () => client.Customers.DeleteManyAsync([1]),
            () => client.Customers.UndoAsync(1),
            () => client.Customers.RestoreAsync(1),
            () => client.Customers.RevertAsync(1, 1),
            () => client.Customers.GetHistoryAsync(1).ToListAsync(),
            () => client.Customers.EraseAsync(1),
            () => client.Customers.GetDossierAsync(1),
            () => client.Customers.LookUpAsync("1"),
            () => client.Changes.GetCursorAsync(),
            () => client.Exports.GetXmlAsync(),
            () => client.Exports.GetXmlAsync([1]),
            () => client.Exports.GetCsvAsync(),
            () => client.Exports.GetCsvAsync([1]),
            () => client.Exports.GetSchemaAsync(),
            () => client.Directory.GetDriftAsync().ToListAsync(),
            () => client.Webhooks.ListAsync(),
            () => client.Webhooks.CreateAsync(new NewWebhook(new Uri("https://shop.example/"))),
            () => client.Webhooks.GetAsync("wh_1"),
            () => client.Webhooks.UpdateAsync("wh_1", new WebhookPatch()),
            () => client.Webhooks.DeleteAsync("wh_1"),
            () => client.Webhooks.RotateSecretAsync("wh_1"),
            () => client.Webhooks.TestAsync("wh_1"),
            () => client.Webhooks.ListDeliveriesAsync("wh_1").ToListAsync(),
            () => client.Webhooks.ReplayDeliveryAsync("wh_1", 1),
            () => client.Webhooks.ReplayAsync("wh_1", "c"),
            () => client.Users.ListAsync(),
            () => client.Users.CreateAsync(new NewUser("maja", "word")),
            () => client.Users.UpdateAsync("1", new UserPatch()),
            () => client.Users.DeleteAsync("1"),
            () => client.Tokens.ListAsync(),
            () => client.Tokens.CreateAsync(new NewToken(["lookup"])),
            () => client.Tokens.RevokeAsync("1"),
            () => client.LookupAccounts.ListAsync(),
            () => client.LookupAccounts.SetAsync("1", new LookupAccount("1")),
            () => client.LookupAccounts.DeleteAsync("1"),
            () => client.LookupAccounts.TestAsync("1", "1"),
        ];
        foreach (var call in calls) await Should.ThrowAsync<KundbokException>(call);
    }

    private sealed class SentRequests : HttpMessageHandler
    {
        public ConcurrentBag<(string Method, string Path)> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.Method.Method, request.RequestUri!.AbsolutePath));
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NotImplemented));
        }
    }
}
