using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

/// <summary>What a store of webhooks must do, whatever its engine. An engine's tests are a subclass.</summary>
public abstract partial class WebhookStoreContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly WebhookState Failing = new(41, 7, Noon.AddHours(-3), Noon.AddMinutes(20));

    private IRegister _register = null!;

    private IWebhookStore Store => _register.Webhooks;

    /// <summary>Opens the register of this test, the same each time it is called.</summary>
    protected abstract ValueTask<IRegister> OpenAsync();

    public async ValueTask InitializeAsync() => _register = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _register.DisposeAsync();
    }

    [Theory]
    [InlineData("https://example.com/hook", "")]
    [InlineData("https://example.com/å%20ä?q='%\"--;$1{0}", "Räksmörgås 😀 '; DROP TABLE webhook; -- \" %_\\ \u202e")]
    public async Task What_is_added_is_found_as_it_was_also_after_reopening(string url, string description)
    {
        var webhook = Sample(await MerchantAsync(), Failing with { PausedReason = PausedReasons.Failing }) with { Url = url, Description = description, Kinds = WantedKinds.Of([ChangeKind.Removed, ChangeKind.Existing]) };

        (await Store.AddAsync(webhook, None)).ShouldBeTrue();
        await ReopenAsync();

        (await Store.FindAsync(webhook.Merchant, webhook.Id, None)).ShouldBe(webhook);
        (await Store.ListAsync(webhook.Merchant, None)).ShouldBe([webhook]);
    }

    [Fact]
    public async Task Webhooks_are_listed_the_oldest_first()
    {
        var merchant = await MerchantAsync();
        var (later, first) = (await AddAsync(merchant, created: Noon.AddSeconds(1)), await AddAsync(merchant, created: Noon));

        (await Store.ListAsync(merchant, None)).Select(webhook => webhook.Id).ShouldBe([first.Id, later.Id]);
    }

    [Fact]
    public async Task Another_merchants_webhook_is_not_there()
    {
        var (webhook, other) = (await AddAsync(await MerchantAsync()), await MerchantAsync());
        await Store.AddDeliveryAsync(webhook.Merchant, webhook.Id, Attempt(1), None);

        (await Store.FindAsync(other, webhook.Id, None)).ShouldBeNull();
        (await Store.ListAsync(other, None)).ShouldBeEmpty();
        (await Store.UpdateAsync(other, webhook.Id, new WebhookChange { Url = "https://example.org" }, None)).ShouldBeNull();
        (await Store.RemoveAsync(other, webhook.Id, None)).ShouldBeFalse();
        (await Store.RotateSecretAsync(other, webhook.Id, new byte[] { 9 }, null, None)).ShouldBeNull();
        (await Store.ResealAsync(other, webhook.Id, webhook.Secrets, new WebhookSecrets(new byte[] { 9 }), None)).ShouldBeFalse();
        (await Store.SetPositionAsync(other, webhook.Id, 3, None)).ShouldBeNull();
        (await Store.ListDeliveriesAsync(other, webhook.Id, null, 10, failedOnly: false, None)).ShouldBeEmpty();
        (await Store.FindDeliveryAsync(other, webhook.Id, 1, None)).ShouldBeNull();
        (await Store.AddDeliveryAsync(other, webhook.Id, Attempt(2), None)).ShouldBeNull();

        (await Store.FindAsync(webhook.Merchant, webhook.Id, None)).ShouldBe(webhook);
        (await DeliveriesAsync(webhook)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("")]
    [InlineData("wh_")]
    [InlineData("wh_%")]
    [InlineData("\0")]
    [InlineData("\ud800")]
    [InlineData("' OR 1 = 1 --")]
    public async Task No_other_text_is_the_id_of_a_webhook(string id)
    {
        var webhook = await AddAsync(await MerchantAsync());

        Webhook.IsId(id).ShouldBeFalse();
        Webhook.IsId(webhook.Id).ShouldBeTrue();
        (await Store.FindAsync(webhook.Merchant, id, None)).ShouldBeNull();
        (await Store.RemoveAsync(webhook.Merchant, id, None)).ShouldBeFalse();
        (await Store.ListDeliveriesAsync(webhook.Merchant, id, null, 10, failedOnly: false, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_merchant_has_twenty_at_the_most_whoever_adds_them_at_once()
    {
        var (merchant, other) = (await MerchantAsync(), await MerchantAsync());
        await using var node = await OpenAsync();

        var added = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? Store : node.Webhooks).AddAsync(Sample(merchant), None).AsTask()));

        added.Count(isAdded => isAdded).ShouldBe(Webhook.MostPerMerchant);
        var all = await Store.ListAsync(merchant, None);
        all.Count.ShouldBe(Webhook.MostPerMerchant);
        (await Store.AddAsync(Sample(other), None)).ShouldBeTrue();
        await Store.RemoveAsync(merchant, all[0].Id, None);
        (await Store.AddAsync(Sample(merchant), None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_webhook_of_no_merchant_is_not_added() => (await Store.AddAsync(Sample(merchant: 17), None)).ShouldBeFalse();

    [Fact]
    public async Task A_change_concerns_what_it_names_and_nothing_else()
    {
        var webhook = await AddAsync(await MerchantAsync(), Failing);

        await ShouldBecomeAsync(new WebhookChange(), webhook);
        await ShouldBecomeAsync(new WebhookChange { Description = "Lagret" }, webhook = webhook with { Description = "Lagret" });
        await ShouldBecomeAsync(new WebhookChange { Kinds = WantedKinds.Of([ChangeKind.Erased]) }, webhook = webhook with { Kinds = WantedKinds.Of([ChangeKind.Erased]) });
        await ShouldBecomeAsync(new WebhookChange { Url = webhook.Url, Description = "", Kinds = WantedKinds.All }, webhook with { Description = "", Kinds = WantedKinds.All });
    }

    [Fact]
    public async Task Another_address_ends_the_failures_but_not_a_pause()
    {
        var paused = Failing with { PausedReason = PausedReasons.Gone };
        var webhook = await AddAsync(await MerchantAsync(), paused);

        await ShouldBecomeAsync(new WebhookChange { Url = "https://example.org/" }, webhook with { Url = "https://example.org/", State = new WebhookState(41, PausedReason: PausedReasons.Gone) });
    }

    [Fact]
    public async Task Pausing_keeps_an_earlier_reason_and_being_made_active_ends_the_failures()
    {
        var webhook = await AddAsync(await MerchantAsync(), Failing);

        await ShouldBecomeAsync(new WebhookChange { IsActive = false }, webhook with { State = Failing with { PausedReason = PausedReasons.ByUser } });
        await ShouldBecomeAsync(new WebhookChange { IsActive = true }, webhook = webhook with { State = new WebhookState(41) });
        await Store.SetStateAsync(webhook, Failing with { PausedReason = PausedReasons.Failing }, None);
        await ShouldBecomeAsync(new WebhookChange { IsActive = false }, webhook with { State = Failing with { PausedReason = PausedReasons.Failing } });
        await ShouldBecomeAsync(new WebhookChange { IsActive = true }, webhook);
    }

    [Fact]
    public async Task A_rotated_secret_is_good_for_a_while_unless_it_is_to_go_at_once()
    {
        var webhook = await AddAsync(await MerchantAsync(), Failing);
        byte[] first = [.. webhook.Secrets.Current.Span], second = [2], third = [3], fourth = [4];

        await RotateAsync(second, Noon, new WebhookSecrets(second, first, Noon));
        await RotateAsync(third, Noon.AddDays(1), new WebhookSecrets(third, second, Noon.AddDays(1)));
        await RotateAsync(fourth, null, new WebhookSecrets(fourth));

        async Task RotateAsync(byte[] secret, DateTimeOffset? until, WebhookSecrets expected)
        {
            (await Store.RotateSecretAsync(webhook.Merchant, webhook.Id, secret, until, None)).ShouldBe(webhook with { Secrets = expected });
            (await Store.FindAsync(webhook.Merchant, webhook.Id, None)).ShouldBe(webhook with { Secrets = expected });
        }
    }

    [Fact]
    public async Task Secrets_are_resealed_unless_they_were_changed_meanwhile()
    {
        var webhook = await AddAsync(await MerchantAsync());
        var rotated = (await Store.RotateSecretAsync(webhook.Merchant, webhook.Id, new byte[] { 2 }, Noon, None))!;
        var resealed = new WebhookSecrets(new byte[] { 12 }, new byte[] { 11 }, Noon);

        (await ResealAsync(webhook.Secrets)).ShouldBeFalse();
        (await ResealAsync(rotated.Secrets with { Previous = new byte[] { 7 } })).ShouldBeFalse();
        (await ResealAsync(rotated.Secrets with { Previous = null })).ShouldBeFalse();
        (await Store.FindAsync(webhook.Merchant, webhook.Id, None)).ShouldBe(rotated);
        (await ResealAsync(rotated.Secrets)).ShouldBeTrue();
        (await Store.FindAsync(webhook.Merchant, webhook.Id, None)).ShouldBe(rotated with { Secrets = resealed });

        ValueTask<bool> ResealAsync(WebhookSecrets read) => Store.ResealAsync(webhook.Merchant, webhook.Id, read, resealed, None);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(PausedReasons.Expired, 99)]
    public async Task A_position_is_set_back_or_ahead_and_a_pause_stays(string? reason, long position)
    {
        var webhook = await AddAsync(await MerchantAsync(), Failing with { PausedReason = reason });
        var expected = webhook with { State = new WebhookState(position, PausedReason: reason) };

        (await Store.SetPositionAsync(webhook.Merchant, webhook.Id, position, None)).ShouldBe(expected);

        (await Store.FindAsync(webhook.Merchant, webhook.Id, None)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_removed_webhook_is_gone_with_its_attempts()
    {
        var (webhook, kept) = (await AddAsync(await MerchantAsync()), await AddAsync(await MerchantAsync()));
        await Store.AddDeliveryAsync(webhook.Merchant, webhook.Id, Attempt(1), None);
        await Store.AddDeliveryAsync(kept.Merchant, kept.Id, Attempt(1), None);

        (await Store.RemoveAsync(webhook.Merchant, webhook.Id, None)).ShouldBeTrue();
        (await Store.RemoveAsync(webhook.Merchant, webhook.Id, None)).ShouldBeFalse();

        (await Store.FindAsync(webhook.Merchant, webhook.Id, None)).ShouldBeNull();
        (await Store.AddAsync(webhook, None)).ShouldBeTrue();
        (await DeliveriesAsync(webhook)).ShouldBeEmpty();
        (await DeliveriesAsync(kept)).ShouldHaveSingleItem();
    }

    private async Task ReopenAsync()
    {
        await _register.DisposeAsync();
        _register = await OpenAsync();
    }

    private async Task ShouldBecomeAsync(WebhookChange change, Webhook expected)
    {
        (await Store.UpdateAsync(expected.Merchant, expected.Id, change, None)).ShouldBe(expected);
        (await Store.FindAsync(expected.Merchant, expected.Id, None)).ShouldBe(expected);
    }

    private async Task<long> MerchantAsync() => (await _register.Access.AddMerchantAsync("A merchant", None)).Id;

    private async Task<Webhook> AddAsync(long merchant, WebhookState? state = null, DateTimeOffset? created = null)
    {
        var webhook = Sample(merchant, state) with { Created = created ?? Noon };
        (await Store.AddAsync(webhook, None)).ShouldBeTrue();
        return webhook;
    }

    private ValueTask<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(Webhook webhook, long? before = null, int limit = 10_000, bool failedOnly = false) =>
        Store.ListDeliveriesAsync(webhook.Merchant, webhook.Id, before, limit, failedOnly, None);

    private static Webhook Sample(long merchant, WebhookState? state = null) => new(
        Webhook.NewId(), merchant, "https://example.com/hook", "Butiken", WantedKinds.All, Noon, new WebhookSecrets(new byte[] { 1, 0, 0xff }), state ?? new WebhookState(0));

    private static DeliveryAttempt Attempt(long? sequence, string? failedReason = null) =>
        new(sequence, $"msg_{sequence}", 1, Noon, TimeSpan.FromMilliseconds(30_001), failedReason is null ? 204 : null, failedReason);
}
