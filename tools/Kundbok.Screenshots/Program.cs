// The pictures of the README, for the script beside it. Arguments: the demo's address, user and password, the directory to write to, where Chromium is.
using Microsoft.Playwright;

var (server, user, password, directory, chromium) = (args[0], args[1], args[2], args[3], args[4]);
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox"] });
await TakeAsync(ColorScheme.Light, "customers", async page =>
{
    await page.GetByRole(AriaRole.Button, new() { Name = "Companies", Exact = true }).ClickAsync();
    await page.Locator("#search").FillAsync("stad");
    await page.WaitForTimeoutAsync(2000);
});
await TakeAsync(ColorScheme.Dark, "customer", async page =>
{
    await page.Locator("#search").FillAsync("akerb");
    await page.WaitForTimeoutAsync(2000);
    await page.Locator("table.customers tbody a").First.ClickAsync();
    await page.Locator("#field-name").WaitForAsync();
    await page.WaitForTimeoutAsync(1000);
});

async Task TakeAsync(ColorScheme scheme, string name, Func<IPage, Task> show)
{
    await using var context = await browser.NewContextAsync(new() { Locale = "en-GB", ColorScheme = scheme, ViewportSize = new() { Width = 1120, Height = 700 } });
    var page = await context.NewPageAsync();
    await page.GotoAsync(server);
    await page.Locator("input[name=username]").FillAsync(user);
    await page.Locator("input[name=password]").FillAsync(password);
    await page.Locator("button[type=submit]").ClickAsync();
    await page.Locator("table.customers tbody tr").First.WaitForAsync();
    await show(page);
    await page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"{name}.png") });
}
