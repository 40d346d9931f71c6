using Bunit;
using Kundbok.Contracts;
using Kundbok.Portal.Customers;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Kundbok.Portal.Tests.Customers;

/// <summary>The page of customers. Buttons are found and pressed at once: an answer may draw the page anew in between.</summary>
public sealed class CustomersPageTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task An_older_answer_never_overwrites_a_newer_one()
    {
        await using var context = await ListContext.OfAsync(server);
        await context.AddAsync("Berg", "Bergman", "Dal");
        var page = await context.ShowAsync();
        page.WaitForAssertion(() => ListContext.Names(page).Length.ShouldBe(3));

        context.Held.IsHeld = address => address.Contains("search=berg&", StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("#search").Input("berg"));
        page.WaitForAssertion(() => context.Held.Asked.Count(address => address.Contains("search=berg&", StringComparison.Ordinal)).ShouldBe(2, "the page and the count"));
        ListContext.Names(page).Length.ShouldBe(3, "the rows before stay");
        page.Find("table").GetAttribute("aria-busy").ShouldBe("true");

        await page.InvokeAsync(() => page.Find("#search").Input("bergman"));
        page.WaitForAssertion(() => ListContext.Names(page).ShouldBe(["Bergman"]));
        context.Held.Release.SetResult();
        page.WaitForAssertion(() => page.Find(".pager [role=status]").TextContent.ShouldBe("1–1 of 1"));

        await page.InvokeAsync(() => { });
        ListContext.Names(page).ShouldBe(["Bergman"]);
        page.Find("table").GetAttribute("aria-busy").ShouldBe("false");
    }

    [Fact]
    public async Task The_rows_do_not_wait_for_the_count()
    {
        await using var context = await ListContext.OfAsync(server);
        await context.AddAsync([.. Enumerable.Range(1, 26).Select(i => $"N{i}")]);
        context.Held.IsHeld = address => address.Contains("/count", StringComparison.Ordinal);

        var page = await context.ShowAsync();
        page.WaitForAssertion(() => ListContext.Names(page).Length.ShouldBe(25));
        page.Find(".pager [role=status]").TextContent.ShouldBe("1–25 of …");

        context.Held.Release.SetResult();
        page.WaitForAssertion(() => page.Find(".pager [role=status]").TextContent.ShouldBe("1–25 of 26"));
        page.Find("h1 .total").TextContent.ShouldBe("26");
    }

    [Fact]
    public async Task The_text_searched_for_is_kept_beside_the_address_and_the_filters_in_it()
    {
        await using var context = await ListContext.OfAsync(server);
        await context.AddAsync("Åsa Berg", "Bergs Bageri");
        var page = await context.ShowAsync();
        page.WaitForAssertion(() => ListContext.Names(page).Length.ShouldBe(2));

        await page.InvokeAsync(() => page.Find("#search").Input("berg asa"));
        page.WaitForAssertion(() => ListContext.Names(page).ShouldBe(["Åsa Berg"]));
        page.WaitForAssertion(() => ListMemory.Read(context.Navigation.HistoryEntryState).Search.ShouldBe("berg asa"));
        context.Navigation.Uri.ShouldEndWith("/customers");

        await page.InvokeAsync(() => page.FindAll(".chip").Single(chip => chip.TextContent == "Private persons").Click());
        page.WaitForAssertion(() => context.Held.Asked[^2].ShouldContain("filter=isPrivate"));
        context.Navigation.Uri.ShouldEndWith("/customers?kind=private");
        ListMemory.Read(context.Navigation.HistoryEntryState).Search.ShouldBe("berg asa");

        // Back, to an entry without either.
        context.Navigation.NavigateTo("customers", new NavigationOptions { HistoryEntryState = ListMemory.None.Write() });
        page.WaitForAssertion(() => ListContext.Names(page).Length.ShouldBe(2));
        page.Find("#search").GetAttribute("value").ShouldBeNullOrEmpty();
    }

    [Fact]
    public async Task Pages_follow_each_other_and_back()
    {
        await using var context = await ListContext.OfAsync(server);
        await context.AddAsync([.. Enumerable.Range(10, 51).Select(i => $"N{i}")]);
        context.Navigation.NavigateTo("customers?sort=name");
        var page = await context.ShowAsync();
        page.WaitForAssertion(() => page.Find(".pager [role=status]").TextContent.ShouldBe("1–25 of 51"));

        await PressAsync(page, "Next");
        page.WaitForAssertion(() => page.Find(".pager [role=status]").TextContent.ShouldBe("26–50 of 51"));
        ListContext.Names(page)[0].ShouldBe("N35");
        context.Navigation.Uri.ShouldContain("sort=name&after=");
        await PressAsync(page, "Next");
        page.WaitForAssertion(() => page.Find(".pager [role=status]").TextContent.ShouldBe("51–51 of 51"));

        await PressAsync(page, "Previous");
        page.WaitForAssertion(() => ListContext.Names(page)[0].ShouldBe("N35"));
        await PressAsync(page, "Previous");
        page.WaitForAssertion(() => ListContext.Names(page)[0].ShouldBe("N10"));
        context.Navigation.Uri.ShouldEndWith("/customers?sort=name");
        context.Held.Asked.Count(address => address.StartsWith("/customers/count", StringComparison.Ordinal)).ShouldBe(1, "the number of customers is no other on another page");
    }

    [Fact]
    public async Task A_head_sorts_and_says_how()
    {
        await using var context = await ListContext.OfAsync(server);
        await context.AddAsync("B", "A", "C");
        var page = await context.ShowAsync();
        page.WaitForAssertion(() => ListContext.Names(page).ShouldBe(["C", "A", "B"]));

        await page.InvokeAsync(() => page.Find("th.c-name button").Click());
        page.WaitForAssertion(() => ListContext.Names(page).ShouldBe(["A", "B", "C"]));
        page.Find("th.c-name").GetAttribute("aria-sort").ShouldBe("ascending");
        await page.InvokeAsync(() => page.Find("th.c-name button").Click());
        page.WaitForAssertion(() => ListContext.Names(page).ShouldBe(["C", "B", "A"]));
        page.Find("th.c-name").GetAttribute("aria-sort").ShouldBe("descending");
        page.Find("th.c-created").GetAttribute("aria-sort").ShouldBe("none");
    }

    [Fact]
    public async Task Chosen_columns_are_remembered()
    {
        await using var context = await ListContext.OfAsync(server);
        await context.AddAsync("A");
        context.BrowserModule.Setup<string?>("recall", "customers.columns").SetResult("vatno,shoesize,city");
        var page = await context.ShowAsync();
        page.WaitForAssertion(() => Heads(page).ShouldBe(["Name", "VAT no.", "City"]));

        await page.InvokeAsync(() => page.FindAll("#columns input")[0].Change(true));

        page.WaitForAssertion(() => Heads(page).ShouldBe(["Number", "Name", "VAT no.", "City"]));
        context.BrowserModule.Invocations["keep"].ShouldHaveSingleItem().Arguments.ShouldBe(["customers.columns", "number,name,vatno,city"]);
    }

    [Fact]
    public async Task Nobody_at_all_and_nobody_who_matches_are_told_apart()
    {
        await using var context = await ListContext.OfAsync(server);
        var page = await context.ShowAsync();
        page.WaitForAssertion(() => page.Find(".empty h2").TextContent.ShouldBe("No customers yet"));
        page.Find(".empty a").GetAttribute("href").ShouldBe("customers/new");

        await page.InvokeAsync(() => page.Find("#search").Input("maja"));
        page.WaitForAssertion(() => page.Find(".empty h2").TextContent.ShouldBe("Nobody matches"));
        await page.InvokeAsync(() => page.FindAll(".chip").Single(chip => chip.TextContent == "E-invoice").Click());
        page.WaitForAssertion(() => page.FindAll(".takes button").Select(take => take.TextContent.Trim()).ShouldBe(["”maja” ×", "E-invoice ×"]));

        await page.InvokeAsync(() => page.FindAll(".takes button")[0].Click());
        page.WaitForAssertion(() => page.FindAll(".takes button").Count.ShouldBe(1));
        await page.InvokeAsync(() => page.FindAll(".takes button")[0].Click());
        page.WaitForAssertion(() => page.Find(".empty h2").TextContent.ShouldBe("No customers yet"));
    }

    [Fact]
    public async Task A_failure_keeps_the_rows_and_can_be_tried_again()
    {
        await using var context = await ListContext.OfAsync(server);
        await context.AddAsync("A", "B");
        var page = await context.ShowAsync();
        page.WaitForAssertion(() => ListContext.Names(page).Length.ShouldBe(2));

        context.Held.IsFailing = _ => true;
        await page.InvokeAsync(() => page.Find("th.c-name button").Click());
        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain("Try again"));
        ListContext.Names(page).ShouldBe(["B", "A"]);
        page.Find("th.c-name").GetAttribute("aria-sort").ShouldBe("none", "the rows are still in the order before");

        context.Held.IsFailing = _ => false;
        await page.InvokeAsync(() => page.Find("[role=alert] button").Click());
        page.WaitForAssertion(() => ListContext.Names(page).ShouldBe(["A", "B"]));
        page.FindAll("[role=alert]").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cursor_that_is_none_leads_to_the_first_page()
    {
        await using var context = await ListContext.OfAsync(server);
        await context.AddAsync("A");
        context.Navigation.NavigateTo("customers?after=nonsense");
        var page = await context.ShowAsync();

        page.WaitForAssertion(() => page.Find("[role=alert] button").TextContent.ShouldBe("First page"));
        await page.InvokeAsync(() => page.Find("[role=alert] button").Click());
        page.WaitForAssertion(() => ListContext.Names(page).ShouldBe(["A"]));
    }

    [Fact]
    public async Task All_that_match_are_removed_after_asking_and_brought_back()
    {
        await using var context = await ListContext.OfAsync(server);
        await context.AddAsync([.. Enumerable.Range(1, 30).Select(i => $"Person {i}")]);
        await context.Client.Customers.CreateAsync(new CustomerInput { Name = "A company", TypeCode = "company" });
        context.Navigation.NavigateTo("customers?kind=private");
        var dialogs = context.Render<MudDialogProvider>();
        var snackbars = context.Render<MudSnackbarProvider>();
        var page = await context.ShowAsync();
        page.WaitForAssertion(() => page.Find(".pager [role=status]").TextContent.ShouldBe("1–25 of 30"));

        await page.InvokeAsync(() => page.Find("thead input").Click());
        page.Find(".selected [role=status]").TextContent.ShouldBe("25 on this page selected.");
        await page.InvokeAsync(() => page.Find(".selected .link").Click());
        page.Find(".selected [role=status]").TextContent.ShouldBe("All 30 that match selected.");
        await page.InvokeAsync(() => page.Find(".selected .danger").Click());
        dialogs.WaitForAssertion(() => dialogs.Find("h2").TextContent.ShouldBe("Remove 30 customers?"));
        await dialogs.InvokeAsync(() => dialogs.Find(".danger").Click());

        page.WaitForAssertion(() => page.Find(".empty h2").TextContent.ShouldBe("Nobody matches"));
        (await context.Client.Customers.CountAsync()).ShouldBe(1);
        snackbars.WaitForAssertion(() => snackbars.Markup.ShouldContain("30 customers removed"));
        await snackbars.InvokeAsync(() => snackbars.FindAll("button").Single(button => button.TextContent.Contains("Undo", StringComparison.Ordinal)).Click());

        page.WaitForAssertion(() => page.Find(".pager [role=status]").TextContent.ShouldBe("1–25 of 30"));
        (await context.Client.Customers.CountAsync()).ShouldBe(31);
    }

    [Fact]
    public async Task A_range_is_selected_with_shift_and_another_search_selects_nobody()
    {
        await using var context = await ListContext.OfAsync(server);
        await context.AddAsync("A", "B", "C", "D");
        var page = await context.ShowAsync();
        page.WaitForAssertion(() => ListContext.Names(page).Length.ShouldBe(4));

        await page.InvokeAsync(() => page.FindAll("tbody input")[0].Click());
        await page.InvokeAsync(() => page.FindAll("tbody input")[2].Click(new MouseEventArgs { ShiftKey = true }));
        page.Find(".selected [role=status]").TextContent.ShouldBe("3 selected");
        page.FindAll("tr.chosen").Count.ShouldBe(3);

        await page.InvokeAsync(() => page.Find("#search").Input("d"));
        page.WaitForAssertion(() => ListContext.Names(page).ShouldBe(["D"]));
        page.FindAll(".selected").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_searched_for_is_in_no_link_to_a_file()
    {
        await using var context = await ListContext.OfAsync(server);
        await context.AddAsync("Maja");
        var page = await context.ShowAsync();
        page.WaitForAssertion(() => ListContext.Names(page).ShouldBe(["Maja"]));

        await page.InvokeAsync(() => page.FindAll("#export .item")[1].Click());
        page.WaitForAssertion(() => context.BrowserModule.Invocations["download"].ShouldHaveSingleItem().Arguments.ShouldBe(["/customers/export/csv?profile=excel-sv"]));

        await page.InvokeAsync(() => page.Find("#search").Input("maja"));
        page.WaitForAssertion(() => context.Navigation.HistoryEntryState!.ShouldContain("maja"));
        await page.InvokeAsync(() => page.FindAll("#export .item")[2].Click());
        page.WaitForAssertion(() => context.BrowserModule.Invocations["save"].Count.ShouldBe(1));
        await page.InvokeAsync(() => page.FindAll("tbody input")[0].Click());
        await page.InvokeAsync(() => page.FindAll("#export .item")[0].Click());
        page.WaitForAssertion(() => context.BrowserModule.Invocations["save"].Count.ShouldBe(2));

        context.BrowserModule.Invocations["download"].Count.ShouldBe(1);
        context.BrowserModule.Invocations["save"].Select(save => ((string)save.Arguments[0]!)[^4..]).ShouldBe([".xml", ".csv"]);
        context.Held.Asked[^1].ShouldBe("/customers/export/csv", "chosen ones are in the body");
    }

    private static string[] Heads(IRenderedComponent<CustomersPage> page) => [.. page.FindAll("thead th:not(.select)").Select(head => head.TextContent.Trim())];

    private static Task PressAsync(IRenderedComponent<CustomersPage> page, string button) => page.InvokeAsync(() => page.FindAll(".pager button").Single(one => one.TextContent == button).Click());
}
