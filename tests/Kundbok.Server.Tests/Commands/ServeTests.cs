using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Kundbok.BulkFiles;
using Kundbok.Storage.Sqlite;

namespace Kundbok.Server.Tests.Commands;

/// <summary>Starting and stopping the real program.</summary>
public sealed partial class ServeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_first_start_shows_a_user_a_password_and_a_request_that_work_and_the_next_one_how_to_get_a_token()
    {
        await using (var server = await ServerProcess.StartAsync(Data))
        {
            using var client = server.Client(server.GreetingToken());
            (await client.GetStringAsync("/customers")).ShouldBe("[]");
            var shown = UserLine().Match(server.Greeting).Groups;
            var (user, password) = (shown["user"].Value, shown["password"].Value);
            user.ShouldBe("admin");
            var token = (await client.SendAsync(HttpMethod.Post, "/login", $$"""{"username":"{{user}}","password":"{{password}}"}""").JsonAsync())["token"]!.GetValue<string>();
            using var signedIn = server.Client(token);
            (await signedIn.GetJsonAsync("/me"))["Merchant"]!["id"]!.GetValue<long>().ShouldBe(1);
            if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Data).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await using var again = await ServerProcess.StartAsync(Data);
        again.Greeting.ShouldNotContain("password ");
        again.Greeting.ShouldContain("POST /login");
        again.Greeting.ShouldContain($"token --merchant 1 --data {Data}");
    }

    [Fact]
    public async Task The_demo_has_a_directory_to_look_in()
    {
        await using (var server = await ServerProcess.StartAsync(Data, "--demo"))
        {
            server.Greeting.ShouldContain("invented ones, such as 4020000016.");
            using var client = server.Client(server.GreetingToken());
            (await client.GetJsonAsync("/customers/searchByOrgNumber/4020000016"))["company"]!.GetValue<string>().ShouldBe("Norrskens Bageri AB");
            (await client.GetJsonAsync("/directory/drift")).AsArray().ShouldNotBeEmpty();
        }

        (await ServerProcess.RunAsync(null, "directory", "status", "--data", Data)).Output.ShouldContain("demo (invented)");
    }

    [Fact]
    public async Task The_demo_leaves_a_directory_alone_that_is_loaded()
    {
        using var files = new TemporaryDirectory();
        SyntheticRegistry.WriteBolagsverket(files.File("bolagsverket_bulkfil.zip"), 100);
        await (await ServerProcess.StartAsync(Data)).DisposeAsync();
        (await ServerProcess.RunAsync(null, "directory", "load", files.File("bolagsverket_bulkfil.zip"), "--data", Data)).ExitCode.ShouldBe(0);

        await using var server = await ServerProcess.StartAsync(Data, "--demo");

        server.Greeting.ShouldNotContain("directory of organisations");
        (await ServerProcess.RunAsync(null, "directory", "status", "--data", Data)).Output.ShouldStartWith("80 organisations");
    }

    [Fact]
    public async Task The_demo_is_added_once_to_a_register_without_customers()
    {
        await using (var server = await ServerProcess.StartAsync(Data, "--demo", "25"))
        {
            using var client = server.Client(server.GreetingToken());
            (await client.Typed().Customers.CountAsync()).ShouldBe(25);
            (await client.GetJsonAsync("/me"))["Merchant"]!["name"]!.GetValue<string>().ShouldBe("Demo");
        }

        await using var again = await ServerProcess.StartAsync(Data, "--demo");
        again.Greeting.ShouldContain("The register has customers already");
    }

    [Fact]
    public async Task Told_to_stop_it_answers_what_is_in_flight_and_leaves_the_database_clean()
    {
        Requires.Unix();
        await using var server = await ServerProcess.StartAsync(Data);
        const string customer = """{"name":"In flight"}""";
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /customers HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {server.GreetingToken()}\r\nExpect: 100-continue\r\nContent-Length: {customer.Length}\r\n\r\n"));
        var reader = new StreamReader(stream);
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 100 Continue"); // the handler waits for the body

        server.Terminate();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(customer));

        await reader.ReadLineAsync();
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 200 OK");
        (await server.ExitAsync()).ShouldBe(0, server.Errors);
        Directory.EnumerateFiles(Data).ShouldNotContain(file => file.EndsWith("-wal", StringComparison.Ordinal));
        await using var again = await ServerProcess.StartAsync(Data);
        var (_, token, _) = await ServerProcess.RunAsync(null, "token", "--merchant", "1", "--data", Data);
        using var client = again.Client(token.Trim());
        (await client.GetStringAsync("/customers")).ShouldContain("In flight");
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_loses_no_password()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        ShouldBeOneLine(await ServerProcess.RunAsync(null, "--data", Data, "--urls", address), "Another program listens");

        await using var server = await ServerProcess.StartAsync(Data);
        server.Greeting.ShouldContain("admin");
    }

    [Fact]
    public async Task A_directory_that_cannot_be_used_is_one_line()
    {
        var file = _directory.File("a-file");
        await File.WriteAllTextAsync(file, "");

        ShouldBeOneLine(await ServerProcess.RunAsync(null, "--data", Path.Combine(file, "data")), "a-file");
    }

    [Fact]
    public async Task A_database_that_is_none_is_one_line()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, SqliteRegister.FileName), new string('x', 10_000));

        ShouldBeOneLine(await ServerProcess.RunAsync(null, "--data", Data), "damaged");
    }

    [Fact]
    public async Task A_secret_file_that_others_can_read_is_one_line()
    {
        Requires.Unix();
        await using (await ServerProcess.StartAsync(Data))
        {
        }

        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(Data, "secret.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        ShouldBeOneLine(await ServerProcess.RunAsync(null, "--data", Data), "chmod 600");
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("ftp://127.0.0.1:0")]
    public async Task An_address_that_is_none_is_one_line(string address) =>
        ShouldBeOneLine(await ServerProcess.RunAsync(null, "--data", Data, "--urls", address), "cannot listen");

    private string Data => _directory.File("data");

    private static void ShouldBeOneLine((int ExitCode, string Output, string Errors) ended, string part)
    {
        ended.ExitCode.ShouldNotBe(0);
        ended.Errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(part);
    }

    [GeneratedRegex(@"the user (?<user>\S+) with the password (?<password>\S+)", RegexOptions.None, 1000)]
    private static partial Regex UserLine();
}
