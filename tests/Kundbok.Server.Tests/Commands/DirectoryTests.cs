using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Kundbok.BulkFiles;
using Kundbok.Server.Commands;
using Kundbok.Server.Tests.Exports;

namespace Kundbok.Server.Tests.Commands;

/// <summary>The directory's commands, over the register of a server that runs and answers from it meanwhile.</summary>
public abstract class DirectoryTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _files = new();
    private readonly TestServer _server;

    private DirectoryTests(TestServer server) => _server = server;

    private string Bolagsverket => _files.File("bolagsverket_bulkfil.zip");

    private string Scb => _files.File("scb_bulkfil.zip");

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _server.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task Both_files_are_merged_reported_and_answered_from_at_once()
    {
        const int Rows = 2_000;
        SyntheticRegistry.WriteBolagsverket(Bolagsverket, Rows);
        SyntheticRegistry.WriteScb(Scb, Rows);
        using var client = await _server.NewMerchantAsync();
        (await SucceedAsync("directory", "status")).ShouldContain("Nothing is loaded");

        var said = (await SucceedAsync("directory", "load", Bolagsverket, Scb)).TrimEnd().Split('\n');

        said.ShouldBe(
        [
            "bolagsverket_bulkfil.zip (Bolagsverket): 2000 rows, 1600 kept; skipped 200 persons, 200 no longer registered, 0 with other numbers; 0 broken.",
            "scb_bulkfil.zip (SCB): 2200 rows, 1760 kept; skipped 220 persons, 220 no longer registered, 0 with other numbers; 0 broken.",
            "The directory has 1760 organisations.", // 1600 of Bolagsverket's, 160 that SCB has alone
        ]);
        var status = (await SucceedAsync("directory", "status")).TrimEnd().Split('\n');
        status[0].ShouldStartWith("1760 organisations, loaded 20");
        status[1..].ShouldBe(
        [
            "scb_bulkfil.zip (SCB), written 2026-01-12 04:10: 2200 rows, 1760 kept; skipped 220 persons, 220 no longer registered, 0 with other numbers; 0 broken.",
            "bolagsverket_bulkfil.zip (Bolagsverket), written 2026-01-12 04:10: 2000 rows, 1600 kept; skipped 200 persons, 200 no longer registered, 0 with other numbers; 0 broken.",
        ]);

        var ofBolagsverket = await LookUpAsync(client, 2);
        (Of(ofBolagsverket, "company"), Of(ofBolagsverket, "street")).ShouldBe((SyntheticRegistry.NameOf(2), "Storgatan 2"));
        var withScbsAddress = await LookUpAsync(client, 10);
        (Of(withScbsAddress, "company"), Of(withScbsAddress, "street")).ShouldBe((SyntheticRegistry.NameOf(10), "Box 10"));
        var abroad = await LookUpAsync(client, 1);
        (Of(abroad, "country"), Of(abroad, "city")).ShouldBe(("GB", "London"));
        Of(await LookUpAsync(client, Rows), "company").ShouldBe($"Förening {Rows}");
        await client.SendAsync(HttpMethod.Get, $"/customers/searchByOrgNumber/{SyntheticRegistry.NumberOf(8)}").ProblemAsync(404, "party_not_found"); // gone at Bolagsverket, active at SCB
    }

    [Fact]
    public async Task Broken_rows_are_told_by_their_lines_and_nothing_of_them_nor_of_persons_is_told_or_stored()
    {
        BulkZip.WriteBolagsverket(
            Bolagsverket,
            [
                BulkZip.Bolagsverket($"{SyntheticRegistry.NumberOf(1)}$ORGNR-IDORG", "Nordlys AB$FORETAGSNAMN-ORGNAM$2001-02-03", ""),
                "\"Hemligt 5501011018\"",
                BulkZip.Bolagsverket("195501011018$PERSON-IDORG", "Hemlig Person$FORETAGSNAMN-ORGNAM$2001-02-03", ""),
                BulkZip.Bolagsverket("5501011018$ORGNR-IDORG", "Hemlig Person$FORETAGSNAMN-ORGNAM$2001-02-03", ""),
            ]);

        var said = await SucceedAsync("directory", "load", Bolagsverket);

        said.TrimEnd().Split('\n').ShouldBe(
        [
            "bolagsverket_bulkfil.zip (Bolagsverket): 4 rows, 1 kept; skipped 2 persons, 0 no longer registered, 0 with other numbers; 1 broken.",
            "  line 3 does not have as many fields as it should",
            "The directory has 1 organisations.",
        ]);
        foreach (var file in Directory.EnumerateFiles(_server.DataDirectory, "directory.db*")) (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf("Hemlig"u8).ShouldBe(-1, file);
    }

    [Fact]
    public async Task A_file_that_has_shrunk_is_refused_until_that_is_meant()
    {
        SyntheticRegistry.WriteBolagsverket(Bolagsverket, 1_000);
        var smaller = _files.File("smaller.zip");
        SyntheticRegistry.WriteBolagsverket(smaller, 900);
        await SucceedAsync("directory", "load", Bolagsverket);

        (await FailAsync("directory", "load", smaller)).ShouldBe("There would be 720 organisations, over five per cent fewer than the 800 that are loaded: nothing was changed. Look at the files; when they are right, add --force.");
        (await SucceedAsync("directory", "status")).ShouldStartWith("800 organisations");

        (await SucceedAsync("directory", "load", smaller, "--force")).ShouldContain("The directory has 720 organisations.");
        (await SucceedAsync("directory", "status")).ShouldStartWith("720 organisations");
    }

    [Fact]
    public async Task A_file_that_cannot_be_loaded_leaves_what_is_loaded()
    {
        SyntheticRegistry.WriteBolagsverket(Bolagsverket, 1_000);
        await SucceedAsync("directory", "load", Bolagsverket);
        var bad = _files.File("bad.zip");
        SyntheticRegistry.WriteBolagsverket(bad, 40_000);
        var bytes = await File.ReadAllBytesAsync(bad);
        bytes.AsSpan(bytes.Length - 20_000, 64).Fill(0xff);
        await File.WriteAllBytesAsync(bad, bytes);

        (await FailAsync("directory", "load", bad)).ShouldBe($"{bad} is damaged: fetch it again.");
        (await FailAsync("directory", "load", _files.File("none.zip"))).ShouldBe($"There is no file {_files.File("none.zip")}.");
        (await FailAsync("directory", "load", Bolagsverket, Bolagsverket)).ShouldContain("Both files are those of Bolagsverket");
        (await FailAsync("directory", "load")).ShouldContain("--help");

        (await SucceedAsync("directory", "status")).ShouldStartWith("800 organisations");
    }

    [Fact]
    public async Task A_load_that_is_killed_leaves_what_is_loaded_and_the_next_goes_through()
    {
        SyntheticRegistry.WriteBolagsverket(Bolagsverket, 1_000);
        var larger = _files.File("larger.zip");
        SyntheticRegistry.WriteBolagsverket(larger, 150_000);
        await SucceedAsync("directory", "load", Bolagsverket);
        using var client = await _server.NewMerchantAsync();

        using (var load = ServerProcess.StartCommand([.. Over(), "directory", "load", larger]))
        {
            while (!await IsUnderWayAsync() && !load.HasExited) await Task.Delay(1);
            load.HasExited.ShouldBeFalse();
            load.Kill(entireProcessTree: true);
            await load.WaitForExitAsync();
        }

        (await SucceedAsync("directory", "status")).ShouldStartWith("800 organisations");
        Of(await LookUpAsync(client, 2), "company").ShouldBe(SyntheticRegistry.NameOf(2));
        await client.SendAsync(HttpMethod.Get, $"/customers/searchByOrgNumber/{SyntheticRegistry.NumberOf(100_000)}").ProblemAsync(404, "party_not_found");

        (await LoadWhenFreeAsync(larger)).ShouldContain("The directory has 120000 organisations.");
        Of(await LookUpAsync(client, 100_000), "company").ShouldBe(SyntheticRegistry.NameOf(100_000));
        Directory.EnumerateFiles(_server.DataDirectory, "*.loading*").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_differs_is_printed_as_the_endpoint_answers_it()
    {
        SyntheticRegistry.WriteBolagsverket(Bolagsverket, 1_000);
        var merchant = await _server.AddMerchantAsync();
        using var client = _server.WithToken(await _server.TokenAsync(merchant));
        (await FailAsync("directory", "drift", "--merchant", $"{merchant}")).ShouldContain("Nothing is loaded");
        await SucceedAsync("directory", "load", Bolagsverket);
        await client.CreateAsync(new JsonObject { ["name"] = "=1+1", ["companyno"] = SyntheticRegistry.NumberOf(5), ["postoffice"] = "Ås" }.ToJsonString());

        (await SucceedAsync("directory", "drift", "--merchant", $"{merchant}")).TrimEnd('\n').ShouldBe(await client.GetStringAsync("/directory/drift"));

        var csv = await SucceedAsync("directory", "drift", "--merchant", $"{merchant}", "--csv");
        csv.ShouldBe(await client.GetStringAsync("/directory/drift?format=csv"));
        StrictCsv.Parse(csv, ',')[1][..5].ShouldBe(["1", "1001", SyntheticRegistry.NumberOf(5), "name address bankruptcy", "'=1+1"]);
        (await FailAsync("directory", "drift", "--merchant", "9999")).ShouldContain("There is no merchant 9999");
    }

    /// <summary>Where the register is.</summary>
    protected abstract string[] Over();

    /// <summary>Whether a load has begun to store rows.</summary>
    protected abstract Task<bool> IsUnderWayAsync();

    // PostgreSQL takes a moment to notice that a process is gone.
    private async Task<string> LoadWhenFreeAsync(string file)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var (code, output, errors) = await RunAsync("directory", "load", file);
            if (code == 0) return output;
            errors.ShouldContain("Another command loads the directory");
            since.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
            await Task.Delay(100);
        }
    }

    private static async Task<JsonNode> LookUpAsync(HttpClient client, long organisation) =>
        await client.GetJsonAsync($"/customers/searchByOrgNumber/{SyntheticRegistry.NumberOf(organisation)}");

    private static string Of(JsonNode party, string field) => party[field]!.GetValue<string>();

    private async Task<string> SucceedAsync(params string[] command)
    {
        var (code, output, errors) = await RunAsync(command);
        code.ShouldBe(0, errors);
        errors.ShouldBeEmpty();
        return output;
    }

    private async Task<string> FailAsync(params string[] command)
    {
        var (code, _, errors) = await RunAsync(command);
        code.ShouldBe(1);
        return errors.Trim().Split('\n').ShouldHaveSingleItem();
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] command)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync([.. Over(), .. command], new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }

    public sealed class OnSqlite : DirectoryTests
    {
        public OnSqlite()
            : base(new TestServer())
        {
        }

        protected override string[] Over() => ["--data", _server.DataDirectory];

        protected override Task<bool> IsUnderWayAsync() =>
            Task.FromResult(new FileInfo(Path.Combine(_server.DataDirectory, "directory.db.loading")) is { Exists: true, Length: > 0 });
    }

    public sealed class OnPostgres : DirectoryTests
    {
        public OnPostgres()
            : base(new PostgresTestServer())
        {
        }

        protected override string[] Over() => ["--data", _server.DataDirectory, "--database", ((PostgresTestServer)_server).ConnectionString];

        protected override async Task<bool> IsUnderWayAsync() =>
            await ((PostgresTestServer)_server).ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY added_organisation%'") is > 0L;
    }
}
