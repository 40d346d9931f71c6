using Bunit;
using Kundbok.Contracts;
using Kundbok.Portal.Settings;

namespace Kundbok.Portal.Tests.Settings;

public sealed class LookupSettingsTests(LiquidationServer server) : IClassFixture<LiquidationServer>
{
    [Fact]
    public async Task An_account_is_set_kept_without_its_secret_tried_and_removed()
    {
        await using var context = await SignedInContext.OfAsync(server);
        var page = await context.ShowAsync<LookupSettings>();
        page.ShouldSay(".tag", "Not set");

        page.Field("Merchant id at Qvickly").Input("17");
        page.Find("form").Submit();
        page.ShouldSay("#lookup-secret-said", "Type the secret: 1 to 1,000 characters.");
        page.Field("Secret").Input("hemligt");
        page.Find("form").Submit();
        page.ShouldSay(".tag", "Set");
        page.Find("#lookup-secret").GetAttribute("value").ShouldBe("");
        page.Markup.ShouldNotContain("hemligt");

        page.Field("Also look up private persons").Change(true);
        page.Find("form").Submit();
        page.ShouldSay(".acted", "Saved");
        (await context.Client.LookupAccounts.ListAsync()).ShouldBe([new LookupAccountAnswer("qvickly", "17", Persons: true, Test: false)]);

        page.Field("Organisation number").Input("988 077 917");
        page.FindAll("form")[1].Submit();
        page.ShouldSay("Qvickly was not asked");
        page.Field("Organisation number").Input("12");
        page.FindAll("form")[1].Submit();
        page.ShouldSay("#lookup-number-said", "The number is no organisation number or personal identity number. Check the digits.");
        page.Find("#lookup-number").GetAttribute("value").ShouldBe("12");

        page.Button("Remove the account").Click();
        page.Button("Remove").Click();
        page.ShouldSay(".tag", "Not set");
        (await context.Client.LookupAccounts.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_typed_stays_when_it_cannot_be_saved()
    {
        await using var context = await SignedInContext.OfAsync(server);
        var page = await context.ShowAsync<LookupSettings>();
        page.Field("Merchant id at Qvickly").Input("17");
        page.Field("Secret").Input("hemligt");
        context.IsFailing = request => request.StartsWith("PUT ", StringComparison.Ordinal);

        page.Find("form").Submit();

        page.ShouldSay("Nothing that you typed is lost");
        (page.Find("#lookup-id").GetAttribute("value"), page.Find("#lookup-secret").GetAttribute("value")).ShouldBe(("17", "hemligt"));
    }
}
