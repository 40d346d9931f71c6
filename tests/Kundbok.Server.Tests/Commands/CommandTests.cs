using System.CommandLine;
using System.Text.Json.Nodes;
using Kundbok.Server.Access;
using Kundbok.Server.Commands;
using Kundbok.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Kundbok.Server.Tests.Commands;

/// <summary>Commands over the register of a server that runs.</summary>
public sealed class CommandTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_token_is_printed_alone_and_allows_what_was_named()
    {
        var merchant = await server.AddMerchantAsync();

        var token = await SucceedAsync("token", "--merchant", $"{merchant}", "--scope", "customers:read", "--scope", "lookup", "--days", "2");

        token.Trim().Split('\n').ShouldHaveSingleItem().Split('.').Length.ShouldBe(3);
        using var client = server.WithToken(token.Trim());
        (await client.GetStringAsync("/customers")).ShouldBe("[]");
        await client.SendAsync(HttpMethod.Post, "/customers", """{"name":"A"}""").ProblemAsync(403, "forbidden");
        var listed = JsonNode.Parse(await SucceedAsync("token", "list", "--merchant", $"{merchant}", "--json"))!.AsArray().ShouldHaveSingleItem()!;
        listed["scopes"]!.GetValue<string>().ShouldBe("customers:read lookup");
        (listed["expires"]!.GetValue<DateTimeOffset>() - listed["issued"]!.GetValue<DateTimeOffset>()).ShouldBe(TimeSpan.FromDays(2));
    }

    [Fact]
    public async Task A_token_without_scopes_named_has_them_all()
    {
        var merchant = await server.AddMerchantAsync();

        await SucceedAsync("token", "--merchant", $"{merchant}");

        JsonNode.Parse(await SucceedAsync("token", "list", "--merchant", $"{merchant}", "--json"))![0]!["scopes"]!.GetValue<string>()
            .ShouldBe("customers:read customers:write customers:export customers:erase lookup webhooks admin");
    }

    [Fact]
    public async Task A_tokens_name_is_listed_beside_it()
    {
        var merchant = await server.AddMerchantAsync();
        var longest = "Söner & Döttrar 😀".PadRight(100, 'x');

        foreach (string[] name in new string[][] { [], ["--name", ""], ["--name", longest] }) await SucceedAsync(["token", "--merchant", $"{merchant}", .. name]);

        var listed = JsonNode.Parse(await SucceedAsync("token", "list", "--merchant", $"{merchant}", "--json"))!.AsArray();
        listed.Select(token => token!["name"]!.GetValue<string>()).ShouldBe(["", "", longest], ignoreOrder: true);
        (await SucceedAsync("token", "list", "--merchant", $"{merchant}")).ShouldContain($"  {longest}  ");
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("a\0")]
    [InlineData("\u0085")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public async Task A_token_is_not_called_by_what_is_long_or_has_control_characters(string name)
    {
        var merchant = await server.AddMerchantAsync();

        (await FailAsync("token", "--merchant", $"{merchant}", "--name", name)).ShouldContain("--name takes up to 100 characters");

        (await server.Register.Access.ListTokensAsync(merchant, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_revoked_token_is_refused()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken((await SucceedAsync("token", "--merchant", $"{merchant}")).Trim());
        var id = JsonNode.Parse(await SucceedAsync("token", "list", "--merchant", $"{merchant}", "--json"))![0]!["id"]!.GetValue<string>();

        await SucceedAsync("token", "revoke", id);
        await server.Services.GetRequiredService<AccessRefresher>().RefreshAsync(CancellationToken.None);

        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
        (await SucceedAsync("token", "list", "--merchant", $"{merchant}")).ShouldContain("revoked");
    }

    [Fact]
    public async Task A_merchant_is_added_and_listed()
    {
        var id = (await SucceedAsync("merchant", "add", "Söner & Döttrar 😀")).Trim();

        (await SucceedAsync("merchant", "list")).ShouldContain($"{id}  ");
        JsonNode.Parse(await SucceedAsync("merchant", "list", "--json"))!.AsArray()
            .ShouldContain(merchant => merchant!["id"]!.GetValue<long>() == long.Parse(id, System.Globalization.CultureInfo.InvariantCulture) && merchant["name"]!.GetValue<string>() == "Söner & Döttrar 😀");
    }

    [Theory]
    [InlineData("admin", true)]
    [InlineData("member", true)]
    [InlineData("admin", false)]
    public async Task A_user_has_the_role_that_is_asked_for_and_is_an_admin_without(string role, bool isSaid)
    {
        var merchant = await server.AddMerchantAsync();
        string[] said = isSaid ? ["--role", role] : [];
        (await ServerProcess.RunAsync("ett långt lösenord", [.. Over(server.DataDirectory), "user", "add", $"role{merchant}", "--merchant", $"{merchant}", "--password-stdin", .. said])).ShouldBe((0, "", ""));

        var listed = JsonNode.Parse(await SucceedAsync("user", "list", "--merchant", $"{merchant}", "--json"))!.AsArray().Single()!;
        using var client = server.Anonymous();
        using var session = server.WithToken((await client.SendAsync(HttpMethod.Post, "/login", $$"""{"username":"role{{merchant}}","password":"ett långt lösenord"}""").JsonAsync())["token"]!.GetValue<string>());
        using var users = await session.GetAsync("/users");

        listed["role"]!.GetValue<string>().ShouldBe(role);
        users.IsSuccessStatusCode.ShouldBe(role == "admin");
    }

    [Fact]
    public async Task A_user_signs_in_with_the_password_of_standard_input_until_it_is_changed()
    {
        var merchant = await server.AddMerchantAsync();
        (await ServerProcess.RunAsync("ett långt lösenord", [.. Over(server.DataDirectory), "user", "add", "Kajsa", "--merchant", $"{merchant}", "--name", "Kajsa Exempel", "--password-stdin"])).ShouldBe((0, "", ""));
        using var client = server.Anonymous();
        await client.SendAsync(HttpMethod.Post, "/login", """{"username":"kajsa","password":"ett långt lösenord"}""").JsonAsync();

        (await ServerProcess.RunAsync("ett annat lösenord", [.. Over(server.DataDirectory), "user", "password", "kajsa", "--password-stdin"])).ShouldBe((0, "", ""));

        await client.SendAsync(HttpMethod.Post, "/login", """{"username":"kajsa","password":"ett långt lösenord"}""").ProblemAsync(401, "login_failed");
        await client.SendAsync(HttpMethod.Post, "/login", """{"username":"kajsa","password":"ett annat lösenord"}""").JsonAsync();
        (await SucceedAsync("user", "list", "--merchant", $"{merchant}")).ShouldContain("Kajsa Exempel");
        (await FailAsync("user", "add", "KAJSA", "--merchant", $"{merchant}")).ShouldContain("taken");
    }

    [Theory]
    [InlineData("short", "at least 10 characters")]
    [InlineData(null, "--password-stdin")]
    public async Task A_password_that_is_short_or_not_given_is_one_line(string? password, string part)
    {
        var merchant = await server.AddMerchantAsync();
        string[] how = password is null ? [] : ["--password-stdin"];

        var (code, _, errors) = await ServerProcess.RunAsync(password, [.. Over(server.DataDirectory), "user", "add", $"user{merchant}", "--merchant", $"{merchant}", .. how]);

        code.ShouldBe(1);
        errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(part);
    }

    [Fact]
    public async Task After_a_rotation_old_tokens_and_new_ones_are_good()
    {
        await using var own = new TestServer();
        await own.InitializeAsync();
        var merchant = await own.AddMerchantAsync();
        var old = await own.TokenAsync(merchant);

        (await RunAsync([.. Over(own.DataDirectory), "key", "rotate"])).ExitCode.ShouldBe(0);
        var (_, made, _) = await RunAsync([.. Over(own.DataDirectory), "token", "--merchant", $"{merchant}"]);
        await own.Services.GetRequiredService<AccessRefresher>().RefreshAsync(CancellationToken.None);

        own.Services.GetRequiredService<SecretKeys>().Ids.Count().ShouldBe(2);
        foreach (var token in new[] { old, made.Trim(), await own.TokenAsync(merchant) })
        {
            using var client = own.WithToken(token);
            (await client.GetStringAsync("/customers")).ShouldBe("[]");
        }
    }

    [Fact]
    public async Task A_backup_is_taken_while_the_server_runs_and_restored_into_an_empty_directory()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"Kept"}""");
        using var elsewhere = new TemporaryDirectory();
        var file = elsewhere.File("a.backup");

        (await SucceedAsync("backup", file)).ShouldContain("Wrote");
        (await FailAsync("backup", file)).ShouldContain("exists already");
        var restored = await RunAsync([.. Over(elsewhere.File("data")), "restore", file]);

        restored.Errors.ShouldBeEmpty();
        (await RunAsync([.. Over(elsewhere.File("data")), "check"])).ShouldBe((0, "All is well.\n", ""));
        await using var register = SqliteRegister.Open(elsewhere.File("data"), TimeProvider.System);
        var merchants = await register.Access.ListMerchantsAsync(CancellationToken.None);
        merchants.ShouldNotBeEmpty();
        var found = await Task.WhenAll(merchants.Select(async merchant => await register.Customers.FindAsync(merchant.Id, id, CancellationToken.None)));
        found.ShouldContain(document => document != null);
    }

    [Fact]
    public async Task Customers_are_replaced_by_a_restore_only_when_that_is_asked_for()
    {
        await using var own = new TestServer();
        await own.InitializeAsync();
        using var client = await own.NewMerchantAsync();
        using var elsewhere = new TemporaryDirectory();
        var file = elsewhere.File("a.backup");
        await RunAsync([.. Over(own.DataDirectory), "backup", file]);
        await client.CreateAsync("""{"name":"Made since"}""");

        var refused = await RunAsync([.. Over(own.DataDirectory), "restore", file]);
        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldContain("--replace");
        (await client.Typed().Customers.CountAsync()).ShouldBe(1);

        (await RunAsync([.. Over(own.DataDirectory), "restore", file, "--replace"])).ExitCode.ShouldBe(0);
        (await client.Typed().Customers.CountAsync()).ShouldBe(0); // the running server sees it
    }

    [Fact]
    public async Task Check_names_what_is_wrong_and_reindex_mends_it()
    {
        await using var own = new TestServer();
        await own.InitializeAsync();
        using var client = await own.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"Åsa Exempel"}""");
        await ((SqliteRegister)own.Register).Writer.WriteAsync(0, (session, _) => session.Prepared("UPDATE customer SET name_key = 'x'").ExecuteNonQuery(), CancellationToken.None);

        var found = await RunAsync([.. Over(own.DataDirectory), "check"]);
        found.ExitCode.ShouldBe(1);
        found.Output.ShouldContain($"customer {id}");
        found.Output.ShouldNotContain("Åsa");

        (await RunAsync([.. Over(own.DataDirectory), "reindex"])).Output.ShouldContain("1 customers");
        (await RunAsync([.. Over(own.DataDirectory), "check"])).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("--bogus", "--bogus")]
    [InlineData("bogus", "bogus")]
    [InlineData("token", "--merchant")]
    [InlineData("token --merchant x", "x")]
    [InlineData("token --merchant 999999", "no merchant 999999")]
    [InlineData("token --merchant 1 --scope customers", "customers:read")]
    [InlineData("token --merchant 1 --days 0", "--days")]
    [InlineData("token revoke nothing", "token list")]
    [InlineData("user password nobody", "no user")]
    [InlineData("lookup", "command")]
    [InlineData("lookup set --merchant 1", "--qvickly-id")]
    [InlineData("lookup set --merchant 999999 --qvickly-id 1", "no merchant")]
    [InlineData("lookup unset --merchant 999999", "no merchant")]
    [InlineData("lookup test 5560160681", "no number")]
    [InlineData("lookup test 5560160680 --merchant 999999", "no merchant")]
    [InlineData("user add a --merchant 999999", "no merchant")]
    [InlineData("merchant", "command")]
    [InlineData("backup", "argument")]
    [InlineData("backup /nowhere/at/all", "/nowhere/at/all")]
    [InlineData("restore /nowhere/at/all --replace", "/nowhere/at/all")]
    [InlineData("--demo -1", "Demo")]
    [InlineData("--urls=", "Urls")]
    [InlineData("--urls ;", "Urls")]
    [InlineData("--demo many", "many")]
    public async Task What_cannot_be_done_is_one_line(string line, string part) => (await FailAsync(line.Split(' '))).ShouldContain(part);

    [Fact]
    public async Task Without_its_secret_file_a_register_is_read_but_makes_no_token_and_no_new_secret()
    {
        await using var own = new TestServer();
        await own.InitializeAsync();
        var merchant = await own.AddMerchantAsync();
        var secret = Path.Combine(own.DataDirectory, "secret.json");
        File.Move(secret, secret + ".away");

        (await RunAsync([.. Over(own.DataDirectory), "merchant", "list"])).ExitCode.ShouldBe(0);
        (await RunAsync([.. Over(own.DataDirectory), "token", "--merchant", $"{merchant}"])).Errors.ShouldContain("is gone");
        File.Exists(secret).ShouldBeFalse();
        File.Move(secret + ".away", secret);
    }

    [Fact]
    public async Task A_data_directory_that_is_no_name_is_one_line() => (await RunAsync(["--data", "", "merchant", "list"])).Errors.ShouldStartWith("Data, the data directory, is empty");

    [Fact]
    public async Task Without_a_register_a_command_makes_none()
    {
        using var empty = new TemporaryDirectory();

        (await RunAsync([.. Over(empty.File("data")), "merchant", "list"])).Errors.ShouldContain("There is no register");

        Directory.Exists(empty.File("data")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("serve ")]
    [InlineData("token ")]
    [InlineData("token list ")]
    [InlineData("token revoke ")]
    [InlineData("merchant ")]
    [InlineData("merchant add ")]
    [InlineData("user ")]
    [InlineData("user add ")]
    [InlineData("user password ")]
    [InlineData("lookup ")]
    [InlineData("lookup set ")]
    [InlineData("lookup unset ")]
    [InlineData("lookup show ")]
    [InlineData("lookup test ")]
    [InlineData("key rotate ")]
    [InlineData("directory ")]
    [InlineData("directory load ")]
    [InlineData("directory status ")]
    [InlineData("directory drift ")]
    [InlineData("backup ")]
    [InlineData("restore ")]
    [InlineData("check ")]
    [InlineData("reindex ")]
    public async Task Every_command_has_help(string command)
    {
        var (code, output, _) = await RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        code.ShouldBe(0);
        output.ShouldContain("--data");
        output.ShouldContain("Description:");
    }

    private static string[] Over(string directory) => ["--data", directory];

    private async Task<string> SucceedAsync(params string[] command)
    {
        var (code, output, errors) = await RunAsync([.. Over(server.DataDirectory), .. command]);
        code.ShouldBe(0, errors);
        errors.ShouldBeEmpty();
        return output;
    }

    private async Task<string> FailAsync(params string[] command)
    {
        var (code, _, errors) = await RunAsync([.. Over(server.DataDirectory), .. command]);
        code.ShouldNotBe(0);
        return errors.Trim().Split('\n').ShouldHaveSingleItem();
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(arguments, new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
