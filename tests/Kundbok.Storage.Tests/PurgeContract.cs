using Kundbok.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Storage.Tests;

/// <summary>What is forgotten of the log and what not, whatever the engine. An engine's tests are a subclass.</summary>
public abstract class PurgeContract : IAsyncLifetime
{
    private const int MoreThanAStep = 1_000;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3_650);

    private IRegister _register = null!;
    private long _merchant;

    protected WrongClock Time { get; } = new();

    private ICustomerStore Store => _register.Customers;

    private IChangeLog Log => _register.Changes;

    /// <summary>Opens the register of this test, the same each time it is called.</summary>
    protected abstract ValueTask<IRegister> OpenAsync();

    public async ValueTask InitializeAsync()
    {
        _register = await OpenAsync();
        _merchant = (await _register.Access.AddMerchantAsync("A merchant", None)).Id;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _register.DisposeAsync();
    }

    [Fact]
    public async Task What_is_as_old_as_it_is_kept_stays_and_goes_a_moment_later()
    {
        await Store.RemoveAsync(_merchant, [await CreateAsync("A")], None);

        Time.Advance(Kept);
        (await PurgeAsync()).ShouldBe(0);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await PurgeAsync()).ShouldBe(2);
        (await PurgeAsync()).ShouldBe(0);

        (await SequencesAsync()).ShouldBeEmpty();
        var state = await Log.ReadStateAsync(_merchant, None);
        (state.Purged, state.Last).ShouldBe((2, 2));
        await IsSoundAsync();
    }

    [Fact]
    public async Task Of_a_customer_that_is_there_what_it_was_when_the_time_began_stays()
    {
        var (same, changed, back) = (await CreateAsync("A"), await CreateAsync("B"), await CreateAsync("C"));
        await UpdateAsync(changed, "B 2"); // 4
        await Store.RemoveAsync(_merchant, [back], None); // 5
        Time.Advance(Kept);
        await UpdateAsync(changed, "B 3"); // 6
        (await Store.RestoreAsync(_merchant, back, StoreExtensions.Nobody, None)).ShouldBeOfType<CustomerWrite.Stored>(); // 7
        Time.Advance(TimeSpan.FromHours(1));

        await PurgeAllAsync();

        (await SequencesAsync()).ShouldBe([1, 4, 6, 7]);
        (await Store.FindAsync(_merchant, same, None))!.Value.Version.ShouldBe(1);
        (await Store.RevertAsync(_merchant, changed, 4, condition: null, StoreExtensions.Nobody, None)).ShouldBeOfType<CustomerWrite.Stored>();
        await IsSoundAsync();
    }

    [Fact]
    public async Task It_goes_on_in_steps_where_it_was_and_leaves_other_merchants_alone()
    {
        var other = (await _register.Access.AddMerchantAsync("Another", None)).Id;
        foreach (var merchant in (long[])[_merchant, other]) (await Store.CreateManyAsync(merchant, Some(MoreThanAStep), None)).ShouldBeNull();
        await Store.RemoveAsync(_merchant, [.. (await Log.ReadAsync(_merchant, 0, MoreThanAStep, None)).Changes.Select(change => change.Customer)], None);
        Time.Advance(Kept * 2);

        var purged = 0L;
        for (var step = await PurgeAsync(); step > 0; step = await PurgeAsync())
        {
            step.ShouldBeLessThan(MoreThanAStep);
            (await Log.ReadStateAsync(_merchant, None)).Purged.ShouldBe(purged += step);
            await IsSoundAsync();
        }

        purged.ShouldBeGreaterThan(MoreThanAStep);
        (await Log.ReadStateAsync(_merchant, None)).ShouldBe(new ChangeLogState((await Log.ReadStateAsync(_merchant, None)).Epoch, purged, purged));
        (await Log.ReadStateAsync(other, None)).Purged.ShouldBe(0);
        (await SequencesAsync(other)).Count.ShouldBe(MoreThanAStep);
    }

    [Fact]
    public async Task However_many_changes_are_dated_ahead_they_stop_nothing_and_go_with_the_next_that_is_not()
    {
        var busy = await CreateAsync("A");
        Time.WrongBy = TenYears;
        for (var i = 0; i < 10; i++) await UpdateAsync(busy, $"A {i}");
        (await Store.CreateManyAsync(_merchant, Some(MoreThanAStep), None)).ShouldBeNull();
        Time.WrongBy = TimeSpan.Zero;
        await Store.RemoveAsync(_merchant, [await CreateAsync("B")], None);
        var last = (await Log.ReadStateAsync(_merchant, None)).Last;
        Time.Advance(Kept + TimeSpan.FromHours(1));
        var young = await CreateAsync("C");

        await PurgeAllAsync();

        (await Log.ReadStateAsync(_merchant, None)).Purged.ShouldBe(last);
        (await HistoryAsync(busy)).ShouldBe([11]);
        (await HistoryAsync(young)).ShouldBe([last + 1]);
        (await SequencesAsync()).Count.ShouldBe(1 + MoreThanAStep + 1);
        await IsSoundAsync();
    }

    [Fact]
    public async Task What_was_dated_ahead_is_not_lost_before_its_time()
    {
        var id = await CreateAsync("A"); // 1
        await UpdateAsync(id, "A 2"); // 2
        Time.Advance(Kept + TimeSpan.FromHours(1));
        Time.WrongBy = TenYears;
        await UpdateAsync(id, "A 3"); // 3
        await Store.RemoveAsync(_merchant, [id], None); // 4
        Time.WrongBy = TimeSpan.Zero;

        await PurgeAllAsync();
        (await HistoryAsync(id)).ShouldBe([4, 3, 2]);

        (await Store.RestoreAsync(_merchant, id, StoreExtensions.Nobody, None)).ShouldBeOfType<CustomerWrite.Stored>(); // 5
        await PurgeAllAsync();
        (await HistoryAsync(id)).ShouldBe([5, 4, 3, 2]);
        await IsSoundAsync();

        Time.Advance(Kept + TimeSpan.FromHours(1));
        await PurgeAllAsync();
        (await HistoryAsync(id)).ShouldBe([5]);
        await IsSoundAsync();
    }

    [Fact]
    public async Task While_all_is_dated_ahead_nothing_goes()
    {
        Time.WrongBy = TenYears;
        var id = await CreateAsync("A");
        await UpdateAsync(id, "A 2");
        Time.WrongBy = TimeSpan.Zero;
        Time.Advance(Kept * 2);

        (await PurgeAsync()).ShouldBe(0);

        (await HistoryAsync(id)).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task Beside_others_who_write_and_forget_no_customer_is_lost_and_the_log_is_sound()
    {
        await using var another = await OpenAsync();
        using var done = new CancellationTokenSource();
        var before = Time.GetUtcNow().AddMinutes(1); // whatever is written may go at once
        var forgetting = new[] { _register, another }.Select(register => Task.Run(async () =>
        {
            var forgotten = 0;
            while (!done.IsCancellationRequested) forgotten += await register.Changes.PurgeAsync(_merchant, before, None);
            return forgotten;
        })).ToList();

        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => WriteAsync(i % 2 == 0 ? _register : another, i))));
        await done.CancelAsync();

        (await Task.WhenAll(forgetting)).Sum().ShouldBeGreaterThan(0);
        await IsSoundAsync();
        foreach (var (id, version) in written.SelectMany(customers => customers))
            ((await Store.FindAsync(_merchant, id, None))?.Version).ShouldBe(version);

        await PurgeAllAsync(before);
        (await SequencesAsync()).ShouldBe(written.SelectMany(customers => customers).Select(customer => customer.Version).OfType<long>().Order());
        await IsSoundAsync();
    }

    // The customers that one writer added, each with its version, or without when it was removed.
    private async Task<List<(long Id, long? Version)>> WriteAsync(IRegister register, int writer)
    {
        var store = register.Customers;
        var customers = new List<(long, long?)>();
        for (var i = 0; i < 12; i++)
        {
            var id = (await store.CreateAsync(_merchant, Named($"{writer} {i}"), None)).ShouldBeOfType<CustomerWrite.Stored>().Id;
            var version = (await store.UpdateAsync(_merchant, id, Named($"{writer} {i} changed"), None)).ShouldBeOfType<CustomerWrite.Stored>().Version;
            if (i % 3 == 0) (await store.RemoveAsync(_merchant, [id], None)).ShouldBe(1);
            customers.Add((id, i % 3 == 0 ? null : version));
        }

        return customers;
    }

    private static CustomerInput Named(string name) => new() { [CustomerFields.Name] = name };

    private static IReadOnlyList<NewCustomer> Some(int count) => [.. Enumerable.Range(0, count).Select(i => new NewCustomer(Named($"Customer {i}")))];

    private async Task<long> CreateAsync(string name) => (await Store.CreateAsync(_merchant, Named(name), None)).ShouldBeOfType<CustomerWrite.Stored>().Id;

    private async Task UpdateAsync(long id, string name) => (await Store.UpdateAsync(_merchant, id, Named(name), None)).ShouldBeOfType<CustomerWrite.Stored>();

    private ValueTask<int> PurgeAsync() => Log.PurgeAsync(_merchant, Time.GetUtcNow() - Kept, None);

    private Task PurgeAllAsync() => PurgeAllAsync(Time.GetUtcNow() - Kept);

    private async Task PurgeAllAsync(DateTimeOffset before)
    {
        while (await Log.PurgeAsync(_merchant, before, None) > 0)
        {
        }
    }

    private Task<List<long>> SequencesAsync() => SequencesAsync(_merchant);

    private async Task<List<long>> SequencesAsync(long merchant)
    {
        var sequences = new List<long>();
        while ((await Log.ReadAsync(merchant, sequences.LastOrDefault(), MoreThanAStep, None)).Changes is { Count: > 0 } page) sequences.AddRange(page.Select(change => change.Sequence));
        return sequences;
    }

    private async Task<IEnumerable<long>> HistoryAsync(long id) => (await Log.ReadHistoryAsync(_merchant, id, before: null, 100, None)).Select(change => change.Sequence);

    private async Task IsSoundAsync() => (await _register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();

    /// <summary>A clock that tests set, and that may be wrong for a while.</summary>
    protected sealed class WrongClock() : FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero))
    {
        public TimeSpan WrongBy { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + WrongBy;
    }
}
