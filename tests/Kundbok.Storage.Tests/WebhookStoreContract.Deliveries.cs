using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

public abstract partial class WebhookStoreContract
{
    [Fact]
    public async Task The_active_webhooks_of_all_merchants_are_listed()
    {
        var (first, second) = (await MerchantAsync(), await MerchantAsync());
        var (failing, _, fresh) = (await AddAsync(second, Failing), await AddAsync(second, new WebhookState(1, PausedReason: PausedReasons.ByUser)), await AddAsync(first));

        (await Store.ListActiveAsync(None)).ShouldBe([fresh, failing]);
    }

    [Fact]
    public async Task An_attempt_and_what_follows_from_it_are_kept_together()
    {
        var webhook = await AddAsync(await MerchantAsync(), Failing);
        var delivered = new DeliveryAttempt(42, "msg_å'\"%", 8, Noon, TimeSpan.FromMilliseconds(1_234), 299, null);

        (await Store.RecordAsync(webhook, delivered, new WebhookState(42), None)).ShouldBeTrue();
        webhook = webhook with { State = new WebhookState(42) };
        var failed = new DeliveryAttempt(43, "msg_43", 1, Noon.AddSeconds(1), TimeSpan.Zero, null, "timeout");
        var after = new WebhookState(42, 1, Noon, Noon.AddSeconds(5), PausedReasons.Failing);
        (await Store.RecordAsync(webhook, failed, after, None)).ShouldBeTrue();
        await ReopenAsync();

        (await Store.FindAsync(webhook.Merchant, webhook.Id, None)).ShouldBe(webhook with { State = after });
        (await DeliveriesAsync(webhook)).ShouldBe([new WebhookDelivery(2, failed), new WebhookDelivery(1, delivered)]);
        (await Store.FindDeliveryAsync(webhook.Merchant, webhook.Id, 1, None)).ShouldBe(new WebhookDelivery(1, delivered));
        (await Store.FindDeliveryAsync(webhook.Merchant, webhook.Id, 3, None)).ShouldBeNull();
    }

    public static TheoryData<string> Meanwhile => ["position", "failures", "failing since", "next attempt", "paused", "address"];

