using System.Globalization;
using System.Text.Json;
using Kundbok.Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kundbok.Portal.Tests.Journeys;

public sealed class CustomerJourneys(Chromium chromium, PortalServer server) : IClassFixture<PortalServer>
{
    [Fact]
    public async Task A_customer_is_found_by_a_part_of_the_name_without_its_dots()
    {
        await using var visit = await SignedInAsync([.. Invented(60), "Åkerström Cykel AB"]);
        var page = visit.Page;
        await Expect(Rows(page)).ToHaveCountAsync(25);

        await page.GetByLabel("Sök kunder").PressSequentiallyAsync("akerstr");

        await Expect(Rows(page)).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Åkerström Cykel AB" })).ToBeVisibleAsync();
        page.Url.ShouldNotContain("akerstr"); // it is personal data, and addresses are logged and shared
        await page.GetByRole(AriaRole.Link, new() { Name = "Åkerström Cykel AB" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Åkerström Cykel AB");
        await page.GoBackAsync();
        await Expect(page.GetByLabel("Sök kunder")).ToHaveValueAsync("akerstr");
        await Expect(Rows(page)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_filter_and_an_order_are_in_the_address_and_back_takes_them_away()
    {
        await using var visit = await SignedInAsync(Invented(40));
        var page = visit.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Privatpersoner" }).ClickAsync();
        await Expect(Rows(page)).ToHaveCountAsync(0);
        var shared = page.Url;
        shared.ShouldContain("kind=");
        await page.GoBackAsync();
        await Expect(Rows(page)).ToHaveCountAsync(25);

        var other = await visit.OpenPageAsync(new Uri(shared).PathAndQuery);
        await Expect(other.GetByRole(AriaRole.Button, new() { Name = "Privatpersoner", Exact = true }).First).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(Rows(other)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_two_people_change_at_once_is_chosen_field_by_field_and_nothing_is_lost()
    {
        await using var visit = await SignedInAsync(["Norrskens Cykel AB"]);
        visit.Expected.Add("Failed to load resource: the server responded with a status of 412"); // which is how the page learns of it
        var mine = visit.Page;
        await mine.GetByRole(AriaRole.Link, new() { Name = "Norrskens Cykel AB" }).ClickAsync();
        await Expect(Field(mine, CustomerFields.Name)).ToBeVisibleAsync();
        var theirs = await visit.OpenPageAsync(new Uri(mine.Url).PathAndQuery);

        await Field(theirs, CustomerFields.Name).FillAsync("Norrskens Cyklar AB");
        await Field(theirs, CustomerFields.Email).FillAsync("faktura@example.com");
        await theirs.Keyboard.PressAsync("Control+S");
        await Expect(theirs.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Norrskens Cyklar AB");
        await Field(mine, CustomerFields.Name).FillAsync("Norrskens Cykel och Sport AB");
        await Field(mine, CustomerFields.Address).FillAsync("Storgatan 1");
        await mine.Keyboard.PressAsync("Control+S");

        var conflict = mine.GetByRole(AriaRole.Region, new() { Name = "Någon annan har ändrat samma fält" });
        await Expect(conflict).ToContainTextAsync("Norrskens Cyklar AB");
        await conflict.GetByLabel("Norrskens Cykel och Sport AB").CheckAsync();
        await mine.Keyboard.PressAsync("Control+S");

        await Expect(mine.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Norrskens Cykel och Sport AB");
        await mine.ReloadAsync();
        await Expect(Field(mine, CustomerFields.Name)).ToHaveValueAsync("Norrskens Cykel och Sport AB");
        await Expect(Field(mine, CustomerFields.Address)).ToHaveValueAsync("Storgatan 1");
        await Expect(Field(mine, CustomerFields.Email)).ToHaveValueAsync("faktura@example.com");
    }

    [Fact]
    public async Task Whoever_leaves_with_something_unsaved_is_asked_and_loses_nothing()
    {
        await using var visit = await SignedInAsync(["Norrskens Cykel AB"]);
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Norrskens Cykel AB" }).ClickAsync();
        var here = page.Url;
        await Field(page, CustomerFields.Name).ClickAsync();
        await Field(page, CustomerFields.Name).FillAsync("Norrskens Cykel och Sport AB");
        var question = page.GetByRole(AriaRole.Dialog).Filter(new() { HasText = "Lämna utan att spara?" });

        foreach (var leave in new[] { () => page.EvaluateAsync("history.back()"), () => page.GetByRole(AriaRole.Link, new() { Name = "Översikt" }).ClickAsync() })
        {
            await leave();
            await question.GetByRole(AriaRole.Button, new() { Name = "Stanna kvar" }).ClickAsync();
            await Expect(question).ToHaveCountAsync(0);
            page.Url.ShouldBe(here);
            await Expect(Field(page, CustomerFields.Name)).ToHaveValueAsync("Norrskens Cykel och Sport AB");
        }

        var asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        page.Dialog += async (_, dialog) =>
        {
            await dialog.DismissAsync();
            asked.TrySetResult(dialog.Type);
        };
        await page.CloseAsync(new() { RunBeforeUnload = true });
        (await asked.Task.WaitAsync(TimeSpan.FromMilliseconds(Chromium.PatienceMilliseconds))).ShouldBe("beforeunload");
        await page.Keyboard.PressAsync("Control+S");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Norrskens Cykel och Sport AB");

        await page.EvaluateAsync("history.back()");
        await Expect(Rows(page)).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Norrskens Cykel och Sport AB" }).ClickAsync();
        await Field(page, CustomerFields.Name).FillAsync("Norrsken");
        await page.EvaluateAsync("history.back()");
        await question.GetByRole(AriaRole.Button, new() { Name = "Lämna" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Norrskens Cykel och Sport AB" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_was_typed_into_a_customer_that_somebody_else_removed_is_saved_once_it_is_back()
    {
        await using var visit = await SignedInAsync(["Norrskens Cykel AB"]);
        visit.Expected.Add("Failed to load resource: the server responded with a status of 404"); // which is how the page learns of it
        var mine = visit.Page;
        await mine.GetByRole(AriaRole.Link, new() { Name = "Norrskens Cykel AB" }).ClickAsync();
        await Expect(Field(mine, CustomerFields.Name)).ToBeVisibleAsync();
        var theirs = await visit.OpenPageAsync(new Uri(mine.Url).PathAndQuery);
        await theirs.GetByRole(AriaRole.Button, new() { Name = "Ta bort" }).ClickAsync();
        await Expect(theirs.Locator("#restore")).ToBeVisibleAsync();

        await Field(mine, CustomerFields.Address).FillAsync("Storgatan 1");
        await mine.Keyboard.PressAsync("Control+S");

        await Expect(mine.Locator(".removed")).ToContainTextAsync("Kunden togs bort");
        await Expect(mine.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Kunden har tagits bort. Det du skrivit finns kvar.");
        await Expect(Field(mine, CustomerFields.Address)).ToHaveValueAsync("Storgatan 1");
        await mine.GetByRole(AriaRole.Button, new() { Name = "Återställ kunden" }).ClickAsync();
        await Expect(mine.Locator(".removed")).ToHaveCountAsync(0);
        await mine.Keyboard.PressAsync("Control+S");
        await Expect(mine.Locator(".save-bar")).ToHaveCountAsync(0);
        await mine.ReloadAsync();
        await Expect(Field(mine, CustomerFields.Address)).ToHaveValueAsync("Storgatan 1");
    }

    [Fact]
    public async Task Everything_that_is_held_about_a_person_is_a_file()
    {
        var user = await server.NewUserAsync();
        await server.AddAsync(user.Merchant, [(CustomerFields.Name, "Maja Exempel"), (CustomerFields.TypeCode, "private"), (CustomerFields.Email, "maja@example.com")]);
        await using var visit = await Visit.BeginAsync(chromium, server.Address);
        await visit.SignInAsync(user.Name, user.Password);
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Maja Exempel" }).ClickAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Registerutdrag" }).ClickAsync());

        await using var file = await download.CreateReadStreamAsync();
        using var dossier = await JsonDocument.ParseAsync(file);
        var customer = dossier.RootElement.GetProperty("customer");
        (customer.GetProperty("name").GetString(), customer.GetProperty("email").GetString()).ShouldBe(("Maja Exempel", "maja@example.com"));
        dossier.RootElement.GetProperty("versions").GetArrayLength().ShouldBe(1);
        download.SuggestedFilename.ShouldEndWith(".json");
        download.SuggestedFilename.ShouldNotContain("Maja");
    }

    [Fact]
    public async Task Everybody_who_matches_is_removed_and_brought_back()
    {
        await using var visit = await SignedInAsync([.. Invented(70), "Åkerström Cykel AB"]);
        var page = visit.Page;
        await page.GetByLabel("Sök kunder").FillAsync("kund");
        await Expect(page.Locator(".pager")).ToContainTextAsync("70");

        await page.GetByLabel("Välj sidan").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Välj alla 70 som matchar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ta bort" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Ta bort" }).ClickAsync();

        await Expect(page.GetByText("70 kunder borttagna")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stäng" })).ToBeVisibleAsync(); // the component library's own label
        await Expect(Rows(page)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Ångra" }).ClickAsync();
        await Expect(Rows(page)).ToHaveCountAsync(25);
        await Expect(page.Locator(".pager")).ToContainTextAsync("70");
    }

    [Fact]
    public async Task An_export_is_a_file_with_everybody_in_it()
    {
        await using var visit = await SignedInAsync([.. Invented(30), "Åkerström Cykel AB"]);
        var page = visit.Page;
        await Expect(Rows(page)).ToHaveCountAsync(25);

        await page.GetByRole(AriaRole.Button, new() { Name = "Exportera" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV", Exact = true }).ClickAsync());

        await using var file = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(file);
        var lines = (await reader.ReadToEndAsync()).TrimEnd().Split('\n');
        lines.Length.ShouldBe(32);
        lines[0].ShouldContain("companyno");
        lines[^1].ShouldContain("Åkerström Cykel AB");
    }

    [Fact]
    public async Task A_number_that_is_looked_up_fills_in_who_it_is()
    {
        await using var visit = await SignedInAsync([]);
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Ny kund" }).First.ClickAsync();

        await Field(page, CustomerFields.CompanyNumber).FillAsync(PortalServer.InDirectory);
        await page.GetByRole(AriaRole.Button, new() { Name = "Slå upp" }).ClickAsync();

        await Expect(page.GetByText("Från organisationskatalogen.")).ToBeVisibleAsync();
        await Expect(Field(page, CustomerFields.Name)).ToHaveValueAsync("Norrskens Bageri AB");
        await Expect(Field(page, CustomerFields.Address)).ToHaveValueAsync("Kungsgatan 12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Lägg upp kunden" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Norrskens Bageri AB");
    }

    [Fact]
    public async Task Everything_is_done_with_the_keyboard_alone()
    {
        var user = await server.NewUserAsync();
        await server.AddAsync(user.Merchant, Named([.. Invented(5), "Åkerström Cykel AB"]));
        await using var visit = await Visit.BeginAsync(chromium, server.Address);
        var (page, keys) = (visit.Page, visit.Page.Keyboard);

        await page.Locator("input[name=username]").FocusAsync();
        await keys.TypeAsync(user.Name);
        await keys.PressAsync("Tab");
        await keys.TypeAsync(user.Password);
        await keys.PressAsync("Enter");
        await Expect(Rows(page)).ToHaveCountAsync(6);
        await keys.PressAsync("/");
        await keys.TypeAsync("akerst");
        await Expect(Rows(page)).ToHaveCountAsync(1);
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Åkerström Cykel AB");
        await Field(page, CustomerFields.Name).FocusAsync();
        await keys.PressAsync("End");
        await keys.TypeAsync(" i Umeå");
        await keys.PressAsync("Control+S");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Åkerström Cykel AB i Umeå");
    }

    [Fact]
    public async Task A_session_that_ends_while_somebody_types_loses_nothing()
    {
        var user = await server.NewUserAsync();
        await server.AddAsync(user.Merchant, Named(["Norrskens Cykel AB"]));
        await using var visit = await Visit.BeginAsync(chromium, server.Address);
        visit.Expected.Add("Failed to load resource: the server responded with a status of 401");
        await visit.SignInAsync(user.Name, user.Password);
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Norrskens Cykel AB" }).ClickAsync();
        await Field(page, CustomerFields.Name).FillAsync("Norrskens Cykel och Sport AB");

        await page.Context.ClearCookiesAsync();
        await page.Keyboard.PressAsync("Control+S");
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Din session har gått ut" });
        await dialog.GetByLabel("Lösenord").FillAsync(user.Password);
        await page.Keyboard.PressAsync("Enter");

        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Norrskens Cykel och Sport AB");
    }

    private async Task<Visit> SignedInAsync(IEnumerable<string> names)
    {
        var user = await server.NewUserAsync();
        await server.AddAsync(user.Merchant, Named(names));
        var visit = await Visit.BeginAsync(chromium, server.Address);
        await visit.SignInAsync(user.Name, user.Password);
        return visit;
    }

    private static ILocator Field(IPage page, CustomerField field) => page.Locator($"#field-{field.Name}");

    private static ILocator Rows(IPage page) => page.Locator("table.customers tbody tr");

    private static IEnumerable<string> Invented(int count) => Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"Kund {i:D3} AB"));

    private static IEnumerable<(CustomerField, string)[]> Named(IEnumerable<string> names) => names.Select(name => new[] { (CustomerFields.Name, name), (CustomerFields.TypeCode, "company") });
}
