namespace Kundbok.Client.Tests;

/// <summary>Filters as the client writes them and the real server reads them.</summary>
public sealed class FilterTests(ClientServer server) : IClassFixture<ClientServer>
{
    private static readonly CustomerFilter All = CustomerFilter.All;

    public static TheoryData<string, CustomerFilter, string> Filters => new()
    {
        { "all", All, "A P C" },
        { "search", All.Containing("akerstr", "ume"), "P" },
        { "search twice", All.Containing("akerstr").Containing("ume"), "P" },
        { "search for a number", All.Containing("5560160680"), "C" },
        { "search with signs", All.Containing("a&b=c"), "A" },
        { "search for nothing", All.Containing(" "), "A P C" },
        { "not containing", All.Except(All.Containing("akerstr")), "A C" },
        { "invoice form", All.ContainingInInvoiceForm("ume"), "" },
        { "created today", All.CreatedWithin(Today, Today), "A P C" },
        { "not created today", All.Except(All.CreatedWithin(Today, Today)), "" },
        { "created at an instant", All.CreatedWithin(DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow.AddDays(1)), "A P C" },
        { "private", All.OfKind(CustomerKind.Private), "P" },
        { "not private", All.Except(All.OfKind(CustomerKind.Private)), "A C" },
        { "kinds", All.OfKind(CustomerKind.Private, CustomerKind.Company), "P C" },
        { "kinds and one of them", All.OfKind(CustomerKind.Private, CustomerKind.Company).OfKind(CustomerKind.Company), "C" },
        { "unknown and not others", All.OfKind(CustomerKind.Unknown).Except(All.OfKind(CustomerKind.Private, CustomerKind.Company)), "A" },
        { "e-invoice", All.TakingEInvoices(), "C" },
        { "no e-invoice", All.Except(All.TakingEInvoices()), "A P" },
        { "reverse tax", All.WithReverseTax(), "A" },
        { "either title", new CustomerFilter([new HasTitle(EInvoice: true, ReverseTax: true, Inverted: false)]), "A C" },
        { "number", All.Where(CustomerFields.Number, "1002"), "P" },
        { "email", All.Where(CustomerFields.Email, "a+b@example.com"), "A" },
        { "organisation number", All.Where(CustomerFields.CompanyNumber, "165560160680"), "C" },
        { "several", All.Except(All.OfKind(CustomerKind.Private)).Except(All.WithReverseTax()), "C" },
    };

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    [Theory]
    [MemberData(nameof(Filters), DisableDiscoveryEnumeration = true)]
    public async Task A_filter_means_for_the_server_what_it_says(string what, CustomerFilter filter, string expected)
    {
        var client = await server.NewClientAsync();
        await client.Customers.CreateAsync(new CustomerInput { Name = "A&B=C", Reference = "A", Email = "a+b@example.com", ReverseTax = "1" });
        await client.Customers.CreateAsync(new CustomerInput { Name = "Åkerström, Alma", Reference = "P", City = "Umeå", TypeCode = "privat" });
        await client.Customers.CreateAsync(new CustomerInput { Name = "Nordlys Cykel AB", Reference = "C", CompanyNumber = "556016-0680", EInvoiceParty = "7" });

        var found = await client.Customers.ListAsync(filter).ToListAsync();

        string.Join(' ', found.Select(customer => customer.Reference)).ShouldBe(expected, what);
        (await client.Customers.CountAsync(filter)).ShouldBe(found.Count, what);
        var csv = await client.Exports.GetCsvAsync(filter).ReadAsync();
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(found.Count + 1, what);
    }

    [Fact]
    public async Task What_the_api_takes_once_is_refused_twice_before_anything_is_sent()
    {
        var client = server.ClientWith(null);
        var twice = All.Where(CustomerFields.Email, "a@example.com").Where(CustomerFields.Email, "b@example.com");

        (await Should.ThrowAsync<ArgumentException>(() => client.Customers.CountAsync(twice))).Message.ShouldNotContain("example.com");
        Should.Throw<ArgumentException>(() => All.Except(All.TakingEInvoices().WithReverseTax()));
    }

    [Fact]
    public void An_order_can_be_written()
    {
        CustomerOrder.ByName.Reversed.ToString().ShouldBe("-name");
        default(CustomerOrder).ToString().ShouldBe("id");
    }
}
