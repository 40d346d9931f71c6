using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Kundbok.Client;
using Kundbok.Contracts;
using Kundbok.Server.Access;

namespace Kundbok.Server.Tests.Nodes;

/// <summary>Several nodes of the real program over one database.</summary>
public sealed class NodesTests : IAsyncLifetime
{
    private const int Nodes = 3;
    private const int Clients = 64;
    private const int Rounds = 12;

    // What each client writes to the shared customer is a field of its own.
    private static readonly CustomerField[] Fields = [.. CustomerFields.All.Where(field => !field.ReadOnly && field != CustomerFields.Number && field != CustomerFields.Name)];

    private TestDatabase _database = null!;
    private NodeGroup _group = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await SharedPostgres.CreateDatabaseAsync();
        _group = new NodeGroup(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Many_clients_of_three_nodes_lose_nothing_and_get_nothing_twice()
    {
        for (var i = 0; i < Nodes; i++) await _group.AddAsync();
        var token = _group[0].GreetingToken();
        using var first = _group[0].Client(token);
        var shared = await first.CreateAsync("""{"name":"Shared"}""");
        var left = new ConcurrentBag<(long Id, string Number)> { (shared, "1001") };

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => WorkAsync(client, token, shared, left)));

        left.Select(customer => customer.Id).ShouldBeUnique();
        left.Select(customer => customer.Number).ToHashSet(StringComparer.Ordinal).Count.ShouldBe(left.Count);
        for (var node = 0; node < Nodes; node++)
        {
            using var client = _group[node].Client(token);
            var customers = client.Typed().Customers;
            (await customers.ListAsync().Select(customer => customer.Id).Order().ToListAsync()).ShouldBe(left.Select(customer => customer.Id).Order());
            (await customers.CountAsync()).ShouldBe(left.Count);
            var (last, _) = await customers.GetAsync(shared);
            foreach (var field in Fields) last[field].ShouldBe($"by {field.Name}");
        }