    [Theory]
    [MemberData(nameof(Meanwhile))]
    public async Task What_follows_from_an_attempt_is_not_set_over_a_change_made_meanwhile(string changed)
    {
        var webhook = await AddAsync(await MerchantAsync(), changed == "address" ? new WebhookState(41) : Failing); // another address ends failures, which would be seen
        var now = await ChangeAsync(webhook, changed);

        (await Store.RecordAsync(webhook, Attempt(42), new WebhookState(42), None)).ShouldBeFalse();
        (await Store.SetStateAsync(webhook, new WebhookState(43), None)).ShouldBeFalse();

        (await Store.FindAsync(webhook.Merchant, webhook.Id, None)).ShouldBe(now);
        (await DeliveriesAsync(webhook)).ShouldHaveSingleItem().Attempt.ShouldBe(Attempt(42));
        (await Store.SetStateAsync(now, new WebhookState(43), None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_change_of_anything_else_does_not_stand_in_the_way()
    {
        var webhook = await AddAsync(await MerchantAsync());
        await Store.UpdateAsync(webhook.Merchant, webhook.Id, new WebhookChange { Description = "Other", Kinds = WantedKinds.Of([ChangeKind.Created]) }, None);
        await Store.RotateSecretAsync(webhook.Merchant, webhook.Id, new byte[] { 5 }, Noon, None);

        (await Store.RecordAsync(webhook, Attempt(1), new WebhookState(1), None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_that_record_the_same_at_once_one_sets_the_state()
    {
        var webhook = await AddAsync(await MerchantAsync());
        await using var node = await OpenAsync();

        var set = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? Store : node.Webhooks).RecordAsync(webhook, Attempt(1), new WebhookState(1), None).AsTask()));

        set.Count(isSet => isSet).ShouldBe(1);
        (await DeliveriesAsync(webhook)).Select(delivery => delivery.Id).ShouldBe(Enumerable.Range(1, 10).Reverse().Select(id => (long)id));
    }

    [Fact]
    public async Task An_attempt_at_a_webhook_that_was_removed_is_not_kept()
    {
        var webhook = await AddAsync(await MerchantAsync());
        await Store.RemoveAsync(webhook.Merchant, webhook.Id, None);

        (await Store.RecordAsync(webhook, Attempt(1), new WebhookState(1), None)).ShouldBeFalse();
        (await Store.AddDeliveryAsync(webhook.Merchant, webhook.Id, Attempt(1), None)).ShouldBeNull();
        (await Store.SetStateAsync(webhook, new WebhookState(1), None)).ShouldBeFalse();

        (await Store.ListActiveAsync(None)).ShouldBeEmpty();
        (await DeliveriesAsync(webhook)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_test_event_is_kept_and_changes_nothing_else()
    {
        var webhook = await AddAsync(await MerchantAsync(), Failing);
        var test = Attempt(sequence: null, failedReason: "refused");

        (await Store.AddDeliveryAsync(webhook.Merchant, webhook.Id, test, None)).ShouldBe(new WebhookDelivery(1, test));

        (await DeliveriesAsync(webhook)).ShouldBe([new WebhookDelivery(1, test)]);
        (await Store.FindAsync(webhook.Merchant, webhook.Id, None)).ShouldBe(webhook);
    }

    [Fact]
    public async Task Attempts_are_listed_newest_first_by_the_page_and_failed_ones_alone()
    {
        var webhook = await AddAsync(await MerchantAsync());
        for (var i = 1; i <= 6; i++) await Store.AddDeliveryAsync(webhook.Merchant, webhook.Id, Attempt(i, i % 3 == 0 ? "status" : null), None);

        (await IdsAsync()).ShouldBe([6L, 5, 4, 3, 2, 1]);
        (await IdsAsync(limit: 2)).ShouldBe([6L, 5]);
        (await IdsAsync(before: 5, limit: 3)).ShouldBe([4L, 3, 2]);
        (await IdsAsync(failedOnly: true)).ShouldBe([6L, 3]);
        (await IdsAsync(before: 6, failedOnly: true)).ShouldBe([3L]);
        (await IdsAsync(before: 1)).ShouldBeEmpty();

        async Task<IEnumerable<long>> IdsAsync(long? before = null, int limit = 100, bool failedOnly = false) =>
            (await DeliveriesAsync(webhook, before, limit, failedOnly)).Select(delivery => delivery.Id);
    }

    [Fact]
    public async Task The_newest_thousand_attempts_of_each_webhook_are_kept()
    {
        var merchant = await MerchantAsync();
        var (webhook, other) = (await AddAsync(merchant), await AddAsync(merchant));
        await Store.AddDeliveryAsync(merchant, other.Id, Attempt(1), None);

        await Parallel.ForAsync(0, WebhookDelivery.MostKept + 3, async (i, cancellation) => await Store.AddDeliveryAsync(merchant, webhook.Id, Attempt(i), cancellation));

        (await DeliveriesAsync(webhook)).Select(delivery => delivery.Id).ShouldBe(Enumerable.Range(4, WebhookDelivery.MostKept).Reverse().Select(id => (long)id));
        (await Store.FindDeliveryAsync(merchant, webhook.Id, 3, None)).ShouldBeNull();
        (await DeliveriesAsync(other)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_holds_the_right_to_deliver_until_it_gives_it_back()
    {
        await using var node = await OpenAsync();
        var lease = await Store.TryTakeLeaseAsync(None);

        (await lease!.IsHeldAsync(None)).ShouldBeTrue();
        (await node.Webhooks.TryTakeLeaseAsync(None)).ShouldBeNull();
        (await Store.TryTakeLeaseAsync(None)).ShouldBeNull();
        (await lease.IsHeldAsync(None)).ShouldBeTrue();

        await lease.DisposeAsync();
        (await lease.IsHeldAsync(None)).ShouldBeFalse();
        await using var next = await node.Webhooks.TryTakeLeaseAsync(None);
        (await next!.IsHeldAsync(None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_has_the_right_to_deliver_what_a_register_that_takes_no_writes_has()
    {
        await _register.Transfer.SetStateAsync(RegisterState.ReadOnly, source: null, None);

        (await Should.ThrowAsync<RegisterUnavailableException>(async () => await Store.TryTakeLeaseAsync(None))).Message.ShouldContain("read-only");

        await _register.Transfer.ReleaseAsync(None);
        await using var lease = await Store.TryTakeLeaseAsync(None);
        lease.ShouldNotBeNull();
    }

    private async Task<Webhook> ChangeAsync(Webhook webhook, string what)
    {
        var changed = what switch
        {
            "position" => webhook with { State = Failing with { Position = 40 } },
            "failures" => webhook with { State = Failing with { Failures = 8 } },
            "failing since" => webhook with { State = Failing with { FailingSince = null } },
            "next attempt" => webhook with { State = Failing with { NextAttempt = null } },
            "paused" => webhook with { State = Failing with { PausedReason = PausedReasons.ByUser } },
            _ => webhook with { Url = "https://example.org/", State = new WebhookState(41) },
        };
        if (changed.Url == webhook.Url) (await Store.SetStateAsync(webhook, changed.State, None)).ShouldBeTrue();
        else await Store.UpdateAsync(webhook.Merchant, webhook.Id, new WebhookChange { Url = changed.Url }, None);
        return changed;
    }
}
