using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Kundbok.Client;
using Kundbok.Contracts;
using Npgsql;

namespace Kundbok.Server.Tests.Nodes;

/// <summary>The database goes away while nodes of the real program write to it.</summary>
public sealed class FailoverTests
{
    private const int Clients = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task When_the_standby_takes_over_the_nodes_go_on_by_themselves_and_no_acknowledged_write_is_lost()
    {
        await using var primary = await PostgresCluster.StartAsync();
        var database = await primary.CreateDatabaseAsync();
        await using var standby = await primary.StandbyAsync("standby");
        await primary.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'");
        await primary.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        await using var group = new NodeGroup(BothHosts(primary, standby, database));
        for (var i = 0; i < 2; i++) await group.AddAsync();
        var token = group[0].GreetingToken();
        using var first = group[0].Client(token);
        using var stop = new CancellationTokenSource();
        var writing = new Writing(stop.Token);
        var work = Enumerable.Range(0, Clients).Select(i => writing.RunAsync(group[i % 2].Client(token), i)).ToList();
        await writing.UntilAsync(acknowledged: 300);

        primary.Kill();
        await FirstProblemAsync(first);
        await standby.PromoteAsync();
        var atPromotion = writing.Acknowledged;
        await writing.UntilAsync(atPromotion + 300);
        await stop.CancelAsync();
        await Task.WhenAll(work);

        var there = await first.Typed().Customers.ListAsync().ToDictionaryAsync(customer => customer.Id, customer => customer.Notes);
        writing.Created.Where(id => !there.ContainsKey(id)).ShouldBeEmpty("acknowledged, and gone");
        foreach (var (id, notes) in writing.Changed) there[id].ShouldBe(notes, "an acknowledged change is undone");
        there.Count.ShouldBeLessThanOrEqualTo(writing.Created.Count + writing.Unknown);
        (await first.GetStringAsync("/health/ready")).ShouldBe("ready");
        (await group.RunAsync("check")).ShouldBe("All is well.");
    }

    [Fact]
    public async Task While_the_database_is_away_requests_are_answered_so_readiness_fails_and_liveness_does_not()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var group = new NodeGroup(cluster.ConnectionString(database));
        using var client = (await group.AddAsync()).Client(group[0].GreetingToken());
        var id = await client.CreateAsync("""{"name":"Kept"}""");

        cluster.Kill();

        using (var answer = await client.GetAsync($"/customers/{id}"))
        {
            await Task.FromResult(answer).ProblemAsync(503, "unavailable");
            answer.Headers.RetryAfter.ShouldNotBeNull();
        }

        foreach (var (method, path, body) in ((string, string, string?)[])[("POST", "/customers", """{"name":"A"}"""), ("PATCH", $"/customers/{id}", """{"fax":"1"}"""), ("DELETE", "/customers", $"[{id}]"), ("GET", "/customers/export/csv", null), ("POST", "/login", """{"username":"admin","password":"wrong password"}""")])
            await client.SendAsync(new HttpMethod(method), path, body).ProblemAsync(503, "unavailable");
        await client.SendAsync(HttpMethod.Get, "/health/ready").ProblemAsync(503, "unavailable");
        (await client.GetStringAsync("/health/live")).ShouldBe("alive");
        group[0].Errors.ShouldContain("The register cannot answer");

        await cluster.RestartAsync();

        (await client.GetJsonAsync($"/customers/{id}"))["name"]!.GetValue<string>().ShouldBe("Kept");
        await client.CreateAsync("""{"name":"After"}""");
        (await client.GetStringAsync("/health/ready")).ShouldBe("ready");
    }

    private static string BothHosts(PostgresCluster primary, PostgresCluster standby, string database) =>
        new NpgsqlConnectionStringBuilder(primary.ConnectionString(database)) { Host = $"{primary.Host}:{primary.Port},{standby.Host}:{standby.Port}" }.ConnectionString;

    private static async Task FirstProblemAsync(HttpClient client)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(20))
        {
            using var answer = await client.GetAsync("/customers?limit=1");
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return;
        }

        Assert.Fail("Nothing was noticed of the primary's end");
    }

    /// <summary>Clients that create customers and change them, and know what was acknowledged and what may have happened.</summary>
    private sealed class Writing(CancellationToken stop)
    {
        private int _acknowledged;
        private int _unknown;

        public int Acknowledged => _acknowledged;

        /// <summary>Creates that were not acknowledged, and may have been stored.</summary>
        public int Unknown => _unknown;

        public ConcurrentBag<long> Created { get; } = [];

        /// <summary>Customers and what their last acknowledged change set; each is changed by one client, one change after the other.</summary>
        public ConcurrentDictionary<long, string> Changed { get; } = new();

        public async Task RunAsync(HttpClient client, int number)
        {
            using var _ = client;
            var customers = client.Typed().Customers;
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                if (await AcknowledgedAsync(customers.CreateAsync(new CustomerInput { Name = $"Client {number} customer {i}" })) is not { } id)
                {
                    Interlocked.Increment(ref _unknown);
                    continue;
                }

                Created.Add(id);
                if (await AcknowledgedAsync(customers.UpdateAsync(id, new CustomerInput { Notes = $"{i}" })) is not null) Changed[id] = $"{i}";
            }
        }

        public async Task UntilAsync(int acknowledged)
        {
            var waited = Stopwatch.StartNew();
            while (_acknowledged < acknowledged)
            {
                if (waited.Elapsed > Patience) Assert.Fail($"{_acknowledged} writes were acknowledged in a minute, and not {acknowledged}");
                await Task.Delay(20);
            }
        }

        // The customer; null when nobody knows what became of it.
        private async Task<long?> AcknowledgedAsync(Task<VersionedCustomer> writing)
        {
            try
            {
                var id = (await writing).Customer.Id;
                Interlocked.Increment(ref _acknowledged);
                return id;
            }
            catch (KundbokException unavailable) when (unavailable.Status == HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(50);
                return null;
            }
        }
    }
}
