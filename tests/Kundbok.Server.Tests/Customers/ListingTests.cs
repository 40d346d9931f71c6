using System.Net;
using System.Text.Json.Nodes;

namespace Kundbok.Server.Tests.Customers;

/// <summary>Paging, sorting and the Link header.</summary>
public abstract class ListingTests(TestServer server)
{
    private static readonly string[] Names = ["Öberg", "ärlig", "Ådahl", "zeta", "Alfa", "{brace", "Ærlig", "ødegård", "beta", "alfa"];

    [Fact]
    public async Task A_page_begins_where_start_says_and_holds_as_many_as_limit_says()
    {
        using var client = await ClientAsync();

        (await NamesAsync(client, "/customers?start=2&limit=3")).ShouldBe(Names[2..5]);
        (await NamesAsync(client, "/customers?start=8")).ShouldBe(Names[8..]);
        (await NamesAsync(client, "/customers?start=1000000")).ShouldBeEmpty();
        (await NamesAsync(client, "/customers/?limit=10000")).ShouldBe(Names);
    }

    [Theory]
    [InlineData("id", new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData("-id", new[] { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 })]
    [InlineData("name", new[] { 4, 9, 8, 3, 2, 1, 6, 0, 7, 5 })]
    [InlineData("-name", new[] { 5, 7, 0, 1, 6, 2, 3, 8, 4, 9 })]
    [InlineData("date", new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData("customerid", new[] { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 })]
    [InlineData("-customerid", new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public async Task Every_order_walks_by_Link_through_every_customer_once(string sort, int[] order)
    {
        using var client = await ClientAsync();
        var expected = order.Select(place => Names[place]).ToList();
        // Names that fold alike, and dates of one millisecond, are ordered by id: what is expected holds for both.
        (await NamesAsync(client, $"/customers?sort={sort}")).ShouldBe(expected);

        foreach (var limit in (int[])[1, 3, 9, 10])
        {
            var walked = new List<string>();
            for (var next = $"/customers?sort={sort}&limit={limit}"; next is not null;)
            {
                using var response = await client.GetAsync(next);
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
                walked.AddRange(Parse(await response.Content.ReadAsStringAsync()));
                next = NextOf(response);
            }

            walked.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Link_keeps_the_filters_and_names_no_customer()
    {
        using var client = await ClientAsync();

        using var response = await client.GetAsync("/customers?sort=name&limit=1&filter=search&search[0]=lfa&search[1]=a");

        var next = NextOf(response)!;
        next.ShouldStartWith("/customers?");
        Uri.UnescapeDataString(next).ShouldContain("search[0]=lfa&search[1]=a");
        next.ShouldNotContain("alfa", Case.Insensitive);
        (await NamesAsync(client, next)).ShouldBe(["alfa"]);
    }

    [Fact]
    public async Task There_is_no_Link_on_the_last_page()
    {
        using var client = await ClientAsync();

        using var last = await client.GetAsync("/customers?start=5&limit=5");
        using var before = await client.GetAsync("/customers?start=4&limit=5");

        NextOf(last).ShouldBeNull();
        (await NamesAsync(client, NextOf(before)!)).ShouldBe(Names[9..]);
    }

    [Fact]
    public async Task A_walk_goes_on_past_a_customer_that_is_removed_under_way()
    {
        using var client = await ClientAsync();
        using var first = await client.GetAsync("/customers?sort=name&limit=2");
        var list = JsonNode.Parse(await first.Content.ReadAsStringAsync())!.AsArray();
        await client.SendAsync(HttpMethod.Delete, $"/customers/{list[1]!["mexcParamvaluesetsid"]}").JsonAsync();

        (await NamesAsync(client, NextOf(first)!)).ShouldBe(["beta", "zeta"]);
    }

    [Fact]
    public async Task A_cursor_is_good_for_its_merchant_and_sort_only()
    {
        using var client = await ClientAsync();
        using var other = await ClientAsync();
        using var response = await client.GetAsync("/customers?sort=name&limit=1");
        var cursor = NextOf(response)!.Split("after=")[1];

        await client.SendAsync(HttpMethod.Get, $"/customers?sort=-name&after={cursor}").ProblemAsync(400, "invalid_page");
        await client.SendAsync(HttpMethod.Get, $"/customers?after={cursor}").ProblemAsync(400, "invalid_page");
        await client.SendAsync(HttpMethod.Get, $"/customers?sort=name&start=1&after={cursor}").ProblemAsync(400, "invalid_page");
        await other.SendAsync(HttpMethod.Get, $"/customers?sort=name&after={cursor}").ProblemAsync(400, "invalid_page");
        (await client.SendAsync(HttpMethod.Get, $"/customers?sort=name&start=0&after={cursor}").JsonAsync()).AsArray().Count.ShouldBe(9);
    }

    [Fact]
    public async Task A_page_too_large_to_hold_at_once_is_whole()
    {
        using var client = await server.NewMerchantAsync();
        var notes = new string('x', 65_535);
        for (var i = 0; i < 40; i++) await client.CreateAsync($$"""{"name":"Large {{i}}","notes":"{{notes}}"}""");

        (await NamesAsync(client, "/customers")).ShouldBe(Enumerable.Range(0, 40).Select(i => $"Large {i}"));
        using var page = await client.GetAsync("/customers?limit=39");
        Parse(await page.Content.ReadAsStringAsync()).Count.ShouldBe(39);
        (await NamesAsync(client, NextOf(page)!)).ShouldBe(["Large 39"]);
    }

    [Fact]
    public async Task Count_and_list_take_no_notice_of_unknown_parameters_nor_count_of_pages()
    {
        using var client = await ClientAsync();

        (await client.GetJsonAsync("/customers/count?limit=none&start=-1&sort=x&after=y&utm_source=z"))["count"]!.GetValue<int>().ShouldBe(Names.Length);
        (await NamesAsync(client, "/customers?utm_source=z&Limit=1")).ShouldBe(Names);
    }

    private async Task<HttpClient> ClientAsync()
    {
        var client = await server.NewMerchantAsync();
        for (var i = 0; i < Names.Length; i++) await client.CreateAsync($$"""{"name":"{{Names[i]}}","customerid":"{{100 - i}}"}""");
        return client;
    }

    private static async Task<List<string>> NamesAsync(HttpClient client, string path)
    {
        var list = (await client.GetJsonAsync(path)).AsArray();
        return [.. list.Select(customer => customer!["name"]!.GetValue<string>())];
    }

    private static List<string> Parse(string json) => [.. JsonNode.Parse(json)!.AsArray().Select(customer => customer!["name"]!.GetValue<string>())];

    private static string? NextOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links) && links.Single() is var link && link.EndsWith(">; rel=\"next\"", StringComparison.Ordinal)
            ? link[1..link.IndexOf('>', StringComparison.Ordinal)]
            : null;

    public sealed class OnSqlite(TestServer server) : ListingTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : ListingTests(server), IClassFixture<PostgresTestServer>;
}
