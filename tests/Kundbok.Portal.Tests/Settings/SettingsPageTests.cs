using Bunit;
using Kundbok.Portal.Settings;

namespace Kundbok.Portal.Tests.Settings;

/// <summary>Which settings are shown to whom.</summary>
public sealed class SettingsPageTests(LiquidationServer server) : IClassFixture<LiquidationServer>
{
    [Theory]
    [InlineData("admin", "Users Tokens Look-up")]
    [InlineData("webhooks", "Webhooks")]
    public async Task A_person_sees_what_they_may_change(string scope, string tabs)
    {
        await using var context = await SignedInContext.OfAsync(server, scope);

        var page = await context.ShowAsync<SettingsPage>();

        string.Join(' ', page.FindAll(".tabs a").Select(tab => tab.TextContent)).ShouldBe(tabs);
        page.Find(".tabs [aria-current=page]").TextContent.ShouldBe(tabs.Split(' ')[0]);
        page.FindAll("h1").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_may_change_nothing_is_told_so()
    {
        await using var context = await SignedInContext.OfAsync(server, "customers:read");

        var page = await context.ShowAsync<SettingsPage>((nameof(SettingsPage.Section), "users"));

        page.ShouldSay("You may not see the settings");
        page.FindAll(".tabs").ShouldBeEmpty();
    }

    [Fact]
    public async Task There_are_no_other_settings()
    {
        await using var context = await SignedInContext.OfAsync(server);

        (await context.ShowAsync<SettingsPage>((nameof(SettingsPage.Section), "billing"))).ShouldSay("There is no such page");
    }
}
