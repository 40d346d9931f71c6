using System.Collections.Concurrent;
using System.Globalization;
using Kundbok.Client;
using Kundbok.Contracts;

namespace Kundbok.Server.Tests.Durability;

/// <summary>
/// Kills the real program amid concurrent writes, again and again over one register: what it has acknowledged is there afterwards,
/// and a bulk delete was done whole or not at all. KUNDBOK_KILL_ROUNDS sets how often (20).
/// </summary>
public sealed class KillTests
{
    private const int Writers = 8;
    private const int Removers = 2;
    private const int Batch = 25;
    private const int MostWritesBeforeTheKill = 300;

    [Fact]
    public async Task Killing_loses_no_acknowledged_write_and_leaves_no_half_done_delete()
    {
        using var directory = new TemporaryDirectory();
        var data = directory.File("data");
        var rounds = int.Parse(Environment.GetEnvironmentVariable("KUNDBOK_KILL_ROUNDS") ?? "20", CultureInfo.InvariantCulture);
        var random = new Random(1); // how much is written before each kill; the rest is up to the machine
        var expected = new Expected();
        var token = "";

        for (var round = 0; round < rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(data);
            if (round == 0) token = server.GreetingToken();
            using var client = server.Client(token);
            await expected.CompareAsync(client.Typed().Customers, round);

            var writesBeforeTheKill = random.Next(1, MostWritesBeforeTheKill);
            using var enough = new CountdownEvent(writesBeforeTheKill);
            var work = Enumerable.Range(0, Writers).Select(i => WriteAsync(client.Typed().Customers, expected, enough, $"Round {round} writer {i}"))
                .Concat(Enumerable.Range(0, Removers).Select(_ => AddAndRemoveAsync(client.Typed().Customers, expected, enough)))
                .ToList();
            await Task.Run(enough.Wait);
            await server.KillAsync();
            await Task.WhenAll(work);
        }

        await using var last = await ServerProcess.StartAsync(data);
        using var lastClient = last.Client(token);
        await expected.CompareAsync(lastClient.Typed().Customers, rounds);
        (await ServerProcess.RunAsync(null, "check", "--data", data)).ShouldBe((0, $"All is well.{Environment.NewLine}", ""));
        expected.Acknowledged.ShouldBeGreaterThan(rounds);
    }

    // Until the server is gone.
    private static async Task WriteAsync(CustomersClient customers, Expected expected, CountdownEvent enough, string name)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                expected.Created((await customers.CreateAsync(new CustomerInput { Name = $"{name} customer {i}" })).Customer.Id);
                Signal(enough);
            }
        }
        catch (KundbokException unanswered) when (unanswered.Status is null)
        {
            // killed
        }
    }

    private static async Task AddAndRemoveAsync(CustomersClient customers, Expected expected, CountdownEvent enough)
    {
        try
        {
            while (true)
            {
                var ids = new List<long>();
                for (var i = 0; i < Batch; i++) ids.Add((await customers.CreateAsync(new CustomerInput { Name = "To be removed" })).Customer.Id);
                expected.Removing(ids);
                (await customers.DeleteManyAsync(ids)).Count.ShouldBe(Batch);
                expected.Removed(ids);
                Signal(enough);
            }
        }
        catch (KundbokException unanswered) when (unanswered.Status is null)
        {
            // killed
        }
    }

    private static void Signal(CountdownEvent enough)
    {
        lock (enough)
        {
            if (!enough.IsSet) enough.Signal();
        }
    }

    /// <summary>What must be in the register, and what may be.</summary>
    private sealed class Expected
    {
        private readonly ConcurrentBag<long> _created = [];
        private readonly ConcurrentDictionary<long, List<long>> _batches = new();
        private readonly ConcurrentDictionary<long, bool> _removed = new();

        public int Acknowledged => _created.Count + _removed.Count;

        public void Created(long id) => _created.Add(id);

        public void Removing(List<long> ids) => _batches[ids[0]] = ids;

        public void Removed(List<long> ids) => _removed[ids[0]] = true;

        public async Task CompareAsync(CustomersClient customers, int round)
        {
            var there = await customers.ListAsync().Select(customer => customer.Id).ToHashSetAsync();

            _created.Where(id => !there.Contains(id)).ShouldBeEmpty($"acknowledged before kill {round}, and gone");
            foreach (var (first, ids) in _batches)
            {
                var left = ids.Count(there.Contains);
                if (_removed.ContainsKey(first)) left.ShouldBe(0, $"a delete acknowledged before kill {round} is undone");
                else left.ShouldBeOneOf(0, ids.Count);
            }
        }
    }
}
