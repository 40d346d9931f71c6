using Deque.AxeCore.Playwright;
using Kundbok.Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kundbok.Portal.Tests.Journeys;

public sealed class OverviewAndSettingsJourneys(Chromium chromium, PortalServer server) : IClassFixture<PortalServer>
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_page_of_them_keeps_anybody_out(ColorScheme scheme)
    {
        var user = await server.NewUserAsync();
        await server.AddAsync(user.Merchant, [(CustomerFields.Name, "Åkes Bageri"), (CustomerFields.TypeCode, "company"), (CustomerFields.CountryCode, "se")]);
        await using var visit = await Visit.BeginAsync(chromium, server.Address, new() { Locale = "en-GB", ColorScheme = scheme });
        visit.Expected.Add("Failed to load resource: the server responded with a status of 409"); // no directory is loaded
        await visit.SignInAsync(user.Name, user.Password);

        foreach (var (path, ready) in ((string, string)[])[("overview", ".latest tbody tr"), ("settings/users", "tbody tr"), ("settings/tokens", "summary"), ("settings/webhooks", "#webhooks"), ("settings/lookup", "#lookup-id")])
        {
            await visit.GoAsync($"/app/{path}");
            await visit.Page.Locator(ready).First.WaitForAsync();
            await ShouldBeOpenToAllAsync(visit.Page, path);
        }

        await visit.GoAsync("/app/settings/tokens");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "New token" }).ClickAsync();
        await visit.Page.GetByLabel("Name").WaitForAsync();
        await Expect(visit.Page.Locator(".mud-dialog")).ToHaveCSSAsync("opacity", "1"); // it fades in
        await ShouldBeOpenToAllAsync(visit.Page, "a new token");
    }

    [Fact]
    public async Task A_token_is_made_with_the_keyboard_alone_and_the_dialog_keeps_the_focus()
    {
        var user = await server.NewUserAsync();
        await using var visit = await Visit.BeginAsync(chromium, server.Address, new() { Locale = "en-GB" });
        await visit.SignInAsync(user.Name, user.Password);
        await visit.GoAsync("/app/settings/tokens");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "New token" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Name")).ToBeFocusedAsync();

        for (var i = 0; i < 25; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            (await page.EvaluateAsync<bool>("document.activeElement === document.body || document.querySelector('.mud-dialog-container').contains(document.activeElement)")).ShouldBeTrue();
        }

        await page.GetByLabel("Name").FocusAsync();
        await page.Keyboard.TypeAsync("Shop");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#shown-secret")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^eyJ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Shop", Exact = true })).ToBeVisibleAsync();
    }

    private static async Task ShouldBeOpenToAllAsync(IPage page, string place)
    {
        var result = await page.RunAxe();
        result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{place}: {violation.Id} {node.Html}")).ShouldBeEmpty();
    }
}
