using Kundbok.Contracts;
using Kundbok.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Storage.Tests;

public sealed class SqliteMaintenanceTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private SqliteRegister _register = null!;
    private long _merchant;

    public async ValueTask InitializeAsync()
    {
        _register = SqliteRegister.Open(_directory.Path, _time);
        _merchant = (await _register.Access.AddMerchantAsync("A merchant", None)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _register.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("UPDATE customer SET name_key = 'other'", "customer 1: a column")]
    [InlineData("UPDATE customer SET number_key = 'other'", "customer 1: a column")]
    [InlineData("UPDATE customer SET email = 'other'", "customer 1: a column")]
    [InlineData("UPDATE customer SET company_number = 'other'", "customer 1: a column")]
    [InlineData("UPDATE customer SET traits = 7", "customer 1: a column")]
    [InlineData("UPDATE customer_text SET address = 'other'", "customer 1: a column")]
    [InlineData("DELETE FROM customer_text", "customer 1: what is searched is missing")]
    [InlineData("INSERT INTO customer_text SELECT key + 1, name, number, address, postal_code, city, company_number, '', '' FROM customer_text", "customer 2: it is gone")]
    [InlineData("UPDATE customer_tally SET customers = 2", "tally")]
    [InlineData("DELETE FROM customer_tally", "tally")]
    [InlineData("UPDATE customer_block SET customers = 2", "tally")]
    [InlineData("DELETE FROM customer_block", "tally")]
    [InlineData("INSERT INTO customer_search (customer_search) VALUES ('delete-all')", "search index")]
    [InlineData("INSERT INTO customer_search (rowid, name) VALUES (17, 'nobody')", "search index")]
    public async Task What_is_not_as_the_documents_make_it_is_found_and_made_again(string damage, string finding)
    {
        await CreateAsync("Åsa Exempel", ("address", "Storgatan 1"), ("companyno", "556036-0793"));
        (await CheckAsync()).ShouldBeEmpty();

        Execute(damage);
        (await CheckAsync()).ShouldContain(line => line.Contains(finding, StringComparison.Ordinal));
        (await _register.Maintenance.ReindexAsync(None)).ShouldBe(1);

        (await CheckAsync()).ShouldBeEmpty();
        (await CountAsync("storgatan")).ShouldBe(1);
        (await CountAsync("nobody")).ShouldBe(0);
    }

    [Theory]
    [InlineData("UPDATE customer SET document = CAST('{}' AS BLOB)")]
    [InlineData("UPDATE customer SET document = CAST('{' AS BLOB)")]
    [InlineData("UPDATE customer SET document = CAST(replace(CAST(document AS TEXT), '\"mm3servicesid\":1', '\"mm3servicesid\":2') AS BLOB)")]
    [InlineData("UPDATE customer SET document = CAST(replace(CAST(document AS TEXT), '\"date\":\"2026', '\"date\":\"2025') AS BLOB)")]
    [InlineData("UPDATE customer SET document = CAST(replace(CAST(document AS TEXT), '\"name\":', '\"name\": ') AS BLOB)")]
    public async Task A_damaged_document_is_found_and_named_by_id_alone(string damage)
    {
        await CreateAsync("Åsa Exempel");

        Execute(damage);

        var findings = await CheckAsync();
        findings[0].ShouldStartWith("Merchant 1, customer 1: its document is damaged");
        findings.ShouldAllBe(finding => finding.StartsWith("Merchant 1, customer 1: ", StringComparison.Ordinal) && !finding.Contains("sa Exempel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_leaves_nothing_behind()
    {
        await CreateAsync("Åsa Exempel");

        await CheckAsync();

        Directory.EnumerateDirectories(_directory.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_copy_that_a_killed_check_left_is_removed_by_the_next_one()
    {
        await CreateAsync("Åsa Exempel");
        foreach (var name in new[] { "scratch-left", "scratch-half-removed", "scratch-in-use" })
        {
            Directory.CreateDirectory(_directory.File(name));
            await File.WriteAllTextAsync(Path.Combine(_directory.File(name), SqliteRegister.FileName), "a copy");
        }

        await File.WriteAllTextAsync(Path.Combine(_directory.File("scratch-left"), "in-use"), "");

        using (FileLock.Take(Path.Combine(_directory.File("scratch-in-use"), "in-use"))) await CheckAsync();

        Directory.EnumerateDirectories(_directory.Path).Select(Path.GetFileName).ShouldBe(["scratch-in-use"]);
    }

    [Fact]
    public async Task Many_checks_at_once_do_not_get_in_each_others_way()
    {
        await CreateAsync("Åsa Exempel");

        var findings = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var found = new List<string>();
            for (var i = 0; i < 25; i++) found.AddRange(await CheckAsync());
            return found;
        })));

        findings.SelectMany(found => found).ShouldBeEmpty();
        Directory.EnumerateDirectories(_directory.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("customer")]
    [InlineData("customer_by_name")]
    [InlineData("user")]
    public async Task A_database_that_is_damaged_is_a_finding(string table)
    {
        await CreateAsync("Åsa Exempel");
        var page = await _register.Writer.WriteAsync(table, static (session, table) => (long)session.Prepared("SELECT rootpage FROM sqlite_schema WHERE name = $name").With("$name", table).ExecuteScalar()!, None);
        await _register.DisposeAsync();
        using (var stream = new FileStream(_directory.File(SqliteRegister.FileName), FileMode.Open))
        {
            stream.Position = (page - 1) * 4096;
            stream.Write([.. Enumerable.Repeat((byte)0xFF, 4096)]);
        }

        _register = SqliteRegister.Open(_directory.Path, _time);

        (await CheckAsync()).ShouldNotBeEmpty();
        (await CheckAsync()).ShouldAllBe(finding => finding.StartsWith("The database is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_register_whose_file_is_gone_is_not_ready()
    {
        await _register.Maintenance.PingAsync(None);

        File.Move(_directory.File(SqliteRegister.FileName), _directory.File("elsewhere"));

        await Should.ThrowAsync<RegisterUnavailableException>(async () => await _register.Maintenance.PingAsync(None));
    }

    [Fact]
    public async Task A_backup_taken_during_writes_holds_whole_customers_and_is_sound()
    {
        for (var i = 0; i < 200; i++) await CreateAsync($"Earlier {i}");
        using var stop = new CancellationTokenSource();
        var writing = WriteUntilAsync(stop.Token);
        var file = _directory.File("a.backup");

        await _register.Backup.BackUpAsync(file, None);
        await stop.CancelAsync();
        var written = await writing;

        Directory.EnumerateFiles(_directory.Path, "*.part").ShouldBeEmpty();
        using var elsewhere = new TemporaryDirectory();
        await using var restored = SqliteRegister.Open(elsewhere.Path, _time);
        await restored.Backup.RestoreAsync(file, None);
        (await restored.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
        (await restored.Customers.CountAsync(_merchant, CustomerFilter.All, None)).ShouldBeInRange(200, 200 + written);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_backup_never_replaces_a_file()
    {
        var file = _directory.File("there");
        await File.WriteAllTextAsync(file, "something");

        await Should.ThrowAsync<IOException>(async () => await _register.Backup.BackUpAsync(file, None));
        await Should.ThrowAsync<IOException>(async () => await _register.Backup.BackUpAsync(_directory.File("not/there"), None));

        (await File.ReadAllTextAsync(file)).ShouldBe("something");
    }

    [Fact]
    public async Task A_backup_that_is_cancelled_leaves_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await _register.Backup.BackUpAsync(_directory.File("a.backup"), cancelled.Token));

        Directory.EnumerateFiles(_directory.Path, "a.backup*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Restoring_brings_back_what_was_while_the_register_is_used_and_gives_no_id_again()
    {
        var kept = await CreateAsync("Kept");
        var file = _directory.File("a.backup");
        await _register.Backup.BackUpAsync(file, None);
        var gone = await CreateAsync("Made since");
        await _register.Customers.RemoveAsync(_merchant, [kept], None);

        await _register.Backup.RestoreAsync(file, None);

        (await _register.Customers.FindAsync(_merchant, kept, None)).ShouldNotBeNull();
        (await _register.Customers.FindAsync(_merchant, gone, None)).ShouldBeNull();
        var next = await CreateAsync("Next");
        next.ShouldBe(gone + 1);
        CustomerJson.Read((await _register.Customers.FindAsync(_merchant, next, None))!.Value.Document.Span)[CustomerFields.Number].ShouldBe("1003");
        (await CheckAsync()).ShouldBeEmpty();
        Directory.EnumerateDirectories(_directory.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_that_was_revoked_since_the_backup_stays_revoked()
    {
        var now = _time.GetUtcNow();
        await _register.Access.AddTokenAsync(new("old", _merchant, null, "lookup", now, now.AddDays(1), null), null, None);
        var file = _directory.File("a.backup");
        await _register.Backup.BackUpAsync(file, None);
        await _register.Access.RevokeTokenAsync("old", None);
        await _register.Access.AddTokenAsync(new("new", _merchant, null, "lookup", now, now.AddDays(1), null), null, None);

        await _register.Backup.RestoreAsync(file, None);

        (await _register.Access.FindTokenAsync("old", None))!.Revoked.ShouldNotBeNull();
        (await _register.Access.FindTokenAsync("new", None)).ShouldBeNull();
    }

    [Fact]
    public async Task The_id_of_a_merchant_that_was_added_since_the_backup_is_not_given_again()
    {
        var file = _directory.File("a.backup");
        await _register.Backup.BackUpAsync(file, None);
        var since = await _register.Access.AddMerchantAsync("Since", None);

        await _register.Backup.RestoreAsync(file, None);

        (await _register.Access.ListMerchantsAsync(None)).ShouldHaveSingleItem();
        (await _register.Access.AddMerchantAsync("Next", None)).Id.ShouldBe(since.Id + 1);
    }

    [Fact]
    public async Task Restores_amid_writes_give_no_id_twice()
    {
        var file = _directory.File("a.backup");
        await _register.Backup.BackUpAsync(file, None);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(_ => WriteIdsUntilAsync(stop.Token)).ToList();

        for (var i = 0; i < 5; i++) await _register.Backup.RestoreAsync(file, None);
        await stop.CancelAsync();

        (await Task.WhenAll(writers)).SelectMany(ids => ids).ShouldBeUnique();
        (await CheckAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("this is no database, whatever it is called")]
    [InlineData("")]
    public async Task What_is_no_backup_is_refused_and_nothing_is_changed(string content)
    {
        var kept = await CreateAsync("Kept");
        var file = _directory.File("a.backup");
        await File.WriteAllTextAsync(file, content);

        (await Should.ThrowAsync<RegisterUnusableException>(async () => await _register.Backup.RestoreAsync(file, None))).Message.ShouldContain("no backup of a register");

        (await _register.Customers.FindAsync(_merchant, kept, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_damaged_backup_is_refused()
    {
        for (var i = 0; i < 50; i++) await CreateAsync($"Customer {i}", ("notes", new string('x', 5_000)));
        var file = _directory.File("a.backup");
        await _register.Backup.BackUpAsync(file, None);
        using (var stream = new FileStream(file, FileMode.Open))
        {
            stream.Position = stream.Length / 2;
            for (var i = 0; i < 40_000; i++) stream.WriteByte(0xA5);
        }

        await Should.ThrowAsync<RegisterUnusableException>(async () => await _register.Backup.RestoreAsync(file, None));

        (await _register.Customers.CountAsync(_merchant, CustomerFilter.All, None)).ShouldBe(50);
        (await CheckAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_there_cannot_be_restored() =>
        await Should.ThrowAsync<FileNotFoundException>(async () => await _register.Backup.RestoreAsync(_directory.File("nothing"), None));

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_by_start_and_by_restore()
    {
        using var newer = new TemporaryDirectory();
        await using (var register = SqliteRegister.Open(newer.Path, _time))
        {
            Execute("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('Kundbok.Storage.Sqlite.Migrations.9999-of-tomorrow.sql', '2030-01-01')", newer.File(SqliteRegister.FileName));
            await register.Backup.BackUpAsync(_directory.File("newer"), None);
        }

        Should.Throw<RegisterUnusableException>(() => SqliteRegister.Open(newer.Path, _time)).Message.ShouldContain("newer version");
        (await Should.ThrowAsync<RegisterUnusableException>(async () => await _register.Backup.RestoreAsync(_directory.File("newer"), None))).Message.ShouldContain("newer version");
    }

    private async Task<int> WriteUntilAsync(CancellationToken stop)
    {
        var written = 0;
        do
        {
            await CreateAsync($"Customer {written++}", ("notes", new string('x', 2_000)));
        }
        while (!stop.IsCancellationRequested);
        return written;
    }

    private async Task<List<long>> WriteIdsUntilAsync(CancellationToken stop)
    {
        var ids = new List<long>();
        while (!stop.IsCancellationRequested) ids.Add(await CreateAsync("A"));
        return ids;
    }

    private async Task<long> CreateAsync(string name, params (string Name, string Text)[] fields)
    {
        var input = new CustomerInput { [CustomerFields.Name] = name };
        foreach (var (field, text) in fields) input[CustomerFields.Find(field)!] = text;
        return (await _register.Customers.CreateAsync(_merchant, input, None)).ShouldBeOfType<CustomerWrite.Stored>().Id;
    }

    private ValueTask<long> CountAsync(string term) =>
        _register.Customers.CountAsync(_merchant, new([new ContainsTerms(SearchScope.Everything, [SearchTerm.Create(term)!], Inverted: false)]), None);

    private async Task<List<string>> CheckAsync() => await _register.Maintenance.CheckAsync(None).ToListAsync(None);

    private void Execute(string sql, string? file = null)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file ?? _directory.File(SqliteRegister.FileName), Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
