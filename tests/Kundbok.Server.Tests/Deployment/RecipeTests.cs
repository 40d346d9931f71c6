using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kundbok.Server.Tests.Deployment;

/// <summary>Does what docs/postgresql.md says, with the page's own statements, commands and files.</summary>
public sealed partial class RecipeTests
{
    private const string Number = "199012119948"; // published by Skatteverket for tests
    private const string Name = "Krister Ohemlig";

    [Fact]
    public async Task The_pages_statements_make_a_database_that_a_plain_role_runs_a_node_on_and_its_backup_gives_the_same_register()
    {
        await using var cluster = await StartClusterAsync();
        var statements = SqlBlock().Matches(Page()).Select(block => block.Groups["sql"].Value).ToList();
        await cluster.ExecuteAsync("postgres", statements.Single(sql => sql.StartsWith("CREATE ROLE kundbok", StringComparison.Ordinal)));
        await cluster.ExecuteAsync("postgres", statements.Single(sql => sql.StartsWith("CREATE DATABASE", StringComparison.Ordinal)));
        using var directory = new TemporaryDirectory();
        var data = directory.File("data");
        byte[] before;
        string token;
        await using (var node = await ServerProcess.StartAsync(data, "--database", cluster.ConnectionString("kundbok", "kundbok", "change this"), "--demo", "50"))
        {
            token = node.GreetingToken();
            using var client = node.Client(token);
            await client.CreateAsync($$"""{"name":"{{Name}}"}""");
            before = await client.GetByteArrayAsync("/customers");
            var connected = statements.Single(sql => sql.Contains("pg_stat_activity", StringComparison.Ordinal)).Trim().TrimEnd(';');
            ((long)(await cluster.ScalarAsync("kundbok", $"SELECT count(*) FROM ({connected}) AS connected WHERE application_name = 'Kundbok server'"))!).ShouldBeGreaterThan(0);
        }

        foreach (var program in (string[])["pg_dump", "createdb", "pg_restore"]) await RunAsync(cluster, program);
        await cluster.ExecuteAsync("kundbok_restored", statements.Single(sql => sql.Contains("setval", StringComparison.Ordinal)));

        await using var restored = await ServerProcess.StartAsync(data, "--database", cluster.ConnectionString("kundbok_restored", "kundbok", "change this"));
        using var again = restored.Client(token);
        (await again.GetByteArrayAsync("/customers")).ShouldBe(before);
        (await again.CreateAsync("""{"name":"After"}""")).ShouldBeGreaterThan(1_000_000);
        File.ReadAllText(cluster.LogFile).ShouldNotContain(Name);
    }

    [Fact]
    public async Task The_extensions_and_the_standby_are_set_up_by_the_pages_statements()
    {
        await using var cluster = await StartClusterAsync();
        var database = await cluster.CreateDatabaseAsync();
        foreach (var sql in SqlBlock().Matches(Page()).Select(block => block.Groups["sql"].Value))
        {
            if (sql.StartsWith("CREATE EXTENSION", StringComparison.Ordinal)) await cluster.ExecuteAsync(database, sql);
            if (sql.StartsWith("CREATE ROLE standby", StringComparison.Ordinal) || sql.StartsWith("ALTER SYSTEM", StringComparison.Ordinal)) await cluster.ExecuteAsync("postgres", sql);
        }

        await cluster.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        await using var first = await cluster.StandbyAsync("db_b");
        await using var second = await cluster.StandbyAsync("db_c");
        for (var attempt = 0; await CountOfQuorumAsync(cluster) < 2; attempt++)
        {
            attempt.ShouldBeLessThan(200, "the standbys do not take part in commits");
            await Task.Delay(50);
        }
    }

