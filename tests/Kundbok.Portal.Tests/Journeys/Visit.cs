using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Kundbok.Portal.Tests.Journeys;

/// <summary>
/// Somebody at a browser, in the portal of a server. When it ends, the browser must have reported nothing wrong and asked nobody else.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly Uri _server;

    private Visit(IBrowserContext context, Uri server)
    {
        _context = context;
        _server = server;
        context.SetDefaultTimeout(Chromium.PatienceMilliseconds);
        context.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme is "http" or "https" && address.Authority != server.Authority) _faults.Enqueue($"asked {address.Authority}");
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>What the browser reports that belongs to the journey, such as a refusal it is about: the beginning of the line.</summary>
    public List<string> Expected { get; } = [];

    /// <summary>Opens the portal.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="server">The server.</param>
    /// <param name="options">The browser's language, size and theme; null: Swedish, 1440 by 900, light.</param>
    public static async Task<Visit> BeginAsync(Chromium chromium, Uri server, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.Locale ??= "sv-SE";
        options.ViewportSize ??= new() { Width = 1440, Height = 900 };
        var visit = new Visit(await chromium.OpenAsync(options), server);
        visit.Page = await visit.OpenPageAsync("/");
        return visit;
    }

    /// <summary>Opens a further window of the same browser.</summary>
    public async Task<IPage> OpenPageAsync(string path)
    {
        var page = await _context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _faults.Enqueue(message.Text);
        };
        page.PageError += (_, fault) => _faults.Enqueue(fault);
        await page.GotoAsync(new Uri(_server, path).ToString());
        return page;
    }

    /// <summary>Goes to an address of the portal, as if it were typed.</summary>
    public Task GoAsync(string path) => Page.GotoAsync(new Uri(_server, path).ToString());

    /// <summary>Signs in and waits for the first page.</summary>
    public async Task SignInAsync(string userName, string password)
    {
        await Page.Locator("input[name=username]").FillAsync(userName);
        await Page.Locator("input[name=password]").FillAsync(password);
        await Page.Locator("button[type=submit]").ClickAsync();
        await Page.Locator("header.top").WaitForAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _faults.Where(fault => !Expected.Exists(expected => fault.StartsWith(expected, StringComparison.Ordinal))).ShouldBeEmpty();
    }
}
