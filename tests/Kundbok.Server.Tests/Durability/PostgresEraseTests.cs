using Kundbok.Server.Tests.Deployment;
using Kundbok.Server.Tests.Nodes;

namespace Kundbok.Server.Tests.Durability;

/// <summary>What docs/postgresql.md says to do about an erased person's traces, done, and looked for in the files of the server's databases.</summary>
public sealed class PostgresEraseTests
{
    private const string Heading = "Erasing a person";

    [Theory]
    [InlineData(50)]
    [InlineData(0)]
    public async Task After_what_the_page_says_the_person_is_in_no_table_file(int others)
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var group = new NodeGroup(cluster.ConnectionString(database));
        var person = new ErasedPerson("vqzjwax");
        using var client = (await group.AddAsync()).Client(group[0].GreetingToken());
        for (var i = 0; i < others; i++) await client.CreateAsync($$"""{"name":"Another {{i}}","customerid":"A-{{i}}","address":"Gatan {{i}}"}""");
        var id = await person.LiveAsync(client);
        await cluster.ExecuteAsync(database, "ANALYZE"); // as autovacuum does now and then
        await cluster.ExecuteAsync(database, "CHECKPOINT");
        var tables = Path.Combine(cluster.DataDirectory, "base");
        person.FindIn(tables).ShouldNotBeEmpty();

        await client.SendAsync(HttpMethod.Post, $"/customers/{id}/erase").JsonAsync();
        foreach (var statement in await StatementsAsync()) await cluster.ExecuteAsync(database, statement);

        person.FindIn(tables).ShouldBeEmpty();
        (await group.RunAsync("check")).ShouldBe("All is well.");
        (await client.Typed().Customers.CountAsync()).ShouldBe(others);
    }

    // VACUUM is a transaction of its own.
    private static async Task<IEnumerable<string>> StatementsAsync() =>
        (await RecipePage.ReadAsync()).Sql(Heading).ShouldHaveSingleItem().Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