    [Fact]
    public async Task Values_do_not_reach_the_log_of_PostgreSQL_even_when_it_logs_every_statement()
    {
        await using var cluster = await StartClusterAsync();
        var database = cluster.ConnectionString(await cluster.CreateDatabaseAsync());
        await cluster.ExecuteAsync("postgres", "ALTER SYSTEM SET log_min_duration_statement = 0");
        await cluster.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        using var directory = new TemporaryDirectory();
        await using (var node = await ServerProcess.StartAsync(directory.File("data"), "--database", database))
        {
            using var client = node.Client(node.GreetingToken());
            await client.CreateAsync($$"""{"name":"{{Name}}","companyno":"{{Number}}"}""");
            (await client.GetJsonAsync($"/customers/count?filter=search&search={Uri.EscapeDataString(Name)}"))["count"]!.GetValue<int>().ShouldBe(1);
            await client.GetJsonAsync($"/customers/searchByOrgNumber/{Number}");
        }

        var log = File.ReadAllText(cluster.LogFile);
        log.ShouldContain("customer_text");
        foreach (var secret in (string[])["Krister", "Ohemlig", Number, Number[2..]]) log.ShouldNotContain(secret, Case.Insensitive);
    }

    [Fact]
    public async Task Nginx_spreads_requests_over_the_nodes_goes_on_when_one_is_gone_and_logs_no_path_and_no_query()
    {
        Requires.Command("nginx", "apt-get install nginx");
        await using var database = await SharedPostgres.CreateDatabaseAsync();
        await using var group = new Nodes.NodeGroup(database.ConnectionString);
        for (var i = 0; i < 2; i++) await group.AddAsync();
        await using var nginx = await Nginx.StartAsync(File.ReadAllText(RepositoryFile.Path("deploy", "nginx.conf")), group[0].Address, group[1].Address);
        using var client = nginx.Client(group[0].GreetingToken());

        var ids = new List<long>();
        for (var i = 0; i < 6; i++) ids.Add(await client.CreateAsync($$"""{"name":"{{Name}}","companyno":"{{(i == 0 ? Number : "")}}","notes":"{{new string('x', 60_000)}}"}"""));
        using (var page = await client.GetAsync(new Uri("/customers?limit=2&sort=name", UriKind.Relative)))
        {
            var link = page.Headers.GetValues("Link").Single().Split('<', '>')[1];
            ((JsonArray)await client.GetJsonAsync(link)).Count.ShouldBe(2);
        }

        (await client.GetJsonAsync($"/customers/searchByOrgNumber/{Number}"))["lastname"]!.GetValue<string>().ShouldBe("Ohemlig");
        (await client.GetStringAsync("/customers/export/csv")).Length.ShouldBeGreaterThan(360_000);
        (await client.SendAsync(HttpMethod.Delete, "/customers", $"[{ids[0]},{ids[1]}]").JsonAsync())["count"]!.GetValue<int>().ShouldBe(2);

        await group[1].KillAsync();
        for (var i = 0; i < 10; i++) (await client.GetJsonAsync($"/customers/count?filter=search&search={Uri.EscapeDataString(Name)}"))["count"]!.GetValue<int>().ShouldBe(4);
        (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await nginx.StopAsync();
        nginx.AccessLog.ShouldContain("GET 200");
        foreach (var secret in (string[])["Krister", Number, "searchByOrgNumber", "customers"]) $"{nginx.AccessLog}{nginx.ErrorLog}".ShouldNotContain(secret);
    }

    private static async Task<long> CountOfQuorumAsync(PostgresCluster cluster) =>
        (long)(await cluster.ScalarAsync("postgres", "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'"))!;

    private static Task<PostgresCluster> StartClusterAsync() => PostgresCluster.StartAsync(
        [.. File.ReadLines(RepositoryFile.Path("deploy", "postgresql.conf")).Select(line => line.Split(" = ")).Where(parts => parts.Length == 2 && parts[0][0] != '#').Select(parts => (parts[0], parts[1]))]);

    // A command of the page, as it stands there, but for where the file is.
    private static async Task RunAsync(PostgresCluster cluster, string program)
    {
        var line = Page().Split('\n').Single(line => line.StartsWith($"    {program} ", StringComparison.Ordinal)).Trim();
        var arguments = line.Replace("kundbok.dump", Path.Combine(cluster.Directory, "kundbok.dump"), StringComparison.Ordinal).Split(' ')[1..];
        await cluster.RunAsync(program, arguments);
    }

    private static string Page() => File.ReadAllText(RepositoryFile.Path("docs", "postgresql.md"));

    [GeneratedRegex("^```sql\n(?<sql>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SqlBlock();
}
