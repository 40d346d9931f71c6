namespace Kundbok.Storage.Tests;

/// <summary>What is kept of look-ups, whatever the engine. An engine's tests are a subclass.</summary>
public abstract class LookupStoreContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private IRegister _register = null!;

    private ILookupStore Store => _register.Lookups;

    /// <summary>Opens the register of this test, the same each time it is called.</summary>
    protected abstract ValueTask<IRegister> OpenAsync();

    public async ValueTask InitializeAsync() => _register = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _register.DisposeAsync();
    }

    [Fact]
    public async Task An_account_is_found_as_it_was_set_also_after_reopening()
    {
        var (one, other) = (await MerchantAsync(), await MerchantAsync());
        (await Store.SetAccountAsync(new LookupAccount(one, "qvickly", new byte[] { 1, 0, 255 }), None)).ShouldBeTrue();
        (await Store.SetAccountAsync(new LookupAccount(other, "qvickly", new byte[] { 2 }), None)).ShouldBeTrue();
        await _register.DisposeAsync();
        _register = await OpenAsync();

        (await Store.FindAccountAsync(one, "qvickly", None)).ShouldBe(new LookupAccount(one, "qvickly", new byte[] { 1, 0, 255 }));
        (await Store.FindAccountAsync(one, "another", None)).ShouldBeNull();
        (await Store.ListAccountsAsync(None)).Select(account => account.Merchant).ShouldBe([one, other]);
    }

    [Fact]
    public async Task An_account_is_replaced_by_the_next_and_removed_once()
    {
        var merchant = await MerchantAsync();
        await Store.SetAccountAsync(new LookupAccount(merchant, "qvickly", new byte[] { 1 }), None);
        await Store.SetAccountAsync(new LookupAccount(merchant, "qvickly", new byte[] { 2 }), None);

        (await Store.ListAccountsAsync(None)).ShouldBe([new LookupAccount(merchant, "qvickly", new byte[] { 2 })]);
        (await Store.RemoveAccountAsync(merchant, "qvickly", None)).ShouldBeTrue();
        (await Store.RemoveAccountAsync(merchant, "qvickly", None)).ShouldBeFalse();
        (await Store.ListAccountsAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_merchant_that_is_not_there_has_no_account()
    {
        (await Store.SetAccountAsync(new LookupAccount(999, "qvickly", new byte[] { 1 }), None)).ShouldBeFalse();
        (await Store.ListAccountsAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_set_meanwhile_is_not_sealed_over()
    {
        var merchant = await MerchantAsync();
        var read = new LookupAccount(merchant, "qvickly", new byte[] { 1 });
        await Store.SetAccountAsync(read, None);

        (await Store.ResealAccountAsync(read, new byte[] { 2 }, None)).ShouldBeTrue();
        (await Store.ResealAccountAsync(read, new byte[] { 3 }, None)).ShouldBeFalse();
        (await Store.FindAccountAsync(merchant, "qvickly", None))!.Settings.ToArray().ShouldBe([2]);
    }

    [Fact]
    public async Task Look_ups_are_listed_the_newest_first_and_by_merchant()
    {
        LookupAudit[] made =
        [
            Audit(7, Noon) with { Source = "brreg" },
            Audit(7, Noon.AddSeconds(1)) with { Actor = new Actor(ActorKind.Token, "kassan 😀"), Outcome = "not_found" },
            Audit(8, Noon),
        ];
        foreach (var audit in made) await Store.AddAuditAsync(audit, None);

        (await Store.ListAuditsAsync(7, 10, None)).ShouldBe([made[1], made[0]]);
        (await Store.ListAuditsAsync(7, 1, None)).ShouldBe([made[1]]);
        (await Store.ListAuditsAsync(9, 10, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Look_ups_are_forgotten_in_steps_the_oldest_first()
    {
        for (var i = 0; i < 1_003; i++) await Store.AddAuditAsync(Audit(7, Noon.AddMilliseconds(i)), None);
        await Store.AddAuditAsync(Audit(7, Noon.AddDays(1)), None);

        (await Store.PurgeAuditsAsync(Noon.AddDays(1), None)).ShouldBe(1_000);
        (await Store.ListAuditsAsync(7, 10, None)).Select(audit => audit.At).ShouldBe([Noon.AddDays(1), .. Enumerable.Range(1_000, 3).Reverse().Select(i => Noon.AddMilliseconds(i))]);
        (await Store.PurgeAuditsAsync(Noon.AddDays(1), None)).ShouldBe(3);
        (await Store.PurgeAuditsAsync(Noon.AddDays(1), None)).ShouldBe(0);
        (await Store.ListAuditsAsync(7, 10, None)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Turns_are_given_until_none_is_left_and_anew_in_the_next_window()
    {
        (await TakeAsync(window: 100, times: 5)).ShouldBe([true, true, true, false, false]);
        (await Store.TryTakeTurnAsync("another", 100, 3, None)).ShouldBeTrue();
        (await TakeAsync(window: 99, times: 1)).ShouldBe([false]); // another node's clock, which is behind
        (await TakeAsync(window: 101, times: 4)).ShouldBe([true, true, true, false]);
    }

    [Fact]
    public async Task A_clock_that_was_far_ahead_does_not_hold_the_turns()
    {
        await TakeAsync(window: 9_999, times: 3);

        (await TakeAsync(window: 100, times: 4)).ShouldBe([true, true, true, false]);
    }

    [Fact]
    public async Task Of_many_who_want_a_turn_at_once_as_many_get_one_as_there_are()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await Store.TryTakeTurnAsync("busy", 1, 7, None)));

        taken.Count(got => got).ShouldBe(7);
    }

    private static LookupAudit Audit(long merchant, DateTimeOffset at) => new(merchant, at, new Actor(ActorKind.User, "maja"), Source: null, "found", new byte[] { 1, 2, 0, 255 });

    private async Task<List<bool>> TakeAsync(long window, int times)
    {
        var taken = new List<bool>();
        for (var i = 0; i < times; i++) taken.Add(await Store.TryTakeTurnAsync("some", window, 3, None));
        return taken;
    }

    private async Task<long> MerchantAsync() => (await _register.Access.AddMerchantAsync("A merchant", None)).Id;
}
