using Kundbok.Storage.Postgres;

namespace Kundbok.Storage.Tests;

/// <summary>Databases that a register cannot be kept in as they are: each is told in one sentence that says what to do.</summary>
public sealed class PostgresRequirementTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=kundbok;Username=kundbok", "No PostgreSQL answers at 127.0.0.1")]
    [InlineData("Database=kundbok;Username=kundbok", "names no host")]
    [InlineData("Host=127.0.0.1;Username=kundbok", "names no database")]
    [InlineData("Host=127.0.0.1;Database=kundbok;Colour=blue", "cannot be read")]
    [InlineData("Host=127.0.0.1;Port=many;Database=kundbok", "cannot be read")]
    public void A_connection_string_that_leads_nowhere(string connectionString, string sentence) => ShouldBeRefused(connectionString, sentence);

    [Fact]
    public void A_server_that_is_too_old()
    {
        Should.Throw<RegisterUnusableException>(() => PostgresRequirements.EnsureVersion(new Version(14, 11))).Message.ShouldContain("needs 15 or newer");
        Should.NotThrow(() => PostgresRequirements.EnsureVersion(new Version(15, 0)));
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_role_and_an_unknown_database()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync();

        ShouldBeRefused(cluster.ConnectionString(database, "postgres", "wrong"), "does not accept the role postgres");
        ShouldBeRefused(cluster.ConnectionString(database, "nobody", "wrong"), "does not accept the role nobody");
        ShouldBeRefused(cluster.ConnectionString("nowhere"), "CREATE DATABASE nowhere OWNER postgres");
    }

    [Theory]
    [InlineData("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'", "is not encoded in UTF-8")]
    [InlineData("TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'", "is not encoded in UTF-8")]
    [InlineData("TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'", "ASCII letters only")]
    public async Task A_database_whose_letters_are_not_ours(string options, string sentence)
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync(options: options);

        var statement = ShouldBeRefused(cluster.ConnectionString(database), sentence).Split("create another with ")[1].Split(" and name that")[0];

        // The statement that it names makes one that will do.
        await cluster.ExecuteAsync("postgres", statement);
        await PostgresRegister.Open(cluster.ConnectionString("kundbok"), TimeProvider.System).DisposeAsync();
    }

    [Fact]
    public async Task A_role_that_may_create_neither_extensions_nor_tables()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await cluster.ExecuteAsync("postgres", "CREATE ROLE clerk LOGIN PASSWORD 'clerk'");
        var database = await cluster.CreateDatabaseAsync();
        var connectionString = cluster.ConnectionString(database, "clerk", "clerk");

        foreach (var extension in new[] { "pg_trgm", "btree_gin" })
        {
            ShouldBeRefused(connectionString, $"let an administrator run CREATE EXTENSION {extension};");
            await cluster.ExecuteAsync(database, $"CREATE EXTENSION {extension}");
        }

        ShouldBeRefused(connectionString, $"ALTER DATABASE {database} OWNER TO clerk");
        await cluster.ExecuteAsync("postgres", $"ALTER DATABASE {database} OWNER TO clerk");
        await PostgresRegister.Open(connectionString, TimeProvider.System).DisposeAsync();
    }

    [Fact]
    public async Task A_standby_as_the_only_host_and_a_database_that_takes_no_writes()
    {
        await using var primary = await PostgresCluster.StartAsync();
        var database = await primary.CreateDatabaseAsync();
        await using var standby = await primary.StandbyAsync("standby");
        while (await standby.ScalarAsync("postgres", $"SELECT count(*) FROM pg_database WHERE datname = '{database}'") is 0L) await Task.Delay(50);

        ShouldBeRefused(standby.ConnectionString(database), "read-only standby");

        await primary.ExecuteAsync("postgres", $"ALTER DATABASE {database} SET default_transaction_read_only = on");
        Should.Throw<RegisterUnusableException>(() => PostgresRegister.Open(primary.ConnectionString(database), TimeProvider.System));
    }

    [Fact]
    public async Task A_database_that_a_newer_version_made_and_one_without_a_register()
    {
        await using var database = await SharedPostgres.CreateDatabaseAsync();
        Should.Throw<RegisterUnusableException>(() => PostgresRegister.Open(database.ConnectionString, TimeProvider.System, mayCreate: false)).Message.ShouldContain("There is no register");

        await PostgresRegister.Open(database.ConnectionString, TimeProvider.System).DisposeAsync();
        await database.ExecuteAsync("INSERT INTO schemaversions (scriptname, applied) VALUES ('Kundbok.Storage.Postgres.Migrations.9999-of-tomorrow.sql', now())");

        ShouldBeRefused(database.ConnectionString, "newer version");
    }

    [Fact]
    public async Task Many_nodes_that_start_at_once_make_one_register()
    {
        await using var database = await SharedPostgres.CreateDatabaseAsync();

        var registers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostgresRegister.Open(database.ConnectionString, TimeProvider.System))));

        (await database.ScalarAsync("SELECT count(*) FROM register")).ShouldBe(1L);
        (await registers[0].Access.AddMerchantAsync("A merchant", None)).Id.ShouldBe(1);
        (await registers[7].Access.ListMerchantsAsync(None)).ShouldHaveSingleItem();
        foreach (var register in registers) await register.DisposeAsync();
    }

    private static string ShouldBeRefused(string connectionString, string sentence)
    {
        var message = Should.Throw<RegisterUnusableException>(() => PostgresRegister.Open(connectionString, TimeProvider.System)).Message;
        message.ShouldContain(sentence);
        message.ShouldNotContain("wrong"); // no password is told
        return message;
    }
}
