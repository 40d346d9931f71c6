using Bunit;
using Kundbok.Portal.Layout;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Kundbok.Portal.Tests.Layout;

/// <summary>The labels of the component library.</summary>
public sealed class ComponentTextsTests : BunitContext
{
    [Theory]
    [InlineData("sv", "Stäng")]
    [InlineData("en", "Close")]
    public async Task They_are_in_the_language_of_the_page(string language, string close)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var browser = JSInterop.SetupModule("./portal.js");
        browser.Mode = JSRuntimeMode.Loose;
        browser.Setup<string?>("recall", "language").SetResult(language);
        Services.AddMudServices();
        Services.AddScoped<Browser>();
        Services.AddScoped<Preferences>();
        Services.AddScoped<MudLocalizer, ComponentTexts>();
        await Services.GetRequiredService<Preferences>().LoadAsync();
        var messages = Render<MudSnackbarProvider>();

        await messages.InvokeAsync(() => Services.GetRequiredService<ISnackbar>().Add("…", Severity.Success));

        messages.WaitForAssertion(() => messages.Find("button").GetAttribute("aria-label").ShouldBe(close));
    }
}
