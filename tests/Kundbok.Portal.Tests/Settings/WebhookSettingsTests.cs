using Bunit;
using Kundbok.Client;
using Kundbok.Contracts;
using Kundbok.Portal.Settings;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Kundbok.Portal.Tests.Settings;

public sealed class WebhookSettingsTests(LiquidationServer server) : IClassFixture<LiquidationServer>
{
    // Nothing listens there: each delivery fails at once.
    private const string Nowhere = "http://127.0.0.1:1/hook";

    [Fact]
    public async Task A_webhook_is_added_with_the_events_that_were_chosen_and_its_secret_shown_once()
    {
        await using var context = await SignedInContext.OfAsync(server);
        var page = await context.ShowAsync<WebhookSettings>();
        page.ShouldSay("No webhook yet.");
        page.Button("Add a webhook").Click();
        page.Field("Address").Input(Nowhere);
        page.Field("Description").Input("Butiken");
        page.Field("Only these").Change(true);

        page.Find("#webhook-form").Submit();
        page.ShouldSay("Choose at least one.");
        page.FindAll(".within input")[0].Change(true);
        page.FindAll(".within input")[2].Change(true);
        page.Find("#webhook-form").Submit();

        page.ShouldSay("This is shown once.");
        page.Find("#shown-secret").GetAttribute("value")!.ShouldStartWith("whsec_");
        page.Button("Done").Click();
        page.WaitForAssertion(() => page.Rows("table").ShouldHaveSingleItem().ShouldBe([Nowhere, "Butiken", "Created, Removed", "Active", "0"]));
        page.Find("td a").GetAttribute("href").ShouldBe($"settings/webhooks/{(await context.Client.Webhooks.ListAsync())[0].Id}");
    }

    [Theory]
    [InlineData("shop.example")]
    [InlineData("ftp://shop.example/")]
    public async Task An_address_that_is_none_is_said_at_the_field_and_stays_there(string address)
    {
        await using var context = await SignedInContext.OfAsync(server);
        var page = await context.ShowAsync<WebhookSettings>();
        page.Button("Add a webhook").Click();
        page.Field("Address").Input(address);

        page.Find("#webhook-form").Submit();

        page.WaitForAssertion(() => page.Find("#webhook-url-said").TextContent.ShouldStartWith("An address such as https://"));
        page.Find("#webhook-url").GetAttribute("aria-describedby").ShouldBe("webhook-url-said");
        page.Find("#webhook-url").GetAttribute("value").ShouldBe(address);
    }

    [Fact]
    public async Task A_webhook_is_tested_paused_changed_given_a_new_secret_and_removed()
    {
        await using var context = await SignedInContext.OfAsync(server);
        var webhook = await context.Client.Webhooks.CreateAsync(new NewWebhook(new Uri(Nowhere)));
        var page = await context.ShowAsync<WebhookDetails>((nameof(WebhookDetails.Id), webhook.Id));
        page.ShouldSay("Nothing has been sent yet.");

        page.Button("Send a test").Click();
        page.WaitForAssertion(() => page.Rows("table").ShouldHaveSingleItem()[1..4].ShouldBe(["No connection", "–", "1"]));
        page.Find("p[role=status]").TextContent.ShouldStartWith("Test: No connection");
        page.FindAll(".acts button")[0].Click();
        page.WaitForAssertion(() => page.Rows("table").Select(row => row[3]).ShouldBe(["2", "1"]));

        page.Button("Pause").Click();
        page.ShouldSay(".webhook-head .tag", "Paused");
        page.Button("Change").Click();
        page.Field("Description").Input("Butiken");
        page.Find("#webhook-form").Submit();
        page.WaitForAssertion(() => page.Find(".figures dd").TextContent.ShouldBe("Butiken"));
        page.Button("Resume").Click();
        page.ShouldSay(".webhook-head .tag", "Active");

        page.Button("New secret").Click();
        page.Field("The old secret signs along for").Change("0");
        page.Find("#rotate-form").Submit();
        page.WaitForAssertion(() => page.Find("#shown-secret").GetAttribute("value")!.ShouldStartWith("whsec_"));
        page.Button("Done").Click();
        page.WaitForAssertion(() => page.FindAll(".mud-dialog").ShouldBeEmpty());

        page.Button("Remove").Click();
        page.ShouldSay("Nothing more is sent to it");
        page.Find(".mud-dialog .danger").Click();
        page.WaitForAssertion(() => context.Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/settings/webhooks"));
        (await context.Client.Webhooks.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Older_deliveries_come_when_they_are_asked_for()
    {
        await using var context = await SignedInContext.OfAsync(server);
        var webhook = await context.Client.Webhooks.CreateAsync(new NewWebhook(new Uri(Nowhere)));
        for (var i = 0; i < 27; i++) await context.Client.Webhooks.TestAsync(webhook.Id);
        var page = await context.ShowAsync<WebhookDetails>((nameof(WebhookDetails.Id), webhook.Id));
        page.WaitForAssertion(() => page.Rows("table").Length.ShouldBe(25));

        page.Button("Older").Click();

        page.WaitForAssertion(() => page.Rows("table").Length.ShouldBe(27));
        page.FindAll("button").ShouldNotContain(button => button.TextContent == "Older");
    }

    [Theory]
    [InlineData("active", null, 0, "Active", "good")]
    [InlineData("active", null, 3, "Failing", "warn")]
    [InlineData("paused", "by_user", 3, "Paused", "")]
    [InlineData("paused", "gone", 1, "Stopped", "bad")]
    [InlineData("paused", "tired", 1, "Stopped", "bad")]
    public void A_status_says_how_it_goes(string status, string? reason, int failures, string said, string tone)
    {
        var webhook = new WebhookAnswer("wh_1", Nowhere, "", [], status, reason, failures, null, null, "2026-01-15T09:30:00.000Z", 0);
        var texts = Language.Texts.In("en");

        (WebhookTexts.Status(webhook, texts), WebhookTexts.Tone(webhook)).ShouldBe((said, tone));
        if (reason == "tired") WebhookTexts.Reason(webhook, texts).ShouldBe("tired", "a newer server has further reasons");
    }
}