        (await _group.RunAsync("check")).ShouldBe("All is well.");
    }

    [Fact]
    public async Task Nodes_that_start_at_once_make_one_user_whose_password_one_of_them_shows()
    {
        Directory.CreateDirectory(_group.DataOf(0));
        SecretKeys.OpenOrCreate(_group.DataOf(0), TimeProvider.System);
        using var directory = new TemporaryDirectory();
        var nodes = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(i =>
        {
            var data = directory.File($"{i}");
            Directory.CreateDirectory(data);
            File.Copy(Path.Combine(_group.DataOf(0), "secret.json"), Path.Combine(data, "secret.json"));
            return ServerProcess.StartAsync(data, "--database", _database.ConnectionString, "--demo", "5");
        }));

        nodes.Count(node => node.Greeting.Contains("the user admin", StringComparison.Ordinal)).ShouldBe(1);
        nodes.Count(node => node.Greeting.Contains("has 5 invented customers", StringComparison.Ordinal)).ShouldBe(1);
        (await _database.ScalarAsync("SELECT count(*) FROM merchant")).ShouldBe(2L);
        (await _database.ScalarAsync("SELECT count(*) FROM customer")).ShouldBe(5L);
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task A_node_with_another_secret_file_says_so_and_stops_and_one_that_lacks_a_new_secret_is_not_ready()
    {
        await _group.AddAsync();
        using var elsewhere = new TemporaryDirectory();

        var (exitCode, _, errors) = await ServerProcess.RunAsync(null, "--data", elsewhere.Path, "--urls", "http://127.0.0.1:0", "--database", _database.ConnectionString);
        exitCode.ShouldNotBe(0);
        errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("not the one of this register");

        var second = await _group.AddAsync();
        using var client = second.Client(_group[0].GreetingToken());
        (await client.GetStringAsync("/health/ready")).ShouldBe("ready");
        await _group.RunAsync("key", "rotate");
        await UntilAsync(client, "/health/ready", HttpStatusCode.ServiceUnavailable);
        (await client.GetStringAsync("/customers")).ShouldBe("[]"); // with a token from before
        _group.CopySecret(1);
        await UntilAsync(client, "/health/ready", HttpStatusCode.OK);
        using var signedAnew = second.Client(await _group.RunAsync("token", "--merchant", "1"));
        (await signedAnew.GetStringAsync("/customers")).ShouldBe("[]");
    }

    [Fact]
    public async Task A_lost_secret_file_is_replaced_by_adopting_another()
    {
        await _group.AddAsync();
        await _group[0].KillAsync();
        File.Delete(Path.Combine(_group.DataOf(0), "secret.json"));
        (await ServerProcess.RunAsync(null, "--data", _group.DataOf(0), "--urls", "http://127.0.0.1:0", "--database", _database.ConnectionString)).ExitCode.ShouldNotBe(0); // it has made a new one

        await _group.RunAsync("key", "adopt");

        await using var again = await ServerProcess.StartAsync(_group.DataOf(0), "--database", _database.ConnectionString);
        using var client = again.Client(await _group.RunAsync("token", "--merchant", "1"));
        (await client.GetStringAsync("/customers")).ShouldBe("[]");
        using var old = again.Client(_group[0].GreetingToken());
        await old.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
    }

    [Fact]
    public async Task What_is_revoked_or_locked_out_through_one_node_is_so_for_the_others()
    {
        for (var i = 0; i < 2; i++) await _group.AddAsync();
        var token = _group[0].GreetingToken();
        using var first = _group[0].Client(token);
        using var second = _group[1].Client(token);
        (await second.GetStringAsync("/customers")).ShouldBe("[]");

        for (var failure = 0; failure < 5; failure++)
            await (failure % 2 == 0 ? first : second).SendAsync(HttpMethod.Post, "/login", """{"username":"admin","password":"wrong password"}""").ProblemAsync(401, "login_failed");
        foreach (var client in (HttpClient[])[first, second])
            await client.SendAsync(HttpMethod.Post, "/login", """{"username":"ADMIN","password":"wrong password"}""").ProblemAsync(429, "too_many_requests");

        var id = JsonNode.Parse(await _group.RunAsync("token", "list", "--json"))![0]!["id"]!.GetValue<string>();
        await _group.RunAsync("token", "revoke", id);
        await UntilAsync(first, "/customers", HttpStatusCode.Unauthorized);
        await UntilAsync(second, "/customers", HttpStatusCode.Unauthorized);
    }

    // Creates through one node, changes through the next, removes some and lists through the third.
    private async Task WorkAsync(int number, string token, long shared, ConcurrentBag<(long Id, string Number)> left)
    {
        using var creates = _group[number % Nodes].Client(token);
        using var changes = _group[(number + 1) % Nodes].Client(token);
        using var removes = _group[(number + 2) % Nodes].Client(token);
        if (number < Fields.Length) await changes.Typed().Customers.UpdateAsync(shared, new CustomerInput { [Fields[number]] = $"by {Fields[number].Name}" });
        for (var round = 0; round < Rounds; round++)
        {
            var (created, _) = await creates.Typed().Customers.CreateAsync(new CustomerInput { Name = $"Client {number} round {round}" });
            (await changes.Typed().Customers.UpdateAsync(created.Id, new CustomerInput { Notes = "changed" })).Customer.Name.ShouldBe(created.Name);
            if (round % 4 == 0) await removes.Typed().Customers.DeleteAsync(created.Id);
            else left.Add((created.Id, created.Number));
            if (round % 4 == 1) (await removes.Typed().Customers.GetPageAsync(order: CustomerOrder.ByDate.Reversed, limit: 50)).Customers.Select(customer => customer.Id).ShouldBeUnique();
        }
    }

    private static async Task UntilAsync(HttpClient client, string path, HttpStatusCode status)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            using var answer = await client.GetAsync(path);
            if (answer.StatusCode == status) return;
            await Task.Delay(100);
        }

        Assert.Fail($"{path} did not answer {status} within ten seconds");
    }
}
