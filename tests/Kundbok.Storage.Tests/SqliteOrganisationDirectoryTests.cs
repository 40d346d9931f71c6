using Kundbok.Storage.Sqlite;

namespace Kundbok.Storage.Tests;

public sealed class SqliteOrganisationDirectoryTests : OrganisationDirectoryContract
{
    private readonly TemporaryDirectory _directory = new();

    protected override ValueTask<IRegister> OpenAsync() => new(SqliteRegister.Open(_directory.Path, TimeProvider.System));

    protected override IEnumerable<string> LeftOvers() => Directory.EnumerateFiles(_directory.Path, "*.loading*");

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_file_is_the_owners_alone()
    {
        await using var register = await OpenAsync();
        await LoadOneAsync(register);

        OwnerOnly.IsOpenToOthers(_directory.File(SqliteDirectory.FileName)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_damaged_file_is_told_as_unavailable_and_can_be_loaded_over()
    {
        await using var register = await OpenAsync();
        await File.WriteAllBytesAsync(_directory.File(SqliteDirectory.FileName), [.. Enumerable.Repeat((byte)7, 10_000)]);

        (await Should.ThrowAsync<RegisterUnavailableException>(async () => await register.Directory.FindAsync("4020000016", CancellationToken.None))).Message.ShouldContain("load it again");
        await LoadOneAsync(register);

        (await register.Directory.FindAsync("4020000016", CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_backup_is_without_it_and_check_and_restore_leave_it_alone()
    {
        await using var register = await OpenAsync();
        await LoadOneAsync(register);
        using var elsewhere = new TemporaryDirectory();

        await register.Backup!.BackUpAsync(elsewhere.File("backup.db"), CancellationToken.None);
        await register.Backup.RestoreAsync(elsewhere.File("backup.db"), CancellationToken.None);

        (await File.ReadAllBytesAsync(elsewhere.File("backup.db"))).AsSpan().IndexOf("Nordlys"u8).ShouldBe(-1);
        (await register.Maintenance.CheckAsync(CancellationToken.None).ToListAsync()).ShouldBeEmpty();
        (await register.Directory.FindAsync("4020000016", CancellationToken.None)).ShouldNotBeNull();
    }

    private static async Task LoadOneAsync(IRegister register)
    {
        await using var load = await register.Directory.BeginLoadAsync(CancellationToken.None);
        await load.AddAsync([new("4020000016", "Nordlys AB", "", "", "", "", "SE", "AB", Contracts.OrganisationStatus.Active, false, Contracts.OrganisationRegistry.Bolagsverket)], CancellationToken.None);
        await load.PutInPlaceAsync([], evenIfSmaller: false, CancellationToken.None);
    }
}
