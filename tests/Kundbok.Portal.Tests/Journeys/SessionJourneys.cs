using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kundbok.Portal.Tests.Journeys;

public sealed partial class SessionJourneys(Chromium chromium, PortalServer server) : IClassFixture<PortalServer>
{
    [Fact]
    public async Task Whoever_starts_the_program_signs_in_with_what_it_says()
    {
        Requires.Chromium();
        var data = Directory.CreateTempSubdirectory("kundbok-portal-");
        try
        {
            await using var program = await ServerProcess.StartAsync(data.FullName);
            var said = Credentials().Match(program.Greeting);
            await using var visit = await Visit.BeginAsync(chromium, program.Address);

            await visit.SignInAsync(said.Groups["user"].Value, said.Groups["password"].Value);

            await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task No_script_can_read_the_token_and_signing_out_ends_it()
    {
        var user = await server.NewUserAsync();
        await using var visit = await Visit.BeginAsync(chromium, server.Address);
        await visit.SignInAsync(user.Name, user.Password);

        (await visit.Page.EvaluateAsync<string>("document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")).ShouldNotContain("eyJ");
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator("header.top")).ToBeVisibleAsync();
        await visit.Page.Locator(".user-button").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Logga ut", Exact = true }).ClickAsync();

        await Expect(visit.Page.Locator("input[name=password]")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator("input[name=password]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_wrong_password_is_said_in_the_language_of_the_browser()
    {
        await using var visit = await Visit.BeginAsync(chromium, server.Address, new() { Locale = "en-GB" });
        visit.Expected.Add("Failed to load resource: the server responded with a status of 401");

        await visit.Page.GetByLabel("User name").FillAsync("nobody");
        await visit.Page.GetByLabel("Password").FillAsync("wrong");
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The user name or the password is wrong.");
    }

    [GeneratedRegex("has the user (?<user>[^ ]+) with the password (?<password>[^ ]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Credentials();
}
