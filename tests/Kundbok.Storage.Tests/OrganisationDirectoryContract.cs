using Kundbok.BulkFiles;
using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

/// <summary>What a directory of organisations must do, whatever its engine. An engine's tests are a subclass.</summary>
public abstract class OrganisationDirectoryContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly Organisation Nordlys = new(
        "4020000016", "Räksmörgås \"& Söner\" '; DROP TABLE organisation; -- 😀 AB", "Storgatan 1", "c/o Någon", "90325", "Umeå", "SE", "AB", OrganisationStatus.Liquidation, NoAdvertising: true, OrganisationRegistry.Bolagsverket);

    private static readonly DirectorySource Source = new(OrganisationRegistry.Bolagsverket, "bolagsverket_bulkfil.zip", new DateTime(2026, 1, 12, 4, 10, 0), 10, 8, 1, 1, 0, 2);

    private IRegister _register = null!;

    private IOrganisationDirectory Store => _register.Directory;

    /// <summary>Opens the register of this test, the same each time it is called.</summary>
    protected abstract ValueTask<IRegister> OpenAsync();

    public async ValueTask InitializeAsync() => _register = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _register.DisposeAsync();
    }

    [Fact]
    public async Task Before_the_first_load_there_is_nothing_and_nobody()
    {
        (await Store.ReadStatusAsync(None)).ShouldBeNull();
        (await Store.FindAsync(Nordlys.Number, None)).ShouldBeNull();
        (await Store.FindManyAsync([Nordlys.Number], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_loaded_is_found_as_it_was_also_after_reopening()
    {
        var before = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var status = await LoadAsync([Nordlys, Some(5), Some(6)]);
        await ReopenAsync();

        (await Store.FindAsync(Nordlys.Number, None)).ShouldBe(Nordlys);
        var stored = (await Store.ReadStatusAsync(None)).ShouldNotBeNull();
        (stored.Organisations, stored.Loaded).ShouldBe((3, status.Loaded));
        stored.Loaded.ShouldBeGreaterThanOrEqualTo(before);
        stored.Sources.ShouldBe([Source]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4020000024")]
    [InlineData("402000-0016")]
    [InlineData("0000000000")]
    [InlineData("99999999999999999999")]
    [InlineData("' OR 1 = 1 --")]
    public async Task No_other_text_is_the_number_of_an_organisation(string number)
    {
        await LoadAsync([Nordlys]);

        (await Store.FindAsync(number, None)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_numbers_those_that_there_are_are_found()
    {
        await LoadAsync([.. Enumerable.Range(0, 3_000).Select(i => Some(i))]);

        var found = await Store.FindManyAsync([.. Enumerable.Range(2_000, 2_000).Select(i => SyntheticRegistry.NumberOf(i))], None);

        found.Count.ShouldBe(1_000);
        found.ShouldAllBe(pair => pair.Value.Number == pair.Key);
        found[SyntheticRegistry.NumberOf(2_500)].ShouldBe(Some(2_500));
    }

    [Fact]
    public async Task A_load_takes_the_place_of_the_one_before_as_a_whole()
    {
        await LoadAsync([Some(1), Some(2), Some(3)]);

        await LoadAsync([Some(2) with { Name = "Nytt Namn AB" }, Some(3), Some(4)]);

        (await Store.FindAsync(Some(1).Number, None)).ShouldBeNull();
        (await Store.FindAsync(Some(2).Number, None))!.Name.ShouldBe("Nytt Namn AB");
        (await Store.FindAsync(Some(3).Number, None)).ShouldBe(Some(3));
        (await Store.FindAsync(Some(4).Number, None)).ShouldBe(Some(4));
        (await Store.ReadStatusAsync(None))!.Organisations.ShouldBe(3);
    }

    [Fact]
    public async Task One_added_again_keeps_its_address_and_its_wish_for_no_advertising_when_the_later_has_none()
    {
        var (scb, later) = (OrganisationRegistry.Scb, OrganisationRegistry.Bolagsverket);
        var first = Some(1) with { Registry = scb, Name = "GAMLA NAMNET", Street = "Box 1", CareOf = "c/o X", PostalCode = "90325", City = "UMEÅ", NoAdvertising = true };
        var withAddress = Some(1) with { Registry = later, Name = "Namnet", Street = "Storgatan 1", CareOf = "", PostalCode = "", City = "", CountryCode = "NO", Status = OrganisationStatus.Bankruptcy };
        var without = withAddress with { Street = "", CountryCode = "" };

        await LoadAsync([first], [withAddress]);
        (await Store.FindAsync(first.Number, None)).ShouldBe(withAddress with { NoAdvertising = true });

        await LoadAsync([first], [without]);
        (await Store.FindAsync(first.Number, None))
            .ShouldBe(without with { Street = first.Street, CareOf = first.CareOf, PostalCode = first.PostalCode, City = first.City, CountryCode = first.CountryCode, NoAdvertising = true });
    }

    [Fact]
    public async Task Taken_out_are_those_of_the_registry_that_is_named_and_no_others()
    {
        await using (var load = await Store.BeginLoadAsync(None))
        {
            await load.AddAsync([Some(1) with { Registry = OrganisationRegistry.Scb }, Some(2) with { Registry = OrganisationRegistry.Scb }], None);
            await load.AddAsync([Some(3)], None);
            await load.RemoveAsync(OrganisationRegistry.Scb, [Some(1).Number, Some(3).Number, Some(4).Number], None);
            await load.PutInPlaceAsync([Source], evenIfSmaller: false, None);
        }

        (await Store.FindManyAsync([.. Enumerable.Range(1, 4).Select(i => SyntheticRegistry.NumberOf(i))], None)).Keys.ShouldBe([Some(2).Number, Some(3).Number], ignoreOrder: true);
    }

    [Fact]
    public async Task A_load_that_is_not_put_in_place_leaves_nothing()
    {
        await LoadAsync([Some(1)]);

        await using (var load = await Store.BeginLoadAsync(None)) await load.AddAsync([Some(2)], None);

        (await Store.FindAsync(Some(1).Number, None)).ShouldBe(Some(1));
        (await Store.FindAsync(Some(2).Number, None)).ShouldBeNull();
        LeftOvers().ShouldBeEmpty();
        await LoadAsync([Some(1), Some(3)]);
    }

    [Fact]
    public async Task While_one_is_loaded_another_is_refused()
    {
        await using var load = await Store.BeginLoadAsync(None);

        (await Should.ThrowAsync<RegisterUnusableException>(async () => await Store.BeginLoadAsync(None))).Message.ShouldContain("Another command");
    }

    [Theory]
    [InlineData(95, true)]
    [InlineData(94, false)]
    public async Task One_with_over_five_per_cent_fewer_organisations_is_refused_unless_that_is_meant(int organisations, bool taken)
    {
        await LoadAsync([.. Enumerable.Range(0, 100).Select(i => Some(i))]);
        Organisation[] fewer = [.. Enumerable.Range(0, organisations).Select(i => Some(i))];

        if (!taken)
        {
            var refused = await Should.ThrowAsync<DirectoryShrunkException>(async () => await LoadAsync(fewer));
            (refused.Loaded, refused.Offered).ShouldBe((100, organisations));
            (await Store.FindAsync(Some(99).Number, None)).ShouldBe(Some(99));
            (await Store.ReadStatusAsync(None))!.Organisations.ShouldBe(100);
        }

        await LoadAsync(evenIfSmaller: !taken, fewer);
        (await Store.ReadStatusAsync(None))!.Organisations.ShouldBe(organisations);
        (await Store.FindAsync(Some(99).Number, None)).ShouldBeNull();
    }

    [Fact]
    public async Task An_empty_one_is_refused_whatever_is_meant()
    {
        await LoadAsync([Some(1)]);

        await Should.ThrowAsync<DirectoryShrunkException>(async () => await LoadAsync(evenIfSmaller: true, []));

        (await Store.FindAsync(Some(1).Number, None)).ShouldBe(Some(1));
    }

    [Fact]
    public async Task Who_reads_while_directories_are_swapped_sees_one_or_the_other_and_never_a_part()
    {
        const int Loads = 6;
        Organisation[] Version(int version) => [.. Enumerable.Range(0, 2_000).Select(i => Some(i) with { City = $"{version}" })];
        string[] asked = [.. Enumerable.Range(0, 2_000).Where(i => i % 50 == 0).Select(i => SyntheticRegistry.NumberOf(i))];
        await LoadAsync(Version(0));

        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var (reads, last) = (0, -1);
            while (!stop.IsCancellationRequested || reads == 0)
            {
                var found = await Store.FindManyAsync(asked, None);
                found.Count.ShouldBe(asked.Length);
                var version = int.Parse(found.Values.Select(organisation => organisation.City).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem(), System.Globalization.CultureInfo.InvariantCulture);
                version.ShouldBeGreaterThanOrEqualTo(last);
                (reads, last) = (reads + 1, version);
            }
        })).ToList();
        for (var version = 1; version <= Loads; version++) await LoadAsync(Version(version));
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        (await Store.FindAsync(asked[0], None))!.City.ShouldBe($"{Loads}");
    }

    [Fact]
    public async Task A_load_that_is_broken_off_leaves_what_is_loaded()
    {
        await LoadAsync([Some(1)]);
        using var broken = new CancellationTokenSource();

        await using (var load = await Store.BeginLoadAsync(None))
        {
            await load.AddAsync([Some(2)], None);
            await broken.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await load.PutInPlaceAsync([Source], evenIfSmaller: true, broken.Token));
        }

        (await Store.FindAsync(Some(1).Number, None)).ShouldBe(Some(1));
        (await Store.FindAsync(Some(2).Number, None)).ShouldBeNull();
    }

    /// <summary>Files that a load has left.</summary>
    protected abstract IEnumerable<string> LeftOvers();

    private static Organisation Some(int i) => new(
        SyntheticRegistry.NumberOf(i), SyntheticRegistry.NameOf(i), $"Storgatan {i}", "", "41101", "Göteborg", "SE", "AB", OrganisationStatus.Active, NoAdvertising: false, OrganisationRegistry.Bolagsverket);

    private Task<DirectoryStatus> LoadAsync(params Organisation[][] batches) => LoadAsync(evenIfSmaller: false, batches);

    private async Task<DirectoryStatus> LoadAsync(bool evenIfSmaller, params Organisation[][] batches)
    {
        await using var load = await Store.BeginLoadAsync(None);
        foreach (var batch in batches) await load.AddAsync(batch, None);
        return await load.PutInPlaceAsync([Source], evenIfSmaller, None);
    }

    private async Task ReopenAsync()
    {
        await _register.DisposeAsync();
        _register = await OpenAsync();
    }
}
