using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Kundbok.Server.Tests.Nodes;
using static Kundbok.Server.Tests.Changes.FeedRequests;

namespace Kundbok.Server.Tests.Changes;

/// <summary>Consumers follow the changes while many clients make them, with nodes of the real program.</summary>
public sealed class FeedUnderLoadTests
{
    private const int Rounds = 12;

    [Fact]
    public async Task Followers_of_three_nodes_see_every_change_once_in_order_under_32_writers()
    {
        await using var database = await SharedPostgres.CreateDatabaseAsync();
        await using var group = new NodeGroup(database.ConnectionString);
        var nodes = new List<ServerProcess>();
        for (var i = 0; i < 3; i++) nodes.Add(await group.AddAsync());

        await FollowAsync([.. nodes.Select(node => node.Address)], nodes[0].GreetingToken(), writers: 32);

        (await group.RunAsync("check")).ShouldBe("All is well.");
    }

    [Fact]
    public async Task Followers_of_a_register_in_a_directory_see_every_change_once_in_order()
    {
        using var directory = new TemporaryDirectory();
        await using var node = await ServerProcess.StartAsync(directory.Path);

        await FollowAsync([node.Address], node.GreetingToken(), writers: 12);
    }

    [Fact]
    public async Task A_wait_on_one_node_ends_with_a_write_on_another()
    {
        await using var database = await SharedPostgres.CreateDatabaseAsync();
        await using var group = new NodeGroup(database.ConnectionString);
        using var waits = (await group.AddAsync()).Client(group[0].GreetingToken());
        using var writes = (await group.AddAsync()).Client(group[0].GreetingToken());
        var cursor = await waits.CursorAsync();
        for (var round = 0; round < 10; round++)
        {
            var waiting = waits.ChangesAsync(cursor, "&wait=60");
            var id = await writes.CreateAsync("""{"name":"A"}""");

            Kinds(await waiting).ShouldBe([$"created {id}"], "the wait was over first");
            cursor = Next(await waiting);
        }
    }

    private static async Task FollowAsync(Uri[] nodes, string token, int writers)
    {
        var random = new Random(4);
        using var client = new NodeClient(nodes, token, random.Next());
        using var stop = new CancellationTokenSource();
        var early = new Follower(new NodeClient(nodes, token, random.Next()), random.Next());
        await early.BeginAsync();
        var work = new Writing(await client.Any.CreateAsync("""{"name":"Shared"}"""), writers);
        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(number => work.RunAsync(new NodeClient(nodes, token, random.Next()), number)));
        var following = early.FollowAsync(stop.Token);
        var late = new Follower(new NodeClient(nodes, token, random.Next()), random.Next());
        await work.HalfDone;
        await late.BeginAsync();
        await late.ListAsync();
        var followingLate = late.FollowAsync(stop.Token);

        await writing;
        await stop.CancelAsync();
        await Task.WhenAll(following, followingLate);

