using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Kundbok.Contracts;

namespace Kundbok.Server.Tests.Customers;

/// <summary>Every request example of the document that the API is built from, sent as it stands.</summary>
public abstract class SeedDocumentTests(TestServer server)
{
    [Fact]
    public async Task The_example_customer_is_placed_and_answered_with_all_fields_in_order()
    {
        using var client = await server.NewMerchantAsync();

        using var response = await client.SendAsync(HttpMethod.Post, "/customers", SeedDocument.Body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var customer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        SeedDocument.ShouldBeStoredAs(customer);
        response.Headers.Location!.ToString().ShouldBe($"/customers/{customer["mexcParamvaluesetsid"]}");
    }

    [Fact]
    public async Task What_the_register_assigns_is_its_own_and_not_the_examples()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));

        var customer = await client.SendAsync(HttpMethod.Post, "/customers", SeedDocument.Body).JsonAsync();

        customer["mm3servicesid"]!.GetValue<long>().ShouldBe(merchant);
        customer["mexcModulesid"]!.GetValue<long>().ShouldBe(merchant);
        var date = DateTimeOffset.ParseExact(customer["date"]!.GetValue<string>(), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        date.Year.ShouldNotBe(2022);
    }

    [Fact]
    public async Task The_list_is_a_bare_array_of_whole_customers()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync(SeedDocument.Body);

        var list = (await client.GetJsonAsync("/customers")).AsArray();

        SeedDocument.ShouldBeStoredAs(list.ShouldHaveSingleItem()!);
    }

    [Fact]
    public async Task The_example_update_changes_every_field_it_sends()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"Before"}""");

        var customer = await client.SendAsync(HttpMethod.Patch, $"/customers/{id}", SeedDocument.Body).JsonAsync();

        SeedDocument.ShouldBeStoredAs(customer);
        customer["mexcParamvaluesetsid"]!.GetValue<long>().ShouldBe(id);
        JsonNode.DeepEquals(customer, await client.GetJsonAsync($"/customers/{id}")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_example_bulk_delete_is_answered_in_the_examples_shape()
    {
        using var client = await server.NewMerchantAsync();
        var first = await client.CreateAsync("""{"name":"First"}""");
        var second = await client.CreateAsync("""{"name":"Second"}""");

        using var answer = await client.SendAsync(HttpMethod.Delete, "/customers", $"[\n{first},\n{second}\n]");

        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"result":"Removed","count":2}""");
        using var again = await client.SendAsync(HttpMethod.Delete, "/customers", "[\n10000,\n10000\n]");
        (await again.Content.ReadAsStringAsync()).ShouldBe("""{"result":"Removed","count":0}""");
    }

    [Fact]
    public async Task Deleting_one_is_answered_in_the_examples_shape()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"Gone"}""");

        using var answer = await client.SendAsync(HttpMethod.Delete, $"/customers/{id}");

        (await answer.Content.ReadAsStringAsync()).ShouldBe($$"""{"result":"Removed","mexcParamvaluesetsid":{{id}}}""");
        await client.SendAsync(HttpMethod.Get, $"/customers/{id}").ProblemAsync(404, "customer_not_found");
    }

    [Fact]
    public async Task The_count_is_answered_in_the_examples_shape()
    {
        using var client = await server.NewMerchantAsync();
        for (var i = 0; i < 7; i++) await client.CreateAsync($$"""{"name":"Customer {{i}}"}""");

        (await client.GetStringAsync("/customers/count")).ShouldBe("""{"count":7}""");
    }

    [Fact]
    public async Task The_exports_take_the_examples_list_of_ids()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync(SeedDocument.Body);

        foreach (var format in (string[])["xml", "csv"])
        {
            using var answer = await client.SendAsync(HttpMethod.Post, $"/customers/export/{format}", $"[\n{id},\n{id}\n]");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(CustomerFields.EInvoiceParty.Example);
        }
    }

    public sealed class OnSqlite(TestServer server) : SeedDocumentTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : SeedDocumentTests(server), IClassFixture<PostgresTestServer>;
}
