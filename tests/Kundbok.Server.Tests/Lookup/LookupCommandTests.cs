using System.Text;
using System.Text.Json.Nodes;
using Kundbok.Server.Access;
using Kundbok.Server.Lookup;

namespace Kundbok.Server.Tests.Lookup;

/// <summary>The commands that set up and try sources, over the register of a server that runs.</summary>
public sealed class LookupCommandTests(OnlineServer server) : IClassFixture<OnlineServer>
{
    private const string Person = "198211059954";

    [Fact]
    public async Task An_account_is_set_shown_without_its_secret_used_and_removed()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));

        (await RunAsync(FakeSources.Secret, "set", "--merchant", $"{merchant}", "--qvickly-id", "12345", "--persons", "--secret-stdin")).ShouldBe("");

        var shown = await RunAsync(null, "show", "--json");
        shown.ShouldNotContain(FakeSources.Secret);
        JsonNode.Parse(shown)!.AsArray().Single(row => row!["merchant"]!.GetValue<long>() == merchant)!.ToJsonString()
            .ShouldBe($$"""{"merchant":{{merchant}},"source":"qvickly","id":"12345","persons":"yes","test":"no"}""");
        (await client.GetJsonAsync($"/customers/searchByOrgNumber/{Person}"))["lastname"]!.GetValue<string>().ShouldBe("Ek");

        (await RunAsync(null, "unset", "--merchant", $"{merchant}")).ShouldBe("");
        await client.SendAsync(HttpMethod.Get, $"/customers/searchByOrgNumber/{Person}").ProblemAsync(404, "party_not_found");
        (await ServerProcess.RunAsync(null, Over("unset", "--merchant", $"{merchant}"))).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_set()
    {
        var merchant = await server.AddMerchantAsync();

        (await ServerProcess.RunAsync(" ", Over("set", "--merchant", $"{merchant}", "--qvickly-id", "1", "--secret-stdin"))).Errors.ShouldContain("The secret is empty");
        (await ServerProcess.RunAsync("x", Over("set", "--merchant", $"{merchant}", "--qvickly-id", "1"))).Errors.ShouldContain("--secret-stdin");

        (await server.Register.Lookups.ListAccountsAsync(CancellationToken.None)).ShouldNotContain(account => account.Merchant == merchant);
    }

    [Fact]
    public async Task A_number_is_tried_and_each_source_says_what_it_did()
    {
        var merchant = await server.AddMerchantAsync();
        (string, string)[] settings =
        [
            ("KUNDBOK_LOOKUP__BRREG__ENABLED", "true"), ("KUNDBOK_LOOKUP__BRREG__BASEADDRESS", server.Sources.Address.ToString()),
            ("KUNDBOK_LOOKUP__QVICKLY__BASEADDRESS", server.Sources.Address.ToString()),
        ];

        var (found, output, _) = await ServerProcess.RunWithAsync(settings, null, Over("test", FakeSources.Organisation, "--merchant", $"{merchant}"));

        found.ShouldBe(0);
        var lines = output.TrimEnd().Split('\n');
        lines[0].ShouldMatch("^own-customers +does not have it, [0-9]+ ms$");
        lines[1].ShouldMatch("^directory +not asked: it does not have such numbers$");
        lines[2].ShouldMatch("^brreg +knows it, [0-9]+ ms$");
        lines[3].ShouldMatch("^qvickly +not asked: it does not have such numbers$");
        lines[4].ShouldMatch("^bolagsverket +off: set Lookup:Bolagsverket:ClientId and ClientSecret to switch it on$");
        lines[5].ShouldMatch("^prh +off: set Lookup:Prh:Enabled to switch it on$");
        output.ShouldNotContain("Nordlys");
        var audit = (await server.Register.Lookups.ListAuditsAsync(merchant, 10, CancellationToken.None)).ShouldHaveSingleItem();
        (audit.Actor.ToString(), audit.Source, audit.Outcome).ShouldBe(("program lookup test", "brreg", "found"));

        (string, string)[] nobodyThere = [("KUNDBOK_LOOKUP__BRREG__ENABLED", "true"), ("KUNDBOK_LOOKUP__BRREG__BASEADDRESS", "http://127.0.0.1:1/")];
        var (failed, why, _) = await ServerProcess.RunWithAsync(nobodyThere, null, Over("test", FakeSources.Organisation));
        failed.ShouldBe(1);
        why.ShouldContain("could not be asked, try again in 10 s: cannot be reached (ConnectionError)");
    }

    [Fact]
    public async Task After_key_rotate_an_account_is_sealed_with_the_new_secret()
    {
        await using var own = new OnlineServer();
        await own.InitializeAsync();
        var merchant = await own.AddMerchantAsync();
        await own.SetAccountAsync(merchant, persons: true);
        var before = (await own.Register.Lookups.FindAccountAsync(merchant, QvicklyAccounts.Source, CancellationToken.None))!;

        (await ServerProcess.RunAsync(null, "key", "rotate", "--data", own.DataDirectory)).ExitCode.ShouldBe(0);

        var after = (await own.Register.Lookups.FindAccountAsync(merchant, QvicklyAccounts.Source, CancellationToken.None))!;
        after.ShouldNotBe(before);
        var seal = new SecretSeal(SecretKeys.Open(own.DataDirectory, TimeProvider.System), "lookup account");
        seal.Open(after.Settings.Span, Encoding.UTF8.GetBytes($"{merchant} qvickly"))!.IsNewest.ShouldBeTrue();
        var account = await new QvicklyAccounts(own.Register.Lookups, SecretKeys.Open(own.DataDirectory, TimeProvider.System)).FindAsync(merchant, CancellationToken.None);
        (account!.Id, account.Secret, account.Persons, account.IsTest).ShouldBe(("12345", FakeSources.Secret, true, true));
    }

    private string[] Over(params string[] command) => ["--data", server.DataDirectory, "lookup", .. command];

    private async Task<string> RunAsync(string? input, params string[] command)
    {
        var (code, output, errors) = await ServerProcess.RunAsync(input, Over(command));
        code.ShouldBe(0, errors);
        return output;
    }
}
