using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

/// <summary>Looking for damage in PostgreSQL, and mending what can be made again.</summary>
public sealed class PostgresMaintenanceTests : PostgresRegisterTests
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var customers = Enumerable.Range(0, 1200)
            .Select(i => new NewCustomer(new CustomerInput { [CustomerFields.Name] = $"Kund {i}", [CustomerFields.CompanyNumber] = "556036-0793", [CustomerFields.PostalCode] = "114 18" }));
        (await Register.Customers.CreateManyAsync(Merchant, [.. customers], None)).ShouldBeNull();
    }

    [Fact]
    public async Task All_is_well_at_first() => (await CheckAsync()).ShouldBeEmpty();

    [Theory]
    [InlineData("UPDATE customer SET name_key = 'x' WHERE id = 7", "customer 7: a column")]
    [InlineData("UPDATE customer SET traits = 11 WHERE id = 7", "customer 7: a column")]
    [InlineData("UPDATE customer_text SET texts = replace(texts, 'kund 6', 'kund x') WHERE id = 7", "customer 7: a column")]
    [InlineData("UPDATE customer_text SET bare = 'x' WHERE id = 7", "customer 7: what is searched is missing")]
    [InlineData("DELETE FROM customer_text WHERE id = 7", "customer 7: what is searched is missing")]
    [InlineData("INSERT INTO customer_text (merchant, id, texts, bare) VALUES (1, 99999, 'x', 'x')", "customer 99999: it is gone")]
    [InlineData("UPDATE customer_tally SET customers = customers + 1", "tally")]
    public async Task What_is_derived_is_found_wrong_and_made_again(string damage, string finding)
    {
        await Database.ExecuteAsync(damage);
        (await CheckAsync()).ShouldContain(found => found.Contains(finding, StringComparison.Ordinal));

        (await Register.Maintenance.ReindexAsync(None)).ShouldBe(1200);

        (await CheckAsync()).ShouldBeEmpty();
        (await Register.Customers.CountAsync(Merchant, new([new ContainsTerms(SearchScope.Everything, [SearchTerm.Create("kund 6")!], Inverted: false)]), None)).ShouldBe(111);
        (await Register.Customers.CountAsync(Merchant, new([new ContainsTerms(SearchScope.InvoiceForm, [SearchTerm.Create("5560 3607 93")!], Inverted: false)]), None)).ShouldBe(1200);
    }

    [Theory]
    [InlineData("UPDATE customer SET document = 'x' WHERE id = 7", "customer 7: its document")]
    [InlineData("UPDATE customer SET id = 88888 WHERE id = 7", "customer 88888: its document")]
    [InlineData("UPDATE customer SET merchant = 9 WHERE id = 7", "Merchant 9: it is not there")]
    public async Task Damage_to_the_documents_is_found_and_left_for_a_backup(string damage, string finding)
    {
        await Database.ExecuteAsync(damage);

        await Register.Maintenance.ReindexAsync(None);

        (await CheckAsync()).ShouldContain(found => found.Contains(finding, StringComparison.Ordinal));
    }

    private async Task<List<string>> CheckAsync() => await Register.Maintenance.CheckAsync(None).ToListAsync(None);
}
