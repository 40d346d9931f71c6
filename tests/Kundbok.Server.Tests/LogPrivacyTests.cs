using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Kundbok.Server.Tests.Webhooks;
using Microsoft.Extensions.Logging;

namespace Kundbok.Server.Tests;

/// <summary>Nothing that can be personal reaches the log or a trace, even when the operator asks for everything there is.</summary>
public abstract class LogPrivacyTests(LogPrivacyTests.TalkativeServer server)
{
    private const string Name = "Krister Ohemlig";
    private const string Number = "199012119948"; // published by Skatteverket for tests

    [Fact]
    public async Task No_name_and_no_number_is_written_by_any_operation()
    {
        var traces = new ConcurrentBag<string>();
        using var listener = Listen(traces);
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync($$"""{"name":"{{Name}}","companyno":"{{Number}}","customerid":"{{Number}}"}""");
        var encoded = Uri.EscapeDataString(Name);

        string[] gets =
        [
            "/customers", "/customers?sort=name&limit=1", $"/customers?filter=search&search={encoded}", $"/customers/count?filter=search&search={Number}",
            $"/customers?filter=companyno&companyno={Number}", $"/customers?{Name}={Number}&filter={encoded}", $"/customers?limit={encoded}&after={encoded}",
            $"/customers/{id}", $"/customers/{encoded}", $"/{encoded}", $"/customers/searchByOrgNumber/{Number}", $"/customers/searchByOrgNumber/{Number}1",
            "/customers/export/xml", "/customers/export/csv?profile=excel-sv", "/me",
        ];
        foreach (var path in gets) (await client.GetAsync(path)).Dispose();
        foreach (var path in (string[])[$"/customers/{id}/history", $"/customers/{encoded}/history", "/customers/changes", $"/customers/changes?after={encoded}", $"/customers/{id}/dossier"]) (await client.GetAsync(path)).Dispose();
        foreach (var (method, path, body) in ((string, string, string)[])
        [
            ("PATCH", $"/customers/{id}", $$"""{"notes":"{{Name}}"}"""), ("POST", $"/customers/{id}/revert", $$"""{"version":"{{Name}}"}"""), ("DELETE", $"/customers/{id}", ""),
            ("POST", $"/customers/{id}/restore", ""), ("POST", $"/customers/operations/{encoded}/undo", ""), ("POST", $"/customers/{encoded}/erase", ""),
        ])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = Requests.Json(body) };
            request.Headers.TryAddWithoutValidation("Idempotency-Key", $"{method} {path.Length} {Number}");
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{Number}\", *");
            (await client.SendAsync(request)).Dispose();
        }

        await client.SendAsync(HttpMethod.Post, "/customers", $$"""{"name":"{{Name}}","customerid":"{{Number}}"}""").ProblemAsync(409, "customerid_taken");
        await client.SendAsync(HttpMethod.Post, "/customers", $$"""{"name":"{{Name}}","{{Name}}":"{{Number}}","date":[}""").ProblemAsync(400, "invalid_json");
        await client.SendAsync(HttpMethod.Patch, $"/customers/{id}", $$"""{"name":["{{Name}}"]}""").ProblemAsync(400, "invalid_customer");
        await client.SendAsync(HttpMethod.Delete, "/customers", $"""["{Number}"]""").ProblemAsync(400, "invalid_ids");
        (await client.SendAsync(new HttpMethod("NISSE"), $"/customers/{encoded}")).Dispose();
        (await server.Anonymous().SendAsync(HttpMethod.Post, "/login", $$"""{"username":"{{Name}}","password":"{{Number}}"}""")).Dispose();
        using (var malformed = server.WithToken(Number)) (await malformed.GetAsync("/customers")).Dispose();
        await CallWebhooksAsync(client, encoded);
        (await client.SendAsync(HttpMethod.Delete, $"/customers/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.SendAsync(HttpMethod.Post, $"/customers/{id}/erase")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var log = string.Join('\n', server.Log);
        log.ShouldContain("GET /customers/{mexcParamvaluesetsid} 200");
        traces.ShouldNotBeEmpty();
        foreach (var text in (string[])[log, string.Join('\n', traces)])
        {
            foreach (var secret in (string[])["Krister", "Ohemlig", "shop.example", "whsec_", encoded, Number, Number[2..], "9012119948"])
                text.ShouldNotContain(secret, Case.Insensitive);
        }
    }

    // An address holds what only its merchant should know. Nothing happens that would be sent.
    private static async Task CallWebhooksAsync(HttpClient client, string encoded)
    {
        var webhook = await client.AddWebhookAsync($"https://shop.example/{encoded}?key={Number}", $""","description":"{Name}" """);
        await client.ChangeWebhookAsync(webhook, $$"""{"status":"paused","url":"https://shop.example/{{Number}}"}""");
        await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/rotate").JsonAsync();
        await client.SendAsync(HttpMethod.Post, "/webhooks", $$"""{"url":"https://{{encoded}}.localhost/","{{Name}}":"{{Number}}"}""").ProblemAsync(400, "invalid_webhook");
        await client.SendAsync(HttpMethod.Get, $"{webhook.Path()}/deliveries?before={encoded}").ProblemAsync(400, "invalid_page");
        await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/deliveries/{Number}/replay").ProblemAsync(404, "delivery_not_found");
        await client.SendAsync(HttpMethod.Get, $"/webhooks/{encoded}").ProblemAsync(404, "webhook_not_found");
        (await client.SendAsync(HttpMethod.Delete, webhook.Path())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    // What a tracing library would export of the framework's own activities: names, tags and events.
    private static ActivityListener Listen(ConcurrentBag<string> traces)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.Kind == ActivityKind.Client) return; // the tests' own HttpClient
                traces.Add($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))} {string.Join(' ', activity.Events.Select(happening => happening.Name))}");
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    public sealed class OnSqlite(TalkativeServer server) : LogPrivacyTests(server), IClassFixture<TalkativeServer>;

    public sealed class OnPostgres(TalkativePostgresServer server) : LogPrivacyTests(server), IClassFixture<TalkativePostgresServer>;

    public sealed class TalkativePostgresServer : TalkativeServer
    {
        protected override bool UsesPostgres => true;
    }

    public class TalkativeServer : TestServer
    {
        public ConcurrentQueue<string> Log { get; } = [];

        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:LogLevel:Microsoft"] = "Trace",
            ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
            ["Logging:LogLevel:System"] = "Trace",
            ["Logging:Recorder:LogLevel:Microsoft.AspNetCore"] = "Trace",
        };

        protected override void SetUpLogging(ILoggingBuilder logging)
        {
            logging.ClearProviders();
#pragma warning disable CA2000 // The logger factory disposes of its providers.
            logging.AddProvider(new LogRecorder(Log));
#pragma warning restore CA2000
        }
    }
}
