using System.Text;
using Kundbok.Contracts;
using Kundbok.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Storage.Tests;

/// <summary>The log, what is kept of requests, and who was erased, when a backup is put in the place of a register.</summary>
public sealed class SqliteRestoreLogTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly RetryKey First = new(new byte[] { 1 }, new byte[] { 10 });
    private static readonly RetryKey Second = new(new byte[] { 2 }, new byte[] { 20 });

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private SqliteRegister _register = null!;
    private long _merchant;

    private string Backup => _directory.File("a.backup");

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

    [Fact]
    public async Task No_place_in_the_log_is_given_again_and_the_log_says_that_it_goes_on_otherwise()
    {
        await CreateAsync("Kept");
        await _register.Backup.BackUpAsync(Backup, None);
        var since = await CreateAsync("Made since");
        var before = await StateAsync();

        await _register.Backup.RestoreAsync(Backup, None);

        var after = await StateAsync();
        after.Last.ShouldBe(before.Last);
        after.Epoch.Length.ShouldBe(8);
        string.Equals(after.Epoch, before.Epoch, StringComparison.Ordinal).ShouldBeFalse("the log goes on otherwise");
        (await _register.Changes.ReadAsync(_merchant, 0, 10, None)).Changes.ShouldHaveSingleItem().Sequence.ShouldBe(1);
        (await _register.Changes.FindAsync(_merchant, since.Version, None)).ShouldBeNull();
        (await CreateAsync("Next")).Version.ShouldBe(since.Version + 1);
        (await CheckAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Accounts_are_those_of_the_backup_and_look_ups_since_stay_known()
    {
        var account = new LookupAccount(_merchant, "qvickly", new byte[] { 1 });
        await _register.Lookups.SetAccountAsync(account, None);
        await _register.Lookups.AddAuditAsync(LookUp(1), None);
        await _register.Backup.BackUpAsync(Backup, None);
        await _register.Lookups.RemoveAccountAsync(_merchant, "qvickly", None);
        await _register.Lookups.AddAuditAsync(LookUp(2), None);

        for (var i = 0; i < 2; i++) await _register.Backup.RestoreAsync(Backup, None);

        (await _register.Lookups.ListAccountsAsync(None)).ShouldBe([account]);
        (await _register.Lookups.ListAuditsAsync(_merchant, 10, None)).ShouldBe([LookUp(2), LookUp(1)]);

        LookupAudit LookUp(byte number) => new(_merchant, _time.GetUtcNow(), new Actor(ActorKind.User, "maja"), null, "found", new byte[] { number });
    }

    [Fact]
    public async Task The_same_backup_twice_is_two_logs()
    {
        await _register.Backup.BackUpAsync(Backup, None);
        var epochs = new HashSet<string>(StringComparer.Ordinal) { (await StateAsync()).Epoch };

        for (var i = 0; i < 2; i++)
        {
            await _register.Backup.RestoreAsync(Backup, None);
            epochs.Add((await StateAsync()).Epoch);
        }

        epochs.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_request_whose_change_is_lost_is_done_when_it_is_repeated_and_one_whose_change_is_there_is_not()
    {
        var kept = await CreateAsync("Kept", First);
        await _register.Backup.BackUpAsync(Backup, None);
        var lost = await CreateAsync("Lost", Second);

        await _register.Backup.RestoreAsync(Backup, None);

        var again = await CreateAsync("Kept", First);
        again.IsReplay.ShouldBeTrue();
        again.Version.ShouldBe(kept.Version);
        var anew = await CreateAsync("Lost", Second);
        anew.IsReplay.ShouldBeFalse();
        anew.Id.ShouldBeGreaterThan(lost.Id);
        (await _register.Customers.CountAsync(_merchant, CustomerFilter.All, None)).ShouldBe(2);
    }

    [Fact]
    public async Task Who_was_erased_since_the_backup_does_not_come_back_with_it()
    {
        const string Name = "Bortglömda Birgitta";
        var there = await CreateAsync(Name, First);
        var removed = await CreateAsync($"{Name} den andra");
        var other = await CreateAsync("Kund");
        (await _register.Customers.RemoveAsync(_merchant, [removed.Id], None)).ShouldBe(1);
        await _register.Backup.BackUpAsync(Backup, None);
        _time.Advance(TimeSpan.FromHours(1));
        var maja = new Actor(ActorKind.User, "maja");
        foreach (var id in (long[])[there.Id, removed.Id]) (await _register.Customers.EraseAsync(_merchant, id, new ChangeOrigin(maja), None)).ShouldBeOfType<CustomerWrite.Erased>();
        var (at, last) = (_time.GetUtcNow(), (await StateAsync()).Last);
        _time.Advance(TimeSpan.FromHours(1));

        await _register.Backup.RestoreAsync(Backup, None);

        (await _register.Customers.FindAsync(_merchant, there.Id, None)).ShouldBeNull();
        (await _register.Customers.CountAsync(_merchant, CustomerFilter.All, None)).ShouldBe(1);
        (await _register.Customers.FindAsync(_merchant, other.Id, None)).ShouldNotBeNull();
        foreach (var id in (long[])[there.Id, removed.Id])
        {
            var row = (await _register.Changes.ReadHistoryAsync(_merchant, id, null, 10, None)).ShouldHaveSingleItem();
            (row.Kind, row.At, row.Actor, row.Document is null).ShouldBe((ChangeKind.Erased, at, maja, true));
            row.Sequence.ShouldBeGreaterThan(last);
        }

        (await _register.Customers.CreateAsync(_merchant, Named(Name), new ChangeOrigin(maja, First), None)).ShouldBeOfType<CustomerWrite.WasErased>();
        (await CheckAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_files_of_a_restored_register_have_nothing_of_who_was_erased_since()
    {
        var erased = new List<long>();
        for (var i = 0; i < 600; i++)
        {
            // Names and lengths in any order: SQLite moves rows from page to page, and leaves copies behind.
            var stored = await CreateAsync($"{(char)('A' + (i * 7 % 26))}{i * 7_919 % 1_000}{(i % 5 == 0 ? " Birgitta" : "")}{new string('r', i * 31 % 150)}");
            if (i % 5 == 0) erased.Add(stored.Id);
        }

        await _register.Backup.BackUpAsync(Backup, None);
        foreach (var id in erased) (await _register.Customers.EraseAsync(_merchant, id, StoreExtensions.Nobody, None)).ShouldBeOfType<CustomerWrite.Erased>();

        await _register.Backup.RestoreAsync(Backup, None);

        foreach (var file in Directory.EnumerateFiles(_directory.Path, "kundbok.db*")) await ShouldNotHaveAsync(file, "birgitta");
    }

    [Fact]
    public async Task Into_an_empty_directory_the_log_comes_as_it_was()
    {
        var kept = await CreateAsync("Kept");
        (await _register.Customers.RemoveAsync(_merchant, [kept.Id], None)).ShouldBe(1);
        await _register.Backup.BackUpAsync(Backup, None);
        using var elsewhere = new TemporaryDirectory();
        await using var restored = SqliteRegister.Open(elsewhere.Path, _time);

        await restored.Backup.RestoreAsync(Backup, None);

        var state = await restored.Changes.ReadStateAsync(_merchant, None);
        (state.Purged, state.Last).ShouldBe((0, 2));
        (await restored.Customers.RestoreAsync(_merchant, kept.Id, StoreExtensions.Nobody, None)).ShouldBeOfType<CustomerWrite.Stored>().Version.ShouldBe(3);
        (await restored.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
    }

    private async ValueTask<ChangeLogState> StateAsync() => await _register.Changes.ReadStateAsync(_merchant, None);

    private async Task<CustomerWrite.Stored> CreateAsync(string name, RetryKey? key = null) =>
        (await _register.Customers.CreateAsync(_merchant, Named(name), new ChangeOrigin(Actor.Command("test"), key), None)).ShouldBeOfType<CustomerWrite.Stored>();

    private async Task<List<string>> CheckAsync() => await _register.Maintenance.CheckAsync(None).ToListAsync(None);

    private static CustomerInput Named(string name) => new() { [CustomerFields.Name] = name };

    private static async Task ShouldNotHaveAsync(string file, string text)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        Encoding.Latin1.GetString(bytes).Contains(text, StringComparison.OrdinalIgnoreCase).ShouldBeFalse(Path.GetFileName(file));
    }
}
