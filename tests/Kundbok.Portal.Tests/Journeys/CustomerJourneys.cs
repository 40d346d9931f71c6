using System.Globalization;
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
