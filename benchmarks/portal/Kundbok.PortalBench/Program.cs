// The portal in a real browser, for benchmarks/run. Arguments: a server's address, a user and the password, a file of search terms as they are in
// addresses, how many of them to type, where Chromium is. Prints one round, a line a figure:
//   load MS             from nothing in the cache to the form to sign in with
//   wire KIB            what that took on the wire, and what the first list of customers took besides
//   again MS            the same with what the browser has kept
//   again-wire KIB
//   search MS           a line a term: from its last key press to the rows on the screen
using System.Globalization;
using Microsoft.Playwright;

const string SignIn = "input[name=username]", Settled = "table.customers[aria-busy=false], .customers-page .empty";
var (server, user, password, terms, count, chromium) = (args[0], args[1], args[2], File.ReadAllLines(args[3]), int.Parse(args[4], CultureInfo.InvariantCulture), args[5]);

using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox"] });
await using var context = await browser.NewContextAsync(new() { Locale = "sv-SE", ViewportSize = new() { Width = 1440, Height = 900 } });
var page = await context.NewPageAsync();
var wire = 0L;
var network = await context.NewCDPSessionAsync(page);
network.Event("Network.loadingFinished").OnEvent += (_, answer) => wire += (long)answer!.Value.GetProperty("encodedDataLength").GetDouble();
await network.SendAsync("Network.enable");

var clock = System.Diagnostics.Stopwatch.StartNew();
await page.GotoAsync(server);
await page.Locator(SignIn).WaitForAsync();
Say("load", clock.Elapsed.TotalMilliseconds);
await page.Locator(SignIn).FillAsync(user);
await page.Locator("input[name=password]").FillAsync(password);
await page.Locator("button[type=submit]").ClickAsync();
await SettledAsync();
Say("wire", wire / 1024.0);

wire = 0;
clock.Restart();
await page.GotoAsync(server);
await SettledAsync();
Say("again", clock.Elapsed.TotalMilliseconds);
Say("again-wire", wire / 1024.0);

var search = page.Locator("#search");
foreach (var term in terms.Select(term => Uri.UnescapeDataString(term.Replace('+', ' '))).Where(term => term.Length > 3).Take(count))
{
    await search.FillAsync(term[..^1]);
    await page.WaitForTimeoutAsync(1000);
    await SettledAsync();
    if (await page.Locator("table.customers").CountAsync() == 0) continue; // nobody has even so much of it

    // Until the table says that it is no longer being filled, and the browser has painted that.
    var typed = page.EvaluateAsync<double>(
        """
        () => new Promise(done => {
            let pressed = 0, asked = false;
            for (const event of ["keydown", "input"]) // a letter that the keyboard does not have comes without its key
                addEventListener(event, () => pressed ||= performance.now(), { capture: true, once: true });
            new MutationObserver((_, watch) => {
                if (document.querySelector("table.customers[aria-busy=true]")) asked = true;
                else if (asked) { watch.disconnect(); requestAnimationFrame(() => setTimeout(() => done(performance.now() - pressed))); }
            }).observe(document.querySelector("main"), { attributes: true, childList: true, subtree: true });
        })
        """);
    await page.EvaluateAsync("() => 0"); // by now the one before is watching
    await search.PressSequentiallyAsync(term[^1..]);
    Say("search", await typed);
}

static void Say(string figure, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure} {value:F1}"));

Task SettledAsync() => page.Locator(Settled).First.WaitForAsync();
