using Kundbok.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Storage.Tests;

/// <summary>What a log must be, whatever its engine: which rows writes leave, and what they make of versions and keys. An engine's tests are a subclass.</summary>
public abstract partial class ChangeLogContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly ChangeOrigin Maja = new(new Actor(ActorKind.User, "maja"));

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 15, 9, 30, 0, TimeSpan.Zero));

    protected IRegister Register { get; private set; } = null!;

    private ICustomerStore Store => Register.Customers;

    private IChangeLog Log => Register.Changes;

    /// <summary>Opens the register of this test, the same each time it is called.</summary>
    protected abstract ValueTask<IRegister> OpenAsync();

    public virtual async ValueTask InitializeAsync() => Register = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Register.DisposeAsync();
    }

    [Fact]
    public async Task Each_change_is_a_row_with_who_made_it_when_and_the_document_after()
    {
        var merchant = await MerchantAsync();
        var created = await CreateAsync(merchant, "Åsa 😀");
        Time.Advance(TimeSpan.FromSeconds(1));
        var updated = (await Store.UpdateAsync(merchant, created.Id, Named("Åke"), condition: null, Maja, None)).ShouldBeOfType<CustomerWrite.Stored>();
        Time.Advance(TimeSpan.FromSeconds(1));
        await Store.RemoveAsync(merchant, created.Id, condition: null, Maja, None);

        var page = await Log.ReadAsync(merchant, after: 0, limit: 100, None);

        page.Changes.Select(change => (change.Sequence, change.Customer, change.Kind)).ShouldBe([(1, created.Id, ChangeKind.Created), (2, created.Id, ChangeKind.Updated), (3, created.Id, ChangeKind.Removed)]);
        page.Changes.Select(change => change.At).ShouldBe([Time.Start, Time.Start.AddSeconds(1), Time.Start.AddSeconds(2)]);
        page.Changes[1].Actor.ShouldBe(Maja.Actor);
        page.Changes[0].Document!.Value.Span.SequenceEqual(created.Document.Span).ShouldBeTrue();
        page.Changes[1].Document!.Value.Span.SequenceEqual(updated.Document.Span).ShouldBeTrue();
        page.Changes[2].Document.ShouldBeNull();
        (created.Version, updated.Version).ShouldBe((1, 2));
        page.Log.Last.ShouldBe(3);
        page.Log.Purged.ShouldBe(0);
        page.Log.Epoch.ShouldMatch("^[0-9a-z]{8,}$");
    }

    [Fact]
    public async Task Each_merchant_has_a_sequence_of_its_own_without_gaps()
    {
        var (first, second) = (await MerchantAsync(), await MerchantAsync());

        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i => await CreateAsync(i % 2 == 0 ? first : second, $"Customer {i}")));

        foreach (var merchant in (long[])[first, second])
        {
            var page = await Log.ReadAsync(merchant, after: 0, limit: 1000, None);
            page.Changes.Select(change => change.Sequence).ShouldBe(Enumerable.Range(1, 50).Select(sequence => (long)sequence));
        }

        (await Log.ReadLastAsync([first, second, 12345], None)).ShouldBe(new Dictionary<long, long> { [first] = 50, [second] = 50 }, ignoreOrder: true);
    }

    [Fact]
    public async Task What_changes_nothing_leaves_no_row()
    {
        var merchant = await MerchantAsync();
        var created = await CreateAsync(merchant, "A");

        var same = (await Store.UpdateAsync(merchant, created.Id, Named("A"), condition: null, Maja, None)).ShouldBeOfType<CustomerWrite.Stored>();
        await Store.RemoveManyAsync(merchant, [created.Id + 1], Maja, None);
        await Store.UpdateAsync(merchant, created.Id + 1, Named("B"), condition: null, Maja, None);

        same.Version.ShouldBe(created.Version);
        (await Log.ReadStateAsync(merchant, None)).Last.ShouldBe(created.Version);
    }

    [Fact]
    public async Task The_version_that_is_read_is_the_one_of_the_last_change_and_outlives_reopening()
    {
        var merchant = await MerchantAsync();
        var created = await CreateAsync(merchant, "A");
        await CreateAsync(merchant, "B");
        await Store.UpdateAsync(merchant, created.Id, Named("C"), condition: null, Maja, None);

        await Register.DisposeAsync();
        Register = await OpenAsync();

        (await Store.FindAsync(merchant, created.Id, None))!.Value.Version.ShouldBe(3);
        (await CreateAsync(merchant, "D")).Version.ShouldBe(4);
    }

    [Fact]
    public async Task A_change_that_is_meant_for_another_version_is_not_made()
    {
        var merchant = await MerchantAsync();
        var created = await CreateAsync(merchant, "A");
        var current = (await Store.UpdateAsync(merchant, created.Id, Named("B"), condition: null, Maja, None)).ShouldBeOfType<CustomerWrite.Stored>();
        var old = new VersionCondition([created.Version]);

        (await Store.UpdateAsync(merchant, created.Id, Named("C"), old, Maja, None)).ShouldBe(new CustomerWrite.VersionMismatch(current.Version));
        (await Store.RemoveAsync(merchant, created.Id, old, Maja, None)).ShouldBe(new CustomerWrite.VersionMismatch(current.Version));
        (await Store.RevertAsync(merchant, created.Id, created.Version, old, Maja, None)).ShouldBe(new CustomerWrite.VersionMismatch(current.Version));
        (await Store.UpdateAsync(merchant, created.Id, Named("C"), new VersionCondition([]), Maja, None)).ShouldBe(new CustomerWrite.VersionMismatch(current.Version));
        (await Store.UpdateAsync(merchant, created.Id + 1, Named("C"), old, Maja, None)).ShouldBe(new CustomerWrite.NotFound());
        (await Log.ReadStateAsync(merchant, None)).Last.ShouldBe(current.Version);
        (await Store.UpdateAsync(merchant, created.Id, Named("C"), new VersionCondition([99, current.Version]), Maja, None)).ShouldBeOfType<CustomerWrite.Stored>();
    }

    [Fact]
    public async Task Of_changes_that_are_meant_for_one_version_one_is_made()
    {
        var merchant = await MerchantAsync();
        var created = await CreateAsync(merchant, "A");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => await Store.UpdateAsync(merchant, created.Id, Named($"B {i}"), new VersionCondition([created.Version]), Maja, None)));

        outcomes.OfType<CustomerWrite.Stored>().Count().ShouldBe(1);
        outcomes.OfType<CustomerWrite.VersionMismatch>().Count().ShouldBe(19);
    }

    [Fact]
    public async Task A_page_ends_at_its_limit_or_at_a_mebibyte_and_has_one_change_at_least()
    {
        var merchant = await MerchantAsync();
        var notes = new string('å', 65_535);
        for (var i = 0; i < 12; i++) await Store.CreateAsync(merchant, Named($"A {i}", notes), Maja, None);

        var page = await Log.ReadAsync(merchant, after: 0, limit: 100, None);
        var next = await Log.ReadAsync(merchant, after: page.Changes[^1].Sequence, limit: 2, None);

        page.Changes.Count.ShouldBeInRange(1, 11);
        page.Log.Last.ShouldBe(12);
        next.Changes.Select(change => change.Sequence).ShouldBe([page.Changes.Count + 1, page.Changes.Count + 2]);
        (await Log.ReadAsync(merchant, after: 12, limit: 100, None)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_that_are_made_together_carry_one_operation()
    {
        var merchant = await MerchantAsync();
        var ids = new List<long>();
        for (var i = 0; i < 3; i++) ids.Add((await CreateAsync(merchant, $"A {i}")).Id);

        var removed = (await Store.RemoveManyAsync(merchant, ids, Maja, None)).ShouldBeOfType<CustomerWrite.Removed>();

        removed.ShouldBe(new CustomerWrite.Removed(3, 4));
        (await Log.ReadAsync(merchant, after: 3, limit: 10, None)).Changes.Select(change => (change.Sequence, change.Operation)).ShouldBe([(4, 4), (5, 4), (6, 4)]);
        (await Store.RemoveManyAsync(merchant, ids, Maja, None)).ShouldBe(new CustomerWrite.Removed(0, null));
    }

    [Fact]
    public async Task A_removal_that_is_purged_in_part_cannot_be_undone_in_part()
    {
        var merchant = await MerchantAsync();
        await Store.CreateManyAsync(merchant, [.. Enumerable.Range(0, 300).Select(i => new NewCustomer(Named($"A {i}")))], Maja.Actor, None);
        var ids = (await Log.ReadAsync(merchant, 0, 1000, None)).Changes.Select(change => change.Customer).ToList();
        var removed = (await Store.RemoveManyAsync(merchant, ids, Maja, None)).ShouldBeOfType<CustomerWrite.Removed>();
        Time.Advance(TimeSpan.FromDays(1));

        (await Log.PurgeAsync(merchant, Time.GetUtcNow(), None)).ShouldBe(500); // one step: all creations, and a part of the removal

        (await Store.UndoAsync(merchant, removed.Operation!.Value, Maja, None)).ShouldBe(new CustomerWrite.OperationNotFound());
        (await Store.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_merchant_that_is_not_there_has_an_empty_log()
    {
        (await Log.ReadAsync(12345, after: 0, limit: 10, None)).Changes.ShouldBeEmpty();
        (await Log.ReadStateAsync(12345, None)).Last.ShouldBe(0);
        (await Log.ReadHistoryAsync(12345, 1, before: null, limit: 10, None)).ShouldBeEmpty();
        (await Log.FindAsync(12345, 1, None)).ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_listens_is_told_of_each_commit()
    {
        var merchant = await MerchantAsync();
        var told = new List<long>();
        Log.OnCommitted = told.Add;

        await CreateAsync(merchant, "A");

        told.ShouldContain(merchant);
    }

    protected async Task<long> MerchantAsync() => (await Register.Access.AddMerchantAsync("A merchant", None)).Id;

    private async Task<CustomerWrite.Stored> CreateAsync(long merchant, string name) =>
        (await Store.CreateAsync(merchant, Named(name), Maja, None)).ShouldBeOfType<CustomerWrite.Stored>();

    private static CustomerInput Named(string name, string? notes = null)
    {
        var input = new CustomerInput { [CustomerFields.Name] = name };
        if (notes is not null) input[CustomerFields.Notes] = notes;
        return input;
    }
}
