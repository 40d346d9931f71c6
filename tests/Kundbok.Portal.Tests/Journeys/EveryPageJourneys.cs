using Deque.AxeCore.Playwright;
using Kundbok.Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kundbok.Portal.Tests.Journeys;

/// <summary>
/// Every page, in both themes and on a phone: accessible as far as axe can see, as wide as the window, and without a word from the browser. With
/// KUNDBOK_SCREENSHOTS they are kept in that directory, to be looked at.
/// </summary>
public sealed class EveryPageJourneys(Chromium chromium, PortalServer server) : IClassFixture<PortalServer>
{
    private const string LongName = "Föreningen för främjande av långa namn och krångliga adresser i Norra Västerbottens inlands skogslän ekonomisk förening u.p.a.";

    private static readonly string? Kept = Environment.GetEnvironmentVariable("KUNDBOK_SCREENSHOTS");

    private static readonly (string Name, string Path, string Ready)[] Pages =
    [
        ("customers", "/app/customers", "table.customers tbody tr"),
        ("customers-filtered", "/app/customers?kind=private", ".empty"),
        ("customer", "/app/customers/{id}", "#field-name"),
        ("customer-new", "/app/customers/new", "#field-name"),
        ("overview", "/app/overview", "svg"),
        ("settings-users", "/app/settings/users", "h2"),
        ("settings-tokens", "/app/settings/tokens", "h2"),
        ("settings-webhooks", "/app/settings/webhooks", "h2"),
        ("settings-lookup", "/app/settings/lookup", "h2"),
        ("not-found", "/app/nothing", "h1"),
    ];

    [Theory]
    [InlineData("light", 1440, "sv-SE")]
    [InlineData("dark", 1440, "en-US")]
    [InlineData("light", 390, "en-US")]
    [InlineData("dark", 390, "sv-SE")]
    public async Task Nothing_is_wrong_with_it(string theme, int width, string locale)
    {
        var user = await server.NewUserAsync();
        await server.AddAsync(user.Merchant, Customers());
        using var page = await server.Register.Customers.ListAsync(user.Merchant, CustomerFilter.All, new(Storage.CustomerSort.Default, null, 0, 1), CancellationToken.None);
        var options = new BrowserNewContextOptions
        {
            Locale = locale,
            ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = width < 500 ? 844 : 900 },
        };
        await using var visit = await Visit.BeginAsync(chromium, server.Address, options);

        await visit.Page.Locator("input[name=username]").WaitForAsync();
        var wrong = await LookAsync(visit.Page, "sign-in", theme, width);
        await visit.SignInAsync(user.Name, user.Password);
        foreach (var (name, path, ready) in Pages)
        {
            await visit.GoAsync(path.Replace("{id}", $"{page.Ids[0]}", StringComparison.Ordinal));
            await Expect(visit.Page.Locator(ready).First).ToBeVisibleAsync();
            wrong.AddRange(await LookAsync(visit.Page, name, theme, width));
        }

        wrong.ShouldBeEmpty();
    }

    private static async Task<List<string>> LookAsync(IPage page, string name, string theme, int width)
    {
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        if (Kept is not null)
        {
            Directory.CreateDirectory(Kept);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Kept, $"{name}-{theme}-{width}.png") });
        }

        var found = (await page.RunAxe()).Violations.Select(violation => $"{name}: {violation.Id}: {string.Join(' ', violation.Nodes.Select(node => node.Html))}").ToList();
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0) found.Add($"{name}: {overflow} pixels wider than the window");
        return found;
    }

    private static IEnumerable<(CustomerField, string)[]> Customers() =>
        Enumerable.Range(1, 40).Select(i => new[] { (CustomerFields.Name, $"Exempel {i} AB"), (CustomerFields.City, "Umeå"), (CustomerFields.CountryCode, "se"), (CustomerFields.Email, $"faktura{i}@example.com") })
            .Prepend([(CustomerFields.Name, LongName), (CustomerFields.CompanyNumber, "556036-0793"), (CustomerFields.Address, LongName), (CustomerFields.Notes, LongName)])
            .Append([(CustomerFields.Name, "X")]);
}
