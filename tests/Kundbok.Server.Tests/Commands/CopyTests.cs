using System.Text;

namespace Kundbok.Server.Tests.Commands;

/// <summary>Moving a register with the real program from its directory to PostgreSQL and back.</summary>
public sealed class CopyTests : IAsyncLifetime
{
    private static readonly string[] Exports =
        ["/customers/export/xml", "/customers/export/csv", "/customers/export/csv?profile=excel-sv", "/customers?limit=10000&sort=-name", "/customers?filter=search&search=gat&limit=10000"];

    private BothEngines _places = null!;

    public async ValueTask InitializeAsync() => _places = await BothEngines.CreateAsync();

    public ValueTask DisposeAsync() => _places.DisposeAsync();

    [Fact]
    public async Task Exports_tokens_and_customer_numbers_are_the_same_before_and_after()
    {
        var (data, back) = (_places.Directory.File("data"), _places.Directory.File("back"));
        string token, before;
        await using (var embedded = await ServerProcess.StartAsync(data, "--demo", "800"))
        {
            token = embedded.GreetingToken();
            using var client = embedded.Client(token);
            before = await ExportsAsync(client);
            (await CopyAsync(data, _places.Database.ConnectionString)).ShouldBe((1, "A server uses the source: stop every server that does, then copy."));
        }

        var copied = await CopyAsync(data, _places.Database.ConnectionString);
        copied.ExitCode.ShouldBe(0, copied.Said);
        copied.Said.ShouldContain("Copied 800 customers and 800 changes, and compared them: both registers are the same.");

        await using (var node = await ServerProcess.StartAsync(data, "--database", _places.Database.ConnectionString))
        {
            using var client = node.Client(token);
            (await ExportsAsync(client)).ShouldBe(before);
            (await client.SendAsync(HttpMethod.Post, "/customers", """{"name":"Next"}""").JsonAsync())["customerid"]!.GetValue<string>().ShouldBe("1801");
            await client.SendAsync(HttpMethod.Delete, "/customers/801").JsonAsync();
        }

        (await CopyAsync(_places.Database.ConnectionString, back)).ExitCode.ShouldBe(0);
        File.Copy(Path.Combine(data, "secret.json"), Path.Combine(back, "secret.json"));
        await using var again = await ServerProcess.StartAsync(back);
        using var last = again.Client(token);
        (await ExportsAsync(last)).ShouldBe(before);
    }

    [Fact]
    public async Task What_was_copied_is_read_only_until_it_is_released_and_half_a_copy_cannot_be_served()
    {
        var data = _places.Directory.File("data");
        string token;
        await using (var embedded = await ServerProcess.StartAsync(data, "--demo", "10")) token = embedded.GreetingToken();
        (await CopyAsync(data, _places.Database.ConnectionString)).ExitCode.ShouldBe(0);

        await using (var embedded = await ServerProcess.StartAsync(data))
        {
            using var client = embedded.Client(token);
            (await client.Typed().Customers.CountAsync()).ShouldBe(10);
            await client.SendAsync(HttpMethod.Delete, "/customers/1").ProblemAsync(503, "unavailable");
            embedded.Errors.ShouldContain("read-only");

            (await ServerProcess.RunAsync(null, "release", "--data", data)).ExitCode.ShouldBe(0);
            await client.SendAsync(HttpMethod.Delete, "/customers/1").JsonAsync();
        }

        await _places.Database.ExecuteAsync("UPDATE register SET state = 'receiving', source = 'another'");
        var (exitCode, _, errors) = await ServerProcess.RunAsync(null, "--data", data, "--urls", "http://127.0.0.1:0", "--database", _places.Database.ConnectionString);
        exitCode.ShouldNotBe(0);
        errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("is being copied into");
    }

    [Fact]
    public async Task Backups_of_PostgreSQL_are_left_to_its_own_tools()
    {
        await using (await ServerProcess.StartAsync(_places.Directory.File("data"), "--database", _places.Database.ConnectionString))
        {
        }

        foreach (var command in (string[])["backup", "restore"])
        {
            var (exitCode, _, errors) = await ServerProcess.RunAsync(null, command, _places.Directory.File("backup.db"), "--data", _places.Directory.File("data"), "--database", _places.Database.ConnectionString);
            exitCode.ShouldBe(1);
            errors.ShouldContain("pg_dump");
        }
    }

    private static async Task<(int ExitCode, string Said)> CopyAsync(string from, string to)
    {
        var (exitCode, output, errors) = await ServerProcess.RunAsync(null, "copy", "--from", from, "--to", to);
        return (exitCode, $"{output}{errors}".Trim());
    }

    private static async Task<string> ExportsAsync(HttpClient client)
    {
        var all = new StringBuilder();
        foreach (var path in Exports) all.Append(Convert.ToHexString(await client.GetByteArrayAsync(path))).Append('\n');
        return all.ToString();
    }
}
