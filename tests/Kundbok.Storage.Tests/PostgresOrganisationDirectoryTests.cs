using Kundbok.Storage.Postgres;

namespace Kundbok.Storage.Tests;

public sealed class PostgresOrganisationDirectoryTests : OrganisationDirectoryContract
{
    private TestDatabase? _database;

    protected override async ValueTask<IRegister> OpenAsync() =>
        PostgresRegister.Open((_database ??= await SharedPostgres.CreateDatabaseAsync()).ConnectionString, TimeProvider.System);

    protected override IEnumerable<string> LeftOvers() => [];

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_load_of_the_same_changes_no_row()
    {
        await using var register = await OpenAsync();
        await LoadOneAsync(register);
        var before = await _database!.ScalarAsync("SELECT string_agg(ctid::text || xmin::text, ' ') FROM organisation");

        await LoadOneAsync(register);

        (await _database.ScalarAsync("SELECT string_agg(ctid::text || xmin::text, ' ') FROM organisation")).ShouldBe(before);
    }

    private static async Task LoadOneAsync(IRegister register)
    {
        await using var load = await register.Directory.BeginLoadAsync(CancellationToken.None);
        await load.AddAsync([new("4020000016", "Nordlys AB", "", "", "", "", "SE", "AB", Contracts.OrganisationStatus.Active, false, Contracts.OrganisationRegistry.Bolagsverket)], CancellationToken.None);
        await load.PutInPlaceAsync([], evenIfSmaller: false, CancellationToken.None);
    }
}
