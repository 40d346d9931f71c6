using Microsoft.Playwright;

namespace Kundbok.Portal.Tests.Journeys;

/// <summary>One browser for all journeys, each of which takes a profile of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>How long something may take that must come. A busy machine compiles the app for long when it is first opened.</summary>
    public const float PatienceMilliseconds = 60_000;

    public ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens a browser without any memory. Without Chromium the test is skipped.</summary>
    public async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options)
    {
        Requires.Chromium();
        await _starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Requires.ChromiumPath, Args = ["--no-sandbox"] });
        }
        finally
        {
            _starting.Release();
        }

        return await _browser.NewContextAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }
}
