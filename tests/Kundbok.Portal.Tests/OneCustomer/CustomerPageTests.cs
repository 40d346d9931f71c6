using AngleSharp.Dom;
using Bunit;
using Kundbok.Contracts;
using Kundbok.Portal.Language;
using Kundbok.Portal.OneCustomer;
using Kundbok.Portal.Session;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Kundbok.Portal.Tests.OneCustomer;

/// <summary>The page of one customer, against the real server.</summary>
public sealed class CustomerPageTests(PortalServer server) : BunitContext, IClassFixture<PortalServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private BunitJSModuleInterop _module = null!;

    [Fact]
    public async Task The_form_has_its_common_fields_and_those_that_are_set_and_the_others_on_demand()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenAsync(person, new CustomerInput { Name = "A", Fax = "1", DeliveryName = "B" });

        page.FindAll("section.group h2").Select(heading => heading.TextContent).ShouldBe(["Customer", "Address", "Contact", "Delivery", "Invoicing", "Notes"]);
        page.FindAll(".fields input, .fields textarea, .fields select")[0].Id.ShouldBe("field-companyno");
        foreach (var shown in new[] { "name", "fax", "deliveryname", "notes" }) page.Find($"#field-{shown}");
        page.FindAll("#field-address2, #field-deliveryaddress").ShouldBeEmpty();
        page.Find(".given").TextContent.ShouldContain("Merchant");

        await ClickEachAsync(page, ".more");
        FormLayout.All.ShouldAllBe(field => page.FindAll($"#field-{field.Name}").Count == 1 && page.FindAll($"label[for='field-{field.Name}']").Count == 1);
        await ClickEachAsync(page, ".more");
        page.FindAll("#field-address2").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_field_that_is_emptied_or_filled_in_stays_where_it_is()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenAsync(person, new CustomerInput { Name = "A", Fax = "1" });

        await page.Find("#field-fax").InputAsync("");
        page.Find("#field-fax").GetAttribute("value").ShouldBe("");
        await page.Find("[aria-labelledby=group-Address] .more").ClickAsync();
        await page.Find("#field-address2").InputAsync("c/o B");
        await page.Find("#field-address2").InputAsync("");
        page.Find(".more + .field").InnerHtml.ShouldContain("address2");
    }

    [Fact]
    public async Task Typing_shows_the_bar_and_Ctrl_S_stores_what_changed()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenAsync(person, new CustomerInput { Name = "A" });
        page.FindAll(".save-bar").ShouldBeEmpty();

        await page.Find("#field-postoffice").InputAsync("Umeå");
        page.Find(".save-bar").TextContent.ShouldContain("1 field changed");
        page.FindAll(".changed label").Single().TextContent.ShouldBe("City");
        await page.InvokeAsync(page.Instance.SaveFromKeyboardAsync);

        page.WaitForAssertion(() => page.FindAll(".save-bar").ShouldBeEmpty(), Patience);
        (person.Writes[^1].Version, person.Writes[^1].Body).ShouldBe(("\"1\"", """{"postoffice":"Umeå"}"""));
        page.WaitForAssertion(() => page.FindAll(".history li").Count.ShouldBe(2), Patience);
    }

    [Fact]
    public async Task Discarding_gives_back_what_is_stored()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenAsync(person, new CustomerInput { Name = "A", City = "Umeå" });

        await page.Find("#field-postoffice").InputAsync("Luleå");
        await page.FindAll(".save-bar button")[0].ClickAsync();

        page.Find("#field-postoffice").GetAttribute("value").ShouldBe("Umeå");
        page.FindAll(".save-bar").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_customer_is_created_and_has_an_address_of_its_own()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenNewAsync(person);

        await page.Find("#field-name").InputAsync("Nordlys AB");
        await page.Find(".save-bar .primary").ClickAsync();

        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe("Nordlys AB"), Patience);
        var id = (await person.Customers.ListAsync().ToListAsync()).Single().Id;
        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith($"/customers/{id}");
        page.Render(parameters => parameters.Add(one => one.Id, id));
        page.Find("#field-customerid").GetAttribute("value").ShouldBe("1001");
    }

    [Fact]
    public async Task A_fault_is_told_at_its_field_which_gets_the_focus()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenNewAsync(person);

        await page.Find("#field-customerid").InputAsync("7");
        await page.Find(".save-bar .primary").ClickAsync();

        page.WaitForAssertion(() => page.Find("#field-name").GetAttribute("aria-invalid").ShouldBe("true"), Patience);
        page.Find("#said-name").TextContent.ShouldContain("needs a name");
        page.Find("#field-name").GetAttribute("aria-describedby").ShouldBe("said-name");
        page.WaitForAssertion(() => _module.Invocations["focus"][^1].Arguments.ShouldBe(["field-name"]), Patience);
        page.Find("#field-customerid").GetAttribute("value").ShouldBe("7");
    }

    [Fact]
    public async Task A_number_that_is_taken_is_told_at_its_field_with_a_way_to_its_holder()
    {
        using var person = await Person.OfAsync(server);
        var (holder, _) = await person.Customers.CreateAsync(new CustomerInput { Name = "A", Number = "7" });
        var page = await OpenNewAsync(person);

        await page.Find("#field-name").InputAsync("B");
        await page.Find("#field-customerid").InputAsync("7");
        await page.Find(".save-bar .primary").ClickAsync();

        page.WaitForAssertion(() => page.Find("#said-customerid a").GetAttribute("href").ShouldBe($"customers/{holder.Id}"), Patience);
        page.Find("#field-name").GetAttribute("value").ShouldBe("B");
    }

    [Fact]
    public async Task Hints_and_the_kind_follow_what_is_typed()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenNewAsync(person);
        page.Find(".kind").TextContent.ShouldContain("no number");

        await page.Find("#field-companyno").InputAsync("556016-0681");
        page.Find("#said-companyno.warn").TextContent.ShouldContain("check digit");
        page.Find("#field-companyno").HasAttribute("aria-invalid").ShouldBeFalse();

        await page.Find("#field-companyno").InputAsync("556016-0680");
        page.Find("#said-companyno.quiet").TextContent.ShouldContain("Swedish organisation number");
        page.Find(".kind").TextContent.ShouldContain("Company");
        page.Find(".kind").TextContent.ShouldContain("an organisation's");

        await page.Find("#field-customertypecode").InputAsync("private");
        page.Find(".kind").TextContent.ShouldContain("Private person");
        page.Find(".kind").TextContent.ShouldContain("by the customer type");
    }

    [Fact]
    public async Task Reverse_charge_is_yes_or_no_and_keeps_another_text_that_is_stored()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenAsync(person, new CustomerInput { Name = "A", ReverseTax = "sometimes" });

        page.FindAll("#field-reversetax option").Select(option => option.TextContent).ShouldBe(["Not said", "Yes", "No", "No (sometimes)"]);
        await page.Find("#field-reversetax").ChangeAsync("1");
        page.FindAll("#field-reversetax option").Count.ShouldBe(4);
        await page.Find("#field-reversetax").ChangeAsync("sometimes");
        page.FindAll(".save-bar").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_look_up_fills_in_what_is_empty_and_offers_the_rest()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenNewAsync(person);
        await page.Find("#field-name").InputAsync("Bageriet");
        await page.Find("#field-companyno").InputAsync("402000-0016");

        await page.Find("#field-companyno").KeyDownAsync("Enter");

        page.WaitForAssertion(() => page.Find(".lookup").TextContent.ShouldContain("the directory of organisations"), Patience);
        page.Find("#field-address").GetAttribute("value").ShouldBe("Kungsgatan 12");
        page.Find("#field-name").GetAttribute("value").ShouldBe("Bageriet");
        page.Find(".offer").TextContent.ShouldContain("Norrskens Bageri AB");

        await page.Find(".offer input").ChangeAsync(true);
        await page.Find(".lookup fieldset button").ClickAsync();
        page.Find("#field-name").GetAttribute("value").ShouldBe("Norrskens Bageri AB");
        page.FindAll(".offer").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("556016-0680", 200, "", "Nobody with that number")]
    [InlineData("556016-0681", 200, "", "no organisation number")]
    [InlineData("", 200, "", "Write an organisation number")]
    [InlineData("556016-0680", 503, "lookup_unavailable", "does not answer now")]
    [InlineData("556016-0680", 400, "invalid_org_number", "no organisation number")]
    [InlineData("556016-0680", 429, "too_many_requests", "Too many requests")]
    public async Task Why_nothing_was_looked_up_is_told(string number, int status, string code, string told)
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenNewAsync(person);
        await page.Find("#field-companyno").InputAsync(number);

        if (status != 200) person.Answer(1, (System.Net.HttpStatusCode)status, $$"""{"code":"{{code}}"}""");
        await page.Find(".control button").ClickAsync();

        page.WaitForAssertion(() => page.Find(".lookup").TextContent.ShouldContain(told), Patience);
        page.Find("#field-companyno").GetAttribute("value").ShouldBe(number);
    }

    [Theory]
    [InlineData("bolagsverket", true, "From Bolagsverket.")]
    [InlineData("prh", false, "the Finnish register")]
    [InlineData(null, false, "From a register.")]
    public void Whose_answer_it_is_and_that_it_is_of_an_earlier_day_is_told(string? source, bool isStale, string told)
    {
        var form = CustomerForm.New();
        var found = new Kundbok.Client.LookupResult(new Party("", "", "Nordlys AB", "", "", "", "", "", ""), isStale, source);

        var box = Render<LookupBox>(parameters => parameters.AddCascadingValue(Texts.In("en")).Add(one => one.Proposal, LookupProposal.FillIn(form, found)));

        box.Find(".note").TextContent.ShouldContain(told);
        box.FindAll(".stale").Count.ShouldBe(isStale ? 1 : 0);
    }

    [Fact]
    public async Task A_conflict_shows_both_and_stores_what_is_chosen_over_their_version()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenAsync(person, new CustomerInput { Name = "A", City = "Umeå" });
        await page.Find("#field-postoffice").InputAsync("Luleå");
        await person.Customers.UpdateAsync(page.Instance.Id!.Value, new CustomerInput { City = "Kiruna", Email = "a@example.com" });

        await page.Find(".save-bar .primary").ClickAsync();

        page.WaitForAssertion(() => page.FindAll(".conflict fieldset, .history li").Count.ShouldBe(3), Patience);
        var conflict = page.Find(".conflict").TextContent;
        foreach (var text in new[] { "was: Umeå", "Luleå", "Kiruna", "Billing e-mail", "by the token" }) conflict.ShouldContain(text);
        page.Find("#field-email").GetAttribute("value").ShouldBe("a@example.com");
        page.Find("#field-postoffice").GetAttribute("value").ShouldBe("Luleå");

        await page.FindAll(".conflict input")[^1].ChangeAsync("on");
        page.Find("#field-postoffice").GetAttribute("value").ShouldBe("Kiruna");
        await page.FindAll(".conflict input")[0].ChangeAsync("on");
        await page.Find(".save-bar .primary").ClickAsync();
        page.WaitForAssertion(() => page.FindAll(".conflict").ShouldBeEmpty(), Patience);
        (person.Writes[^1].Version, person.Writes[^1].Body).ShouldBe(("\"2\"", """{"postoffice":"Luleå"}"""));
    }

    [Fact]
    public async Task The_history_shows_each_difference_and_older_versions_on_demand_and_leads_back()
    {
        using var person = await Person.OfAsync(server);
        var (customer, _) = await person.Customers.CreateAsync(new CustomerInput { Name = "A", City = "Umeå" });
        for (var i = 0; i < 24; i++) await person.Customers.UpdateAsync(customer.Id, new CustomerInput { City = $"Ort {i}" });
        var page = await OpenAsync(person, customer.Id);

        page.WaitForAssertion(() => page.FindAll(".history li").Count.ShouldBe(20), Patience);
        var newest = page.Find(".history li");
        (newest.QuerySelector("dt")!.TextContent, newest.QuerySelector("del")!.TextContent, newest.QuerySelector("ins")!.TextContent).ShouldBe(("City", "Ort 22", "Ort 23"));
        newest.QuerySelector(".back").ShouldBeNull();

        await page.Find(".history > button").ClickAsync();
        page.WaitForAssertion(() => page.FindAll(".history li").Count.ShouldBe(25), Patience);
        page.FindAll(".history > button").ShouldBeEmpty();

        var dialogs = Render<MudDialogProvider>();
        page.FindAll(".history .back")[^1].Click();
        dialogs.WaitForAssertion(() => dialogs.Find(".changes").TextContent.ShouldContain("Umeå"), Patience);
        dialogs.FindAll(".changes dt").Count.ShouldBe(1);
        await dialogs.Find("button.primary").ClickAsync();
        page.WaitForAssertion(() => page.Find("#field-postoffice").GetAttribute("value").ShouldBe("Umeå"), Patience);
        page.WaitForAssertion(() => page.Find(".history li strong").TextContent.ShouldBe("Reverted"), Patience);
    }

    [Fact]
    public async Task A_removed_customer_can_be_brought_back_at_once()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenAsync(person, new CustomerInput { Name = "A" });

        page.FindAll(".actions button").Single(button => button.TextContent == "Remove").Click();
        page.WaitForAssertion(() => page.Find("#restore").TextContent.ShouldBe("Undo"), Patience);
        page.Find(".removed").TextContent.ShouldContain("was removed");

        await page.Find("#restore").ClickAsync();
        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe("A"), Patience);
    }

    [Fact]
    public async Task A_customer_is_erased_only_when_its_number_is_typed()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenAsync(person, new CustomerInput { Name = "A", Number = "K-7" });
        var dialogs = Render<MudDialogProvider>();

        page.Find(".actions .danger").Click();
        dialogs.WaitForAssertion(() => dialogs.Find("button.danger").HasAttribute("disabled").ShouldBeTrue(), Patience);
        await dialogs.Find("#erase-number").InputAsync("K-");
        dialogs.Find("button.danger").HasAttribute("disabled").ShouldBeTrue();
        await dialogs.Find("#erase-number").InputAsync("K-7");
        await dialogs.Find("button.danger").ClickAsync();

        page.WaitForAssertion(() => page.Markup.ShouldContain("erased for good"), Patience);
    }

    [Fact]
    public async Task Leaving_with_something_unsaved_is_asked_about()
    {
        using var person = await Person.OfAsync(server);
        var page = await OpenAsync(person, new CustomerInput { Name = "A" });
        var dialogs = Render<MudDialogProvider>();
        var navigation = Services.GetRequiredService<NavigationManager>();
        var here = navigation.Uri;
        await page.Find("#field-postoffice").InputAsync("Umeå");

        await page.InvokeAsync(() => navigation.NavigateTo("customers"));
        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldContain("Leave without saving?"), Patience);
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Stay").Click();
        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldNotContain("Leave without saving?"), Patience);
        navigation.Uri.ShouldBe(here);

        await page.InvokeAsync(() => navigation.NavigateTo("customers"));
        dialogs.WaitForAssertion(() => dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Leave").Click(), Patience);
        page.WaitForAssertion(() => navigation.Uri.ShouldEndWith("/customers"), Patience);
    }

    [Fact]
    public async Task Whoever_may_only_read_can_change_nothing()
    {
        var merchant = await server.AddMerchantAsync();
        using var writer = new Person(server, await server.TokenAsync(merchant));
        using var reader = new Person(server, await server.TokenAsync(merchant, "customers:read"));
        var (customer, _) = await writer.Customers.CreateAsync(new CustomerInput { Name = "A" });

        var page = await OpenAsync(reader, customer.Id);

        page.FindAll(".fields input, .fields textarea").ShouldAllBe(input => input.HasAttribute("readonly"));
        page.Find("#field-reversetax").HasAttribute("disabled").ShouldBeTrue();
        page.FindAll(".actions button, .control button, .save-bar").ShouldBeEmpty();
    }

    private async Task<IRenderedComponent<CustomerPage>> OpenAsync(Person person, CustomerInput input) => await OpenAsync(person, (await person.Customers.CreateAsync(input)).Customer.Id);

    private async Task<IRenderedComponent<CustomerPage>> OpenAsync(Person person, long id)
    {
        await SignInAsync(person);
        Services.GetRequiredService<NavigationManager>().NavigateTo($"customers/{id}");
        var page = Render<CustomerPage>(parameters => parameters.Add(one => one.Id, id));
        page.WaitForAssertion(() => page.FindAll(".form, .history li").Count.ShouldBeGreaterThan(1), Patience);
        return page;
    }

    private static async Task ClickEachAsync(IRenderedComponent<CustomerPage> page, string selector)
    {
        for (var i = 0; i < page.FindAll(selector).Count; i++) await page.FindAll(selector)[i].ClickAsync();
    }

    private async Task<IRenderedComponent<CustomerPage>> OpenNewAsync(Person person)
    {
        await SignInAsync(person);
        return Render<CustomerPage>();
    }

    private async Task SignInAsync(Person person)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        _module = JSInterop.SetupModule("./portal.js");
        _module.Mode = JSRuntimeMode.Loose;
        _module.Setup<string?>("recall", "signed-in").SetResult("yes");
        Services.AddMudServices();
        Services.AddCascadingValue(_ => Texts.In("en"));
        Services.AddScoped<Browser>();
        Services.AddScoped(_ => person.Client);
        var browser = new Browser(JSInterop.JSRuntime);
        var session = new PortalSession(person.Http, browser);
        await session.LoadAsync();
        session.Current.ShouldNotBeNull();
        Services.AddScoped(_ => session);
        Render<MudPopoverProvider>();
    }
}
