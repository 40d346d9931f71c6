using System.Collections.Concurrent;
using Kundbok.Client;
using Kundbok.Contracts;
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
            await RepeatAsync(client.Typed().Customers, sent);
            await WriteUntilKilledAsync(client.Typed().Customers, server, sent, round);
        }

        await using var last = await ServerProcess.StartAsync(data);
        using var lastClient = last.Client(token);
        await RepeatAsync(lastClient.Typed().Customers, sent);
        await EachOnceAsync(lastClient.Typed().Customers, sent);
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

        await WriteUntilKilledAsync(first.Typed().Customers, group[0], sent, round: 0);
        await RepeatAsync(second.Typed().Customers, sent);

        await EachOnceAsync(second.Typed().Customers, sent);
    }

    private static async Task WriteUntilKilledAsync(CustomersClient customers, ServerProcess server, ConcurrentDictionary<string, bool> sent, int round)
    {
        using var enough = new CountdownEvent(AnswersBeforeTheKill);
        var work = Enumerable.Range(0, Writers).Select(writer => WriteAsync(customers, sent, enough, $"{round}-{writer}")).ToList();
        await Task.Run(enough.Wait);
        await server.KillAsync();
        await Task.WhenAll(work);
    }

    // Until the server is gone.
    private static async Task WriteAsync(CustomersClient customers, ConcurrentDictionary<string, bool> sent, CountdownEvent enough, string writer)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var key = $"{writer}-{i}";
                sent[key] = true;
                await CreateAsync(customers, key);
                if (!enough.IsSet) Signal(enough);
            }
        }
        catch (KundbokException unanswered) when (unanswered.Status is null)
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
    private static async Task RepeatAsync(CustomersClient customers, ConcurrentDictionary<string, bool> sent)
    {
        foreach (var key in sent.Keys) await CreateAsync(customers, key);
    }

    private static async Task EachOnceAsync(CustomersClient customers, ConcurrentDictionary<string, bool> sent) =>
        (await customers.ListAsync().Select(customer => customer.Name).Order(StringComparer.Ordinal).ToListAsync()).ShouldBe(sent.Keys.Order(StringComparer.Ordinal));

    private static Task CreateAsync(CustomersClient customers, string key) => customers.CreateAsync(new CustomerInput { Name = key }, key);
}
