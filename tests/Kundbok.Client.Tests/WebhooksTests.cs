namespace Kundbok.Client.Tests;

/// <summary>Webhooks, the directory, and who a token is for, through the real server.</summary>
public sealed class WebhooksTests(ClientServer server) : IClassFixture<ClientServer>
{
    // Nothing listens there: each delivery fails at once.
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/hook");

    [Fact]
    public async Task A_webhook_is_added_changed_tested_replayed_and_removed()
    {
        var client = await server.NewClientAsync();
        var webhooks = client.Webhooks;
        var cursor = await client.Changes.GetCursorAsync();

        var added = await webhooks.CreateAsync(new NewWebhook(Nowhere) { Description = "Räksmörgås", Kinds = [ChangeKind.Removed] });
        added.Secret!.ShouldStartWith("whsec_");
        (added.Description, string.Join(' ', added.Kinds), added.Status).ShouldBe(("Räksmörgås", "removed", "active"));
        (await webhooks.GetAsync(added.Id)).Secret.ShouldBeNull();
        (await webhooks.ListAsync()).ShouldHaveSingleItem().Id.ShouldBe(added.Id);

        var paused = await webhooks.UpdateAsync(added.Id, new WebhookPatch { IsActive = false, Kinds = [] });
        (paused.Status, paused.PausedReason, paused.Description, paused.Kinds.Count).ShouldBe(("paused", "by_user", "Räksmörgås", 0));
        ((await webhooks.RotateSecretAsync(added.Id)).Secret == added.Secret).ShouldBeFalse();
        (await webhooks.RotateSecretAsync(added.Id, added.Secret, overlapHours: 0)).Secret.ShouldBe(added.Secret);

        var test = await webhooks.TestAsync(added.Id);
        (test.Outcome, test.Attempt, test.Sequence).ShouldBe(("connect_failed", 1, null));
        (await webhooks.ReplayDeliveryAsync(added.Id, test.Id)).Attempt.ShouldBe(2);
        await client.Customers.CreateAsync(new CustomerInput { Name = "A" });
        (await webhooks.ReplayAsync(added.Id, cursor)).Behind.ShouldBe(1);

        await webhooks.DeleteAsync(added.Id);
        await webhooks.GetAsync(added.Id).RefusedAsync(ProblemCode.WebhookNotFound);
    }

    [Fact]
    public async Task Deliveries_are_listed_over_all_pages_the_newest_first()
    {
        var webhooks = (await server.NewClientAsync()).Webhooks;
        var added = await webhooks.CreateAsync(new NewWebhook(Nowhere));
        for (var i = 0; i < 103; i++) await webhooks.TestAsync(added.Id);

        (await webhooks.ListDeliveriesAsync(added.Id).ToListAsync()).Select(delivery => delivery.Id).ShouldBe(Enumerable.Range(1, 103).Reverse().Select(id => (long)id));
        (await webhooks.ListDeliveriesAsync(added.Id, failedOnly: true, before: 3).ToListAsync()).Select(delivery => delivery.Id).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task A_webhook_that_is_wrong_is_refused_with_what_is_wrong() =>
        (await (await server.NewClientAsync()).Webhooks.CreateAsync(new NewWebhook(new Uri("ftp://shop.example/"))).RefusedAsync(ProblemCode.InvalidWebhook)).Errors.Keys.ShouldHaveSingleItem().ShouldBe("url");

    [Fact]
    public async Task What_is_not_as_in_the_directory_is_told_as_rows_and_as_a_file()
    {
        var client = await server.NewClientAsync();
        await client.Customers.CreateAsync(new CustomerInput { Name = "Norrskens Bageri AB", CompanyNumber = "402000-0016", Address = "Provgatan 3" });
        var (gone, _) = await client.Customers.CreateAsync(new CustomerInput { Name = "Bolaget AB", CompanyNumber = "559244-0001" });

        var rows = await client.Directory.GetDriftAsync().ToListAsync();

        rows.Select(row => string.Join(' ', row.Drift)).ShouldBe(["address liquidation", "not_found"]);
        (rows[0].Customer.Address, rows[0].Directory!.Address, rows[0].CompanyNumber).ShouldBe(("Provgatan 3", "Kungsgatan 12", "402000-0016"));
        (rows[1].Id, rows[1].Directory).ShouldBe((gone.Id, null));
        (await client.Directory.GetDriftCsvAsync(CsvProfile.ExcelSwedish).ReadAsync()).ShouldContain(";Provgatan 3;");
    }
}
