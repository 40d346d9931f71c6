using System.Net;
using Kundbok.Server.Tests.Nodes;
using Npgsql;

namespace Kundbok.Server.Tests.Deployment;

/// <summary>Does what docs/postgresql.md says, with the files of deploy/.</summary>
public sealed class RecipeTests
{
    private const string Role = "kundbok";
    private const string Password = "change this";
    private const string Name = "Ekologiska Bageriet";
    private const string Number = "556036-0793";
    private const string Bare = "5560360793";

    [Fact]
    public async Task The_pages_role_and_database_hold_a_register_and_its_dump_restores_it()
    {
        var page = await RecipePage.ReadAsync();
        await using var cluster = await StartAsync(page);
        (await cluster.ScalarAsync("postgres", $"SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = '{Role}'")).ShouldBe(false);
        using var data = new TemporaryDirectory();
        string token;
        byte[] customers;
        await using (var server = await ServerProcess.StartAsync(data.Path, "--database", cluster.ConnectionString("kundbok", Role, Password), "--demo", "50"))
        {
            token = server.GreetingToken();
            using var client = server.Client(token);
            await client.CreateAsync($$"""{"name":"{{Name}}","companyno":"{{Number}}"}""");
            (await client.GetStringAsync("/customers?filter=search&search=bageriet")).ShouldContain(Number);
            customers = await client.GetByteArrayAsync("/customers");

            await RunSqlAsync(cluster, "kundbok", [page.Sql("The database")[2], .. page.Sql("Looking after it")]); // while it runs
            await RunAsync(cluster, page, "pg_amcheck", "Looking after it");
            foreach (var program in (string[])["pg_dump", "createdb", "pg_restore"]) await RunAsync(cluster, page, program, "Backups");
        }

        await RunSqlAsync(cluster, "kundbok_restored", page.Sql("Backups"));
        var restored = cluster.ConnectionString("kundbok_restored", Role, Password);
        await using var again = await ServerProcess.StartAsync(data.Path, "--database", restored);
        using var onRestored = again.Client(token);
        (await onRestored.GetByteArrayAsync("/customers")).ShouldBe(customers);
        (await onRestored.CreateAsync("""{"name":"Later"}""")).ShouldBeGreaterThan(1_000_000);
        (await ServerProcess.RunAsync(null, "check", "--data", data.Path, "--database", restored)).Output.Trim().ShouldBe("All is well.");
    }

    [Fact]
    public async Task With_the_settings_of_deploy_no_value_is_in_PostgreSQLs_log_though_every_statement_is()
    {
        await using var cluster = await StartAsync(await RecipePage.ReadAsync());
        await RunSqlAsync(cluster, "kundbok", ["ALTER SYSTEM SET log_min_duration_statement = 0;", "SELECT pg_reload_conf();", "CREATE TABLE person (name text PRIMARY KEY CHECK (length(name) > 3));"]);
        using var data = new TemporaryDirectory();
        await using (var server = await ServerProcess.StartAsync(data.Path, "--database", cluster.ConnectionString("kundbok", Role, Password)))
        {
            using var client = server.Client(server.GreetingToken());
            await client.CreateAsync($$"""{"name":"{{Name}}","companyno":"{{Number}}"}""");
            (await client.GetStringAsync("/customers?filter=search&search=bageriet")).ShouldContain(Name);
            (await client.GetStringAsync($"/customers/searchByOrgNumber/{Number}")).ShouldContain(Name);
        }

        foreach (var name in (string[])[Name, Name, "Bo "]) await InsertAsync(cluster, name);

        (await cluster.ScalarAsync("kundbok", "SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL")).ShouldBe(0L);
        var log = await File.ReadAllTextAsync(cluster.LogFile);
        foreach (var said in (string[])["customer_text", "duplicate key", "violates check constraint"]) log.ShouldContain(said);
        foreach (var personal in (string[])["bageriet", Number, Bare, "Bo "]) log.ShouldNotContain(personal, Case.Insensitive);
    }

