using Kundbok.Portal.Language;

namespace Kundbok.Portal;

/// <summary>How this browser wants the portal: its language and theme. Kept in the browser.</summary>
public sealed class Preferences(Browser browser)
{
    private const string LanguageKey = "language";
    private const string ThemeKey = "theme";

    /// <summary>Raised when one was changed.</summary>
    public event EventHandler? Changed;

    /// <summary>The texts of the language.</summary>
    public Texts Texts { get; private set; } = Texts.In("en");

    /// <summary>Whether the page is dark.</summary>
    public bool IsDark { get; private set; }

    /// <summary>What was chosen before; else what the browser prefers.</summary>
    public async Task LoadAsync()
    {
        Texts = Texts.In(await browser.RecallAsync(LanguageKey) ?? await browser.LanguageAsync());
        IsDark = await browser.RecallAsync(ThemeKey) is { } theme ? theme == "dark" : await browser.PrefersDarkAsync();
        await ShowAsync();
    }

    /// <summary>Changes the language.</summary>
    public async Task SpeakAsync(string language)
    {
        Texts = Texts.In(language);
        await browser.KeepAsync(LanguageKey, Texts.Language);
        await ShowAsync();
    }

    /// <summary>Changes the theme.</summary>
    public async Task DarkenAsync(bool dark)
    {
        IsDark = dark;
        await browser.KeepAsync(ThemeKey, dark ? "dark" : "light");
        await ShowAsync();
    }

    private async Task ShowAsync()
    {
        await browser.ShowAsAsync(Texts.Language, IsDark);
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
