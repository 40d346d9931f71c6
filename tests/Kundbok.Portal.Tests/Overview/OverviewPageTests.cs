using System.Globalization;
using Bunit;
using Kundbok.Contracts;
using Kundbok.Portal.Overview;

namespace Kundbok.Portal.Tests.Overview;

/// <summary>The overview.</summary>
public sealed class OverviewPageTests(LiquidationServer server, TestServer bare) : IClassFixture<LiquidationServer>, IClassFixture<TestServer>
{
    [Fact]
    public async Task The_figures_are_drawn_and_told()
    {
        await using var context = await SignedInContext.OfAsync(server);
        await context.Client.Customers.CreateAsync(new CustomerInput { Name = "Bolaget AB", TypeCode = "company", CountryCode = "SE" });
        await context.Client.Customers.CreateAsync(new CustomerInput { Name = "Firman AB", TypeCode = "company", CountryCode = "zz" });
        await context.Client.Customers.CreateAsync(new CustomerInput { Name = "Maja", TypeCode = "private" });

        var page = await context.ShowAsync<OverviewPage>();

        page.WaitForAssertion(() => page.FindAll(".shares").Count.ShouldBe(2));
        page.Find(".figures a[href=customers]").TextContent.ShouldBe("3");
        page.Rows(".shares [aria-labelledby=by-kind]").Select(row => $"{row[0]} {row[2]} {row[3]}").ShouldBe(["Companies 2 67 %", "Private persons 1 33 %", "Unknown kind 0 0 %"]);
        page.Rows(".shares [aria-labelledby=by-country]").Select(row => $"{row[0]} {row[2]}").ShouldBe(["Sweden 1", "ZZ 1", "No country 1"], ignoreOrder: true);
        var months = (await context.Client.Customers.GetSummaryAsync()).Created.Months;
        page.Find(".plot svg").GetAttribute("aria-label").ShouldBe($"New: {string.Join(", ", months.Select(month => string.Create(CultureInfo.InvariantCulture, $"{month.Month}: {month.Count}")))}");
        page.FindAll(".plot title").Count.ShouldBe(24);
        page.Find("a[href='customers?kind=company']").TextContent.ShouldBe("Companies");
    }

    [Fact]
    public async Task The_chart_is_a_table_too_and_sums_up()
    {
        await using var context = await SignedInContext.OfAsync(server);
        await context.Client.Customers.CreateAsync(new CustomerInput { Name = "A" });
        var page = await context.ShowAsync<OverviewPage>();

        page.Button("All").Click();
        page.WaitForAssertion(() => page.Find(".plot svg").GetAttribute("aria-label")!.ShouldStartWith("All: "));
        page.Button("As a table").Click();

        page.WaitForAssertion(() => page.Rows(".month-table").Length.ShouldBe(24));
        var rows = page.Rows(".month-table");
        rows.Sum(row => int.Parse(row[1], CultureInfo.InvariantCulture)).ShouldBe(1);
        rows[^1][2].ShouldBe("1");
    }

    [Fact]
    public async Task What_was_changed_last_comes_first_and_leads_to_the_customer()
    {
        await using var context = await SignedInContext.OfAsync(server);
        var (a, _) = await context.Client.Customers.CreateAsync(new CustomerInput { Name = "Åkes Bageri" });
        var (b, _) = await context.Client.Customers.CreateAsync(new CustomerInput { Name = "B" });
        await context.Client.Customers.UpdateAsync(a.Id, new CustomerInput { City = "Umeå" });
        await context.Client.Customers.DeleteAsync(b.Id);
        await context.Client.Customers.EraseAsync(b.Id);

        var page = await context.ShowAsync<OverviewPage>();

        page.WaitForAssertion(() => page.Rows(".latest").Select(row => $"{row[1]} {row[2]}").ShouldBe([$"Erased #{b.Id}", "Changed Åkes Bageri", "Created Åkes Bageri"]));
        page.FindAll(".latest td a").Select(link => link.GetAttribute("href")).ShouldBe([$"customers/{a.Id}", $"customers/{a.Id}"]);
        await context.Client.Customers.UpdateAsync(a.Id, new CustomerInput { City = "Luleå" });
        page.Button("Refresh").Click();
        page.WaitForAssertion(() => page.Rows(".latest").Length.ShouldBe(4));
    }

    [Fact]
    public async Task What_differs_from_the_directory_is_told_field_by_field_and_saved_as_a_file()
    {
        await using var context = await SignedInContext.OfAsync(server);
        await context.Client.Customers.CreateAsync(new CustomerInput { Name = "Norrskens Bageri AB", CompanyNumber = "402000-0016", Address = "Provgatan 3", PostalCode = "903 25", City = "Umeå" });
        for (var i = 0; i < 6; i++) await context.Client.Customers.CreateAsync(new CustomerInput { Name = "Bolaget AB", CompanyNumber = "559244-0001" });

        var page = await context.ShowAsync<OverviewPage>();

        page.ShouldSay(".drift p", "7 companies differ. These are the first:");
        page.FindAll(".drift li").Count.ShouldBe(5);
        page.FindAll(".drift li")[0].QuerySelectorAll(".tag, dl > *").Select(part => part.TextContent).ShouldBe(["Liquidation", "Address", "Provgatan 3 → Kungsgatan 12"]);
        page.FindAll(".drift li")[1].QuerySelector(".tag")!.TextContent.ShouldBe("Not in the directory");
        page.Button("Excel").Click();
        page.WaitForAssertion(() => context.BrowserModule.Invocations["download"].ShouldHaveSingleItem().Arguments.ShouldBe(["/directory/drift?format=csv&profile=excel-sv"]));
    }

    [Fact]
    public async Task Without_a_directory_it_says_what_to_do()
    {
        await using var context = await SignedInContext.OfAsync(bare);
        await context.Client.Customers.CreateAsync(new CustomerInput { Name = "A" });

        (await context.ShowAsync<OverviewPage>()).ShouldSay("Whoever runs the server loads it");
    }

    [Fact]
    public async Task A_new_register_shows_how_to_begin()
    {
        await using var context = await SignedInContext.OfAsync(server);
        var page = await context.ShowAsync<OverviewPage>();
        page.WaitForAssertion(() => page.FindAll(".begin a").Select(link => link.GetAttribute("href")).ShouldBe(["customers/new", "settings/tokens", "settings/users", "/docs"]));
        page.ShouldSay("Nothing has been changed yet.");

        await using var reader = await SignedInContext.OfAsync(server, "customers:read");
        var other = await reader.ShowAsync<OverviewPage>();
        other.WaitForAssertion(() => other.FindAll(".begin a").Select(link => link.GetAttribute("href")).ShouldBe(["/docs"]));
        other.FindAll(".drift").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_read_leaves_the_rest_and_can_be_asked_for_again()
    {
        await using var context = await SignedInContext.OfAsync(server);
        await context.Client.Customers.CreateAsync(new CustomerInput { Name = "A" });
        context.IsFailing = request => request == "GET /customers/summary";
        var page = await context.ShowAsync<OverviewPage>();
        page.WaitForAssertion(() => page.FindAll(".problem").ShouldHaveSingleItem().TextContent.ShouldContain("Something went wrong in the server"));
        page.WaitForAssertion(() => page.Rows(".latest").Length.ShouldBe(1));

        context.IsFailing = _ => false;
        page.Button("Try again").Click();

        page.WaitForAssertion(() => page.Find(".figures a[href=customers]").TextContent.ShouldBe("1"));
        page.FindAll(".problem").ShouldBeEmpty();
    }
}
