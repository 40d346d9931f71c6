using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Storage.Tests;

/// <summary>What a store of merchants, users and tokens must do, whatever its engine. An engine's tests are a subclass.</summary>
public abstract class AccessStoreContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private IRegister _register = null!;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private IAccessStore Store => _register.Access;

    protected abstract ValueTask<IRegister> OpenAsync();

    public async ValueTask InitializeAsync() => _register = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _register.DisposeAsync();
    }

    [Fact]
    public async Task Merchants_are_numbered_from_one_and_listed_in_that_order()
    {
        await Store.AddMerchantAsync("Zebra 🦓 & Söner", None);
        await Store.AddMerchantAsync("Anka", None);

        (await Store.ListMerchantsAsync(None)).ShouldBe([new Merchant(1, "Zebra 🦓 & Söner"), new Merchant(2, "Anka")]);
    }

    [Fact]
    public async Task A_user_is_found_whatever_the_case_and_the_name_is_taken_over_all_merchants()
    {
        var (first, second) = (await MerchantAsync(), await MerchantAsync());
        var maja = new User(first, "Maja", "Maja Exempel", "maja@example.com", "hash");

        (await Store.AddUserAsync(maja, None)).ShouldBe(maja);

        (await Store.FindUserAsync("mAJA", None)).ShouldBe(maja);
        (await Store.AddUserAsync(maja with { UserName = "MAJA", Merchant = second }, None)).ShouldBeNull();
        (await Store.FindUserAsync("maj", None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_user_of_no_merchant_is_not_added()
    {
        (await Store.AddUserAsync(new User(17, "maja", "", "", "hash"), None)).ShouldBeNull();
        (await Store.FindUserAsync("maja", None)).ShouldBeNull();
    }

    [Fact]
    public async Task Users_are_listed_by_name_of_one_merchant_or_of_all()
    {
        var (first, second) = (await MerchantAsync(), await MerchantAsync());
        foreach (var (merchant, name) in new[] { (first, "nils"), (second, "maja"), (first, "anna") }) await Store.AddUserAsync(new User(merchant, name, "", "", "hash"), None);

        (await Store.ListUsersAsync(null, None)).Select(user => user.UserName).ShouldBe(["anna", "maja", "nils"]);
        (await Store.ListUsersAsync(first, None)).Select(user => user.UserName).ShouldBe(["anna", "nils"]);
    }

    [Fact]
    public async Task A_new_password_revokes_the_users_tokens_and_ends_a_lockout()
    {
        var merchant = await MerchantAsync();
        await Store.AddUserAsync(new User(merchant, "maja", "", "", "old"), None);
        await Store.AddUserAsync(new User(merchant, "nils", "", "", "old"), None);
        await AddTokenAsync("hers", merchant, "Maja");
        await AddTokenAsync("another's", merchant, "nils");
        await AddTokenAsync("nobody's", merchant, null);
        for (var i = 0; i < 5; i++) await Store.CountFailedLoginAsync("maja", None);

        (await Store.SetPasswordAsync("MAJA", "new", None)).ShouldBeTrue();

        (await Store.FindUserAsync("maja", None))!.PasswordHash.ShouldBe("new");
        (await RevokedAsync()).ShouldBe(["hers"]);
        (await Store.FindLockoutAsync("maja", None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_is_found_by_its_id_alone()
    {
        var merchant = await MerchantAsync();
        await AddTokenAsync("a", merchant, null);

        (await Store.FindTokenAsync("a", None))!.Merchant.ShouldBe(merchant);
        (await Store.FindTokenAsync("A", None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_keeps_everything_that_is_remembered_of_it()
    {
        var merchant = await MerchantAsync();
        await Store.AddUserAsync(new User(merchant, "maja", "", "", "old"), None);
        var named = new IssuedToken("a", merchant, null, "lookup webhooks", Time.GetUtcNow(), Time.GetUtcNow().AddHours(1), null, "Butiken 😀");
        var signedIn = new IssuedToken("b", merchant, "maja", "lookup", Time.GetUtcNow(), Time.GetUtcNow().AddHours(2), null);
        await Store.AddTokenAsync(named, null, None);
        await Store.AddTokenAsync(signedIn, "old", None);

        (await Store.FindTokenAsync("a", None)).ShouldBe(named);
        (await Store.FindTokenAsync("b", None)).ShouldBe(signedIn);
        (await Store.ListTokensAsync(merchant, None)).ShouldBe([named, signedIn]);
    }

    [Fact]
    public async Task Whoever_signed_in_with_a_password_that_was_changed_meanwhile_gets_no_token()
    {
        var merchant = await MerchantAsync();
        await Store.AddUserAsync(new User(merchant, "maja", "", "", "old"), None);
        await Store.SetPasswordAsync("maja", "new", None);
        var token = new IssuedToken("a", merchant, "maja", "lookup", Time.GetUtcNow(), Time.GetUtcNow().AddHours(1), null);

        (await Store.AddTokenAsync(token, "old", None)).ShouldBeFalse();
        (await Store.FindTokenAsync("a", None)).ShouldBeNull();
        (await Store.AddTokenAsync(token, "new", None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_password_of_nobody_is_not_set() => (await Store.SetPasswordAsync("nobody", "new", None)).ShouldBeFalse();

    [Fact]
    public async Task A_hash_is_renewed_unless_the_password_was_changed_meanwhile()
    {
        var merchant = await MerchantAsync();
        await Store.AddUserAsync(new User(merchant, "maja", "", "", "old"), None);
        await AddTokenAsync("hers", merchant, "maja");

        await Store.RehashPasswordAsync("maja", "other", "stolen", None);
        (await Store.FindUserAsync("maja", None))!.PasswordHash.ShouldBe("old");

        await Store.RehashPasswordAsync("maja", "old", "renewed", None);
        (await Store.FindUserAsync("maja", None))!.PasswordHash.ShouldBe("renewed");
        (await RevokedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_fifth_failure_locks_out_for_a_minute_and_each_further_one_for_twice_as_long_an_hour_at_most()
    {
        for (var i = 0; i < 4; i++) await Store.CountFailedLoginAsync("maja", None);
        (await Store.FindLockoutAsync("maja", None)).ShouldBeNull();

        foreach (var minutes in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            await Store.CountFailedLoginAsync("Maja", None);
            (await Store.FindLockoutAsync("maja", None)).ShouldBe(Time.GetUtcNow().AddMinutes(minutes));
            Time.Advance(TimeSpan.FromMinutes(minutes));
            (await Store.FindLockoutAsync("maja", None)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Failures_are_forgotten_after_a_success_and_after_a_day()
    {
        for (var i = 0; i < 4; i++) await Store.CountFailedLoginAsync("maja", None);
        await Store.ForgetFailedLoginsAsync("MAJA", None);
        await Store.CountFailedLoginAsync("maja", None);
        (await Store.FindLockoutAsync("maja", None)).ShouldBeNull();

        for (var i = 0; i < 3; i++) await Store.CountFailedLoginAsync("maja", None);
        Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await Store.CountFailedLoginAsync("maja", None);
        (await Store.FindLockoutAsync("maja", None)).ShouldBeNull();
    }

    [Fact]
    public async Task Tokens_are_listed_newest_first_until_they_are_out_of_date()
    {
        var (first, second) = (await MerchantAsync(), await MerchantAsync());
        await Store.AddUserAsync(new User(first, "maja", "", "", "old"), None);
        await AddTokenAsync("a", first, "maja", hours: 1);
        Time.Advance(TimeSpan.FromSeconds(1));
        await AddTokenAsync("b", second, null, hours: 2);

        (await Store.ListTokensAsync(null, None)).Select(token => token.Id).ShouldBe(["b", "a"]);
        (await Store.ListTokensAsync(first, None)).ShouldHaveSingleItem().UserName.ShouldBe("maja");

        Time.Advance(TimeSpan.FromHours(1.5));
        (await Store.ListTokensAsync(null, None)).Select(token => token.Id).ShouldBe(["b"]);
    }

    [Fact]
    public async Task A_revoked_token_stays_so_with_its_first_time_and_is_forgotten_once_out_of_date()
    {
        var merchant = await MerchantAsync();
        await AddTokenAsync("a", merchant, null, hours: 1);
        var revoked = Time.GetUtcNow();

        (await Store.RevokeTokenAsync("a", None)).ShouldBeTrue();
        Time.Advance(TimeSpan.FromMinutes(1));
        (await Store.RevokeTokenAsync("a", None)).ShouldBeTrue();
        (await Store.RevokeTokenAsync("b", None)).ShouldBeFalse();

        (await Store.ListTokensAsync(null, None)).ShouldHaveSingleItem().Revoked.ShouldBe(revoked);
        (await RevokedAsync()).ShouldBe(["a"]);
        (await Store.FindTokenAsync("a", None))!.Revoked.ShouldBe(revoked);
        Time.Advance(TimeSpan.FromHours(1));
        (await Store.FindTokenAsync("a", None)).ShouldBeNull();
        (await Store.RevokeTokenAsync("a", None)).ShouldBeFalse();
    }

    private async Task<long> MerchantAsync() => (await Store.AddMerchantAsync("A merchant", None)).Id;

    private async Task AddTokenAsync(string id, long merchant, string? user, int hours = 1) => (await Store.AddTokenAsync(
        new(id, merchant, user, "lookup", Time.GetUtcNow(), Time.GetUtcNow().AddHours(hours), null), user is null ? null : "old", None)).ShouldBeTrue();

    private async Task<IEnumerable<string>> RevokedAsync() =>
        (await Store.ListTokensAsync(null, None)).Where(token => token.Revoked is not null).Select(token => token.Id);
}