        var register = new SortedDictionary<long, string>();
        foreach (var customer in (JsonArray)await client.Any.GetJsonAsync("/customers?limit=10000")) register.Add(Follower.IdOf(customer!), customer!.ToJsonString());
        early.Seen.ShouldBe(Enumerable.Range(1, work.Changes + 1).Select(sequence => (long)sequence)); // one is the shared customer's
        late.Seen.ShouldBe(Enumerable.Range((int)late.Seen[0], late.Seen.Count).Select(sequence => (long)sequence));
        late.Seen[^1].ShouldBe(early.Seen[^1]);
        early.Customers.ShouldBe(register);
        late.Customers.ShouldBe(register);
    }

    /// <summary>Clients that add, change and remove customers.</summary>
    private sealed class Writing(long shared, int writers)
    {
        private readonly TaskCompletionSource _halfDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentBag<long> _left = [shared];
        private int _changes;
        private int _rounds;

        /// <summary>How many changes were made.</summary>
        public int Changes => _changes;

        public Task HalfDone => _halfDone.Task;

        public async Task RunAsync(NodeClient nodes, int number)
        {
            using var _ = nodes;
            for (var round = 0; round < Rounds; round++)
            {
                var id = await CreateAsync(nodes, $"Client {number} round {round}");
                await ChangeAsync(nodes, id, $"{round}");
                await ChangeAsync(nodes, shared, $"{number}.{round}");
                if (round % 3 == 0) await RemoveAsync(nodes, $"/customers/{id}", null, "mexcParamvaluesetsid", atOnce: 1);
                else if (round % 3 == 1) await RemoveManyAsync(nodes, [id, await CreateAsync(nodes, "B"), await CreateAsync(nodes, "C")]);
                else _left.Add(id);
                if (Interlocked.Increment(ref _rounds) == writers * Rounds / 2) _halfDone.SetResult();
            }
        }

        private async Task<long> CreateAsync(NodeClient nodes, string name)
        {
            Interlocked.Increment(ref _changes);
            return await nodes.Any.CreateAsync($$"""{"name":"{{name}}"}""");
        }

        private async Task ChangeAsync(NodeClient nodes, long id, string notes)
        {
            Interlocked.Increment(ref _changes);
            await nodes.Any.SendAsync(HttpMethod.Patch, $"/customers/{id}", $$"""{"notes":"{{notes}}"}""").JsonAsync();
        }

        private Task RemoveManyAsync(NodeClient nodes, long[] ids) => RemoveAsync(nodes, "/customers", $"[{string.Join(',', ids)}]", "count", ids.Length);

        private async Task RemoveAsync(NodeClient nodes, string path, string? ids, string told, int atOnce)
        {
            Interlocked.Add(ref _changes, atOnce);
            (await nodes.Any.SendAsync(HttpMethod.Delete, path, ids).JsonAsync())[told].ShouldNotBeNull();
        }
    }

    /// <summary>Follows the changes, each time on some node, and stops at random places; goes on from the last cursor that it has kept.</summary>
    private sealed class Follower(NodeClient nodes, int seed)
    {
        private readonly Random _random = new(seed);
        private string _cursor = "";

        /// <summary>The sequences of the changes that were applied.</summary>
        public List<long> Seen { get; } = [];

        /// <summary>The register as it is by the changes.</summary>
        public SortedDictionary<long, string> Customers { get; } = [];

        public static long IdOf(JsonNode customer) => customer["mexcParamvaluesetsid"]!.GetValue<long>();

        public async Task BeginAsync() => _cursor = await nodes.Any.CursorAsync();

        public async Task ListAsync()
        {
            for (var link = "/customers?limit=20"; link is not null;)
            {
                using var answer = await nodes.Any.GetAsync(link);
                foreach (var customer in JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray()) Customers.Add(IdOf(customer!), customer!.ToJsonString());
                link = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
            }
        }

        // Until there is nothing more after the last write.
        public async Task FollowAsync(CancellationToken stop)
        {
            using var _ = nodes;
            for (var isEnd = false; !isEnd;)
            {
                var isLast = stop.IsCancellationRequested;
                isEnd = await StepAsync(isLast ? "" : $"&wait={_random.Next(2)}") && isLast;
            }
        }

        // Whether there was nothing.
        private async Task<bool> StepAsync(string wait)
        {
            var limit = _random.Next(2) == 0 ? $"&limit={_random.Next(1, 8)}" : "";
            var answer = await AskAsync($"{Feed}?after={_cursor}{limit}{wait}");
            if (answer is null) return false;

            foreach (var change in ChangesOf(answer)) Apply(change);
            _cursor = Next(answer);
            return ChangesOf(answer).Count == 0;
        }

        // Some requests are broken off, and some answers are lost before anything of them was kept.
        private async Task<JsonNode?> AskAsync(string path)
        {
            using var breakOff = new CancellationTokenSource();
            if (_random.Next(4) == 0) breakOff.CancelAfter(TimeSpan.FromMilliseconds(_random.Next(20)));
            try
            {
                using var answer = await nodes.Any.GetAsync(path, breakOff.Token);
                var text = await answer.Content.ReadAsStringAsync(breakOff.Token);
                answer.IsSuccessStatusCode.ShouldBeTrue(text);
                return _random.Next(8) == 0 ? null : JsonNode.Parse(text);
            }
            catch (OperationCanceledException) when (breakOff.IsCancellationRequested)
            {
                return null;
            }
        }

        private void Apply(JsonNode change)
        {
            Seen.Add(change["sequence"]!.GetValue<long>());
            var id = change["id"]!.GetValue<long>();
            if (change["customer"] is not { } customer) Customers.Remove(id);
            else
            {
                IdOf(customer).ShouldBe(id);
                Customers[id] = customer.ToJsonString();
            }
        }
    }

    /// <summary>A client of every node.</summary>
    private sealed class NodeClient : IDisposable
    {
        private readonly HttpClient[] _clients;
        private readonly Random _random;

        public NodeClient(Uri[] nodes, string token, int seed)
        {
            _random = new Random(seed);
            _clients = [.. nodes.Select(node => new HttpClient { BaseAddress = node, DefaultRequestHeaders = { Authorization = new("Bearer", token) } })];
        }

        /// <summary>One of them, at random.</summary>
        public HttpClient Any => _clients[_random.Next(_clients.Length)];

        public void Dispose()
        {
            foreach (var client in _clients) client.Dispose();
        }
    }
}
