using System.Text;
using Kundbok.Server.Tests.Changes;
using Kundbok.Storage.Sqlite;

namespace Kundbok.Server.Tests.Durability;

/// <summary>Kills the real program when a person is erased: what was answered holds for the bytes of its files.</summary>
public sealed class EraseKillTests
{
    private const int Rounds = 4;
    private const int Writers = 4;

    [Fact]
    public async Task What_was_answered_as_erased_is_in_no_file_when_the_server_is_killed_at_once()
    {
        using var directory = new TemporaryDirectory();
        var data = directory.File("data");
        var token = "";
        var receipts = new Dictionary<long, string>();
        for (var round = 0; round < Rounds; round++)
        {
            var person = new ErasedPerson($"vqzjw{(char)('a' + round)}x");
            await using (var server = await ServerProcess.StartAsync(data))
            {
                if (round == 0) token = server.GreetingToken();
                using var client = server.Client(token);
                var others = Enumerable.Range(0, Writers).Select(writer => WriteAsync(client, $"Round {round} writer {writer}")).ToList();
                var id = await person.LiveAsync(client);
                person.FindIn(data).ShouldNotBeEmpty();

                receipts[id] = await EraseAsync(client, id);
                await server.KillAsync();
                await Task.WhenAll(others);
            }

            person.FindIn(data).ShouldBeEmpty();
            FindInIndex(data, person).ShouldBeEmpty();
        }

        await using var last = await ServerProcess.StartAsync(data);
        using var lastClient = last.Client(token);
        foreach (var (id, receipt) in receipts)
        {
            (await EraseAsync(lastClient, id)).ShouldBe(receipt);
            (await lastClient.KindsAsync(id)).ShouldBe(["erased"]);
        }

        (await ServerProcess.RunAsync(null, "check", "--data", data)).Output.Trim().ShouldBe("All is well.");
    }

    [Fact]
    public async Task What_was_not_answered_is_asked_for_again_and_in_no_file_then()
    {
        using var directory = new TemporaryDirectory();
        var data = directory.File("data");
        var token = "";
        for (var round = 0; round < Rounds; round++)
        {
            var person = new ErasedPerson($"vqzjw{(char)('a' + round)}x");
            long id;
            await using (var server = await ServerProcess.StartAsync(data))
            {
                if (round == 0) token = server.GreetingToken();
                using var client = server.Client(token);
                id = await person.LiveAsync(client);
                var erasing = EraseAsync(client, id);
                if (round % 2 == 0) await client.CreateAsync("""{"name":"Another"}"""); // comes behind it, more or less
                await server.KillAsync();
                await IgnoreAsync(erasing);
            }

            await using var next = await ServerProcess.StartAsync(data);
            using var again = next.Client(token);
            await EraseAsync(again, id);
            await next.KillAsync();
            person.FindIn(data).ShouldBeEmpty();
            FindInIndex(data, person).ShouldBeEmpty();
        }
    }

    private static async Task<string> EraseAsync(HttpClient client, long id)
    {
        using var answer = await client.SendAsync(HttpMethod.Post, $"/customers/{id}/erase");
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(200, text);
        return text;
    }

    // Until the server is gone.
    private static async Task WriteAsync(HttpClient client, string writer)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var id = await client.CreateAsync($$"""{"name":"{{writer}} customer {{i}}"}""");
                if (i % 2 == 0) (await client.SendAsync(HttpMethod.Delete, $"/customers/{id}")).Dispose();
            }
        }
        catch (HttpRequestException)
        {
            // killed
        }
    }

    private static async Task IgnoreAsync(Task<string> erasing)
    {
        try
        {
            await erasing;
        }
        catch (HttpRequestException)
        {
            // killed before it was answered
        }
    }

    // The terms that the index answers with, and the blocks that it consists of.
    private static List<string> FindInIndex(string data, ErasedPerson person)
    {
        var found = new List<string>();
        using var session = new SqliteSession(Path.Combine(data, SqliteRegister.FileName), readOnly: false);
        session.Execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, customer_search, 'instance')");
        using (var reader = session.Prepared("SELECT DISTINCT term FROM temp.terms").ExecuteReader())
        {
            var all = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read()) all.Add(reader.GetString(0));
            all.ShouldNotBeEmpty();
            found.AddRange(all.Intersect(person.Trigrams, StringComparer.Ordinal));
        }

        // In the blocks any byte can stand behind the letters of another term: what has two letters that nobody else has does not come about so.
        var rare = person.Trigrams.Where(term => term.Count(letter => "zqxj".Contains(letter)) > 1).ToList();
        rare.ShouldNotBeEmpty();
        using var blocks = session.Prepared("SELECT block FROM customer_search_data UNION ALL SELECT term FROM customer_search_idx").ExecuteReader();
        while (blocks.Read())
        {
            var block = blocks.GetFieldValue<byte[]>(0);
            found.AddRange(rare.Where(term => block.AsSpan().IndexOf(Encoding.UTF8.GetBytes(term)) >= 0));
        }

        return found;
    }
}