    [Fact]
    public async Task The_pages_standbys_follow_and_writes_wait_for_one_of_them()
    {
        var page = await RecipePage.ReadAsync();
        await using var primary = await StartAsync(page);
        var sql = page.Sql("A standby");
        await RunSqlAsync(primary, "postgres", [sql[0]]);
        var copy = Path.Combine(primary.Directory, "copy");

        await RunAsync(primary, page, "pg_basebackup", "A standby", ("DIRECTORY", copy), ("db-a", $"127.0.0.1 port={primary.Port}"));

        (await File.ReadAllTextAsync(Path.Combine(copy, "postgresql.auto.conf"))).ShouldContain("application_name=db_b");
        await primary.RunAsync("pg_verifybackup", copy);
        await using var standby = await primary.StandbyAsync("db_b");
        await RunSqlAsync(primary, "postgres", sql.Skip(1));
        using var data = new TemporaryDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, "--database", primary.ConnectionString("kundbok", Role, Password));
        using var client = server.Client(server.GreetingToken());
        await client.CreateAsync("""{"name":"On both"}""");
        (await primary.ScalarAsync("postgres", "SELECT sync_state FROM pg_stat_replication WHERE application_name = 'db_b'")).ShouldBe("quorum");
    }

    [Fact]
    public async Task Behind_nginx_two_nodes_are_one_and_its_logs_have_nobody_in_them()
    {
        Requires.Command("nginx", "apt-get install nginx");
        await using var database = await SharedPostgres.CreateDatabaseAsync();
        await using var nodes = new NodeGroup(database.ConnectionString);
        for (var i = 0; i < 2; i++) await nodes.AddAsync();
        await using var nginx = await Nginx.StartAsync(await File.ReadAllTextAsync(RepositoryFile.Path("deploy", "nginx.conf")), nodes[0].Address, nodes[1].Address);
        using var client = nginx.Client(nodes[0].GreetingToken());

        long[] ids = [await client.CreateAsync($$"""{"name":"{{Name}}","companyno":"{{Number}}","notes":"{{new string('n', 60_000)}}"}"""), await client.CreateAsync("""{"name":"Second"}""")];
        (await client.GetStringAsync("/customers?filter=search&search=ekologiska")).ShouldContain(Name);
        (await client.GetStringAsync($"/customers/searchByOrgNumber/{Number}")).ShouldContain(Name);
        (await client.GetStringAsync("/customers/export/csv")).ShouldContain(Name);
        (await FollowAsync(client, "/customers?limit=1")).ShouldBe(2);
        using (var longLine = await client.GetAsync($"/customers?filter=search&search=ekologiska{new string('x', 15_000)}")) longLine.StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var health = await client.GetAsync("/Health/ready")) health.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await nodes[1].KillAsync();
        for (var i = 0; i < 10; i++) (await client.GetStringAsync($"/customers/searchByOrgNumber/{Number}")).ShouldContain(Name);
        var third = await client.CreateAsync("""{"name":"Third"}""");
        (await client.SendAsync(HttpMethod.Delete, "/customers", $"[{ids[1]},{third}]").JsonAsync())["count"]!.GetValue<int>().ShouldBe(2);

        await nodes[0].KillAsync();
        using (var answer = await client.GetAsync($"/customers/searchByOrgNumber/{Number}"))
        {
            answer.Headers.RetryAfter.ShouldNotBeNull();
            await Task.FromResult(answer).ProblemAsync(503, "unavailable");
        }

        await nginx.StopAsync();
        nginx.AccessLog.ShouldContain("DELETE 200");
        foreach (var personal in (string[])[Number, Bare, "ekologiska", "searchByOrgNumber", new('n', 100)]) $"{nginx.AccessLog}{nginx.ErrorLog}".ShouldNotContain(personal, Case.Insensitive);
    }

    // A cluster with deploy/postgresql.conf, and with the page's role and database.
    private static async Task<PostgresCluster> StartAsync(RecipePage page)
    {
        var cluster = await PostgresCluster.StartAsync();
        var settings = Path.Combine(cluster.Directory, "kundbok.conf");
        File.Copy(RepositoryFile.Path("deploy", "postgresql.conf"), settings);
        await File.AppendAllTextAsync(Path.Combine(cluster.DataDirectory, "postgresql.conf"), $"include '{settings}'\nfsync = off\n"); // a test does not wait for the disk
        await cluster.StopAsync();
        await cluster.RestartAsync();
        await RunSqlAsync(cluster, "postgres", page.Sql("The database").Take(2));
        return cluster;
    }

    // As psql runs a script: each statement in a transaction of its own.
    private static async Task RunSqlAsync(PostgresCluster cluster, string database, IEnumerable<string> blocks)
    {
        var script = Path.Combine(cluster.Directory, "script.sql");
        await File.WriteAllLinesAsync(script, blocks);
        await cluster.RunAsync("psql", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--dbname", database, "--file", script);
    }

    private static Task RunAsync(PostgresCluster cluster, RecipePage page, string program, string heading, params (string Written, string Meant)[] here) =>
        cluster.RunAsync(program, [.. page.ArgumentsOf(program, heading).Select(argument => here.Aggregate(argument, (text, change) => text.Replace(change.Written, change.Meant, StringComparison.Ordinal)))]);

    private static async Task InsertAsync(PostgresCluster cluster, string name)
    {
        await using var connection = new NpgsqlConnection($"{cluster.ConnectionString("kundbok")};Pooling=false");
        await connection.OpenAsync();
        await using var insert = new NpgsqlCommand("INSERT INTO person VALUES ($1)", connection) { Parameters = { new() { Value = name } } };
        try
        {
            await insert.ExecuteNonQueryAsync();
        }
        catch (PostgresException)
        {
            // What the log has of it is what is looked at.
        }
    }

    private static async Task<int> FollowAsync(HttpClient client, string path)
    {
        for (var pages = 1; ; pages++)
        {
            using var answer = await client.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            if (!answer.Headers.TryGetValues("Link", out var links) || links.SelectMany(link => link.Split(", ")).FirstOrDefault(link => link.Contains("rel=\"next\"", StringComparison.Ordinal)) is not { } next) return pages;
            path = next.Split('<', '>')[1];
        }
    }
}
