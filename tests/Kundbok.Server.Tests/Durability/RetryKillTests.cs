using System.Collections.Concurrent;
using System.Net;
using Kundbok.Server.Tests.Nodes;

namespace Kundbok.Server.Tests.Durability;

/// <summary>Kills the real program amid creates with keys; whatever was not answered is sent again with its key, and has been done once.</summary>
public sealed class RetryKillTests
{
    private const int Rounds = 4;
    private const int Writers = 8;
    private const int AnswersBeforeTheKill = 40;

    [Fact]
    public async Task What_was_not_answered_is_sent_again_and_done_once()
    {
        using var directory = new TemporaryDirectory();
        var data = directory.File("data");
        var sent = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var token = "";
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(data);
            if (round == 0) token = server.GreetingToken();
            using var client = server.Client(token);
            await RepeatAsync(client, sent);
            await WriteUntilKilledAsync(client, server, sent, round);
        }

        await using var last = await ServerProcess.StartAsync(data);
        using var lastClient = last.Client(token);
        await RepeatAsync(lastClient, sent);
        await EachOnceAsync(lastClient, sent);
    }

    [Fact]
    public async Task What_one_node_did_not_answer_is_sent_to_another_and_done_once()
    {
        await using var database = await SharedPostgres.CreateDatabaseAsync();
        await using var group = new NodeGroup(database.ConnectionString);
        for (var i = 0; i < 2; i++) await group.AddAsync();
        var token = group[0].GreetingToken();
        var sent = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        using var first = group[0].Client(token);
        using var second = group[1].Client(token);

        await WriteUntilKilledAsync(first, group[0], sent, round: 0);
        await RepeatAsync(second, sent);

        await EachOnceAsync(second, sent);
    }

    private static async Task WriteUntilKilledAsync(HttpClient client, ServerProcess server, ConcurrentDictionary<string, bool> sent, int round)
    {
        using var enough = new CountdownEvent(AnswersBeforeTheKill);
        var work = Enumerable.Range(0, Writers).Select(writer => WriteAsync(client, sent, enough, $"Round {round} writer {writer}")).ToList();
        await Task.Run(enough.Wait);
        await server.KillAsync();
        await Task.WhenAll(work);
    }

    // Until the server is gone.
    private static async Task WriteAsync(HttpClient client, ConcurrentDictionary<string, bool> sent, CountdownEvent enough, string writer)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var key = $"{writer} customer {i}";
                sent[key] = true;
                using var answer = await SendAsync(client, key);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                if (!enough.IsSet) Signal(enough);
            }
        }
        catch (HttpRequestException)
        {
            // killed
        }
    }

    private static void Signal(CountdownEvent enough)
    {
        try
        {
            enough.Signal();
        }
        catch (InvalidOperationException)
        {
            // another writer was the last
        }
    }

    // Those that were answered too: nobody can tell which were.
    private static async Task RepeatAsync(HttpClient client, ConcurrentDictionary<string, bool> sent)
    {
        foreach (var key in sent.Keys)
        {
            using var answer = await SendAsync(client, key);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    private static async Task EachOnceAsync(HttpClient client, ConcurrentDictionary<string, bool> sent)
    {
        var customers = (await client.GetJsonAsync("/customers?limit=10000")).AsArray();
        customers.Select(customer => customer!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal).ShouldBe(sent.Keys.Order(StringComparer.Ordinal));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/customers") { Content = Requests.Json($$"""{"name":"{{key}}"}""") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }
}
