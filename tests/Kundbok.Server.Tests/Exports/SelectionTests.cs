using Kundbok.Contracts;

namespace Kundbok.Server.Tests.Exports;

/// <summary>Which customers an export has, and in what order.</summary>
public sealed class SelectionTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task An_empty_register_gives_an_export_without_customers()
    {
        using var client = await server.NewMerchantAsync();

        (await client.XmlAsync()).ShouldBeEmpty();
        (await client.CsvAsync()).ShouldBeEmpty();
        (await client.XmlAsync(ids: "[]")).ShouldBeEmpty();
        (await client.CsvAsync(ids: "[]")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_customer_is_there_once_and_in_order_however_many_there_are()
    {
        var merchant = await server.AddMerchantAsync();
        var ids = await server.Register.FillAsync(merchant, 2500);
        using var client = server.WithToken(await server.TokenAsync(merchant));
        var backwards = Enumerable.Reverse(ids).ToList();

        (await client.XmlAsync()).Ids().ShouldBe(ids);
        (await client.CsvAsync()).Ids().ShouldBe(ids);
        (await client.XmlAsync(ids: $"[{string.Join(',', backwards)}]")).Ids().ShouldBe(backwards);
        (await client.CsvAsync(ids: $"[{string.Join(',', backwards)}]")).Ids().ShouldBe(backwards);
    }

    [Fact]
    public async Task Customers_too_large_to_hold_at_once_are_whole()
    {
        var merchant = await server.AddMerchantAsync();
        var ids = await server.Register.FillAsync(merchant, 40, new string('å', 65_535));
        using var client = server.WithToken(await server.TokenAsync(merchant));
        var listed = await client.ListedAsync();

        (await client.XmlAsync()).ShouldBe(listed);
        (await client.CsvAsync()).ShouldBe(listed);
        (await client.CsvAsync(ids: $"[{string.Join(',', ids)}]")).ShouldBe(listed);
    }

    [Theory]
    [InlineData("filter=search&search=berg")]
    [InlineData("filter=isPrivate")]
    [InlineData("filter=isPrivate,!search&search[]=anna")]
    [InlineData("filter=email&email=nobody@example.com")]
    public async Task The_filters_are_those_of_the_list(string query)
    {
        using var client = await ClientAsync();
        var listed = await client.ListedAsync(query);

        (await client.XmlAsync($"{Downloads.Xml}?{query}")).ShouldBe(listed);
        (await client.CsvAsync($"{Downloads.Csv}?{query}")).ShouldBe(listed);
        listed.Count.ShouldBeLessThan(3);
    }

    [Fact]
    public async Task A_bad_filter_is_refused()
    {
        using var client = await ClientAsync();

        foreach (var path in (string[])[Downloads.Xml, Downloads.Csv])
        {
            await client.SendAsync(HttpMethod.Get, $"{path}?filter=nonsense").ProblemAsync(400, "invalid_filter");
            await client.SendAsync(HttpMethod.Get, $"{path}?search=a").ProblemAsync(400, "invalid_filter");
        }
    }

    [Fact]
    public async Task Page_and_unknown_parameters_are_ignored()
    {
        using var client = await ClientAsync();
        var listed = await client.ListedAsync();

        (await client.XmlAsync($"{Downloads.Xml}?limit=1&start=-2&sort=-name&after=x&profile=none&utm_source=z")).ShouldBe(listed);
        (await client.CsvAsync($"{Downloads.Csv}?limit=none&start=1&sort=x&after=&utm_source=z")).ShouldBe(listed);
    }

    [Fact]
    public async Task Chosen_customers_come_in_the_order_asked_and_a_repeated_one_at_its_first_place()
    {
        using var client = await ClientAsync();
        var ids = (await client.ListedAsync()).Ids().ToList();
        var asked = $"[{ids[2]},{ids[0]},{ids[2]},{ids[1]},{ids[0]}]";

        (await client.XmlAsync(ids: asked)).Ids().ShouldBe([ids[2], ids[0], ids[1]]);
        (await client.CsvAsync(ids: asked)).Ids().ShouldBe([ids[2], ids[0], ids[1]]);
        (await client.XmlAsync($"{Downloads.Xml}?filter=nonsense&profile=x", asked)).Ids().ShouldBe([ids[2], ids[0], ids[1]]);
    }

    [Theory]
    [InlineData(Downloads.Xml)]
    [InlineData(Downloads.Csv)]
    [InlineData(Downloads.ExcelCsv)]
    public async Task Ids_that_are_not_there_are_all_told_and_nothing_is_sent(string path)
    {
        using var client = await ClientAsync();
        using var other = await ClientAsync();
        var id = (await client.ListedAsync()).Ids().First();
        var others = (await other.ListedAsync()).Ids().First();
        long[] missing = [long.MaxValue, others, 0, -1, long.MinValue];

        var problem = await client.SendAsync(HttpMethod.Post, path, $"[{id},{string.Join(',', missing)},{id},0,{others}]").ProblemAsync(404, "customer_not_found");

        problem["missing"]!.AsArray().Select(item => item!.GetValue<long>()).ShouldBe(missing);
    }

    [Fact]
    public async Task A_request_has_at_most_10_000_ids()
    {
        using var client = await ClientAsync();
        var id = (await client.ListedAsync()).Ids().First();

        foreach (var path in (string[])[Downloads.Xml, Downloads.Csv])
            await client.SendAsync(HttpMethod.Post, path, IdsOf(id, 10_001)).ProblemAsync(400, "invalid_ids");
        (await client.CsvAsync(ids: IdsOf(id, 10_000))).Ids().ShouldBe([id]);
    }

    [Theory]
    [InlineData("", 400, "invalid_json")]
    [InlineData("[1", 400, "invalid_json")]
    [InlineData("{}", 400, "invalid_ids")]
    [InlineData("""["1"]""", 400, "invalid_ids")]
    [InlineData("[1.5]", 400, "invalid_ids")]
    public async Task A_body_that_is_no_list_of_ids_is_refused(string body, int status, string code)
    {
        using var client = await server.NewMerchantAsync();

        await client.SendAsync(HttpMethod.Post, Downloads.Xml, body).ProblemAsync(status, code);
        await client.SendAsync(HttpMethod.Post, Downloads.ExcelCsv, body).ProblemAsync(status, code);
    }

    private static string IdsOf(long id, int count) => $"[{string.Join(',', Enumerable.Repeat(id, count))}]";

    private async Task<HttpClient> ClientAsync()
    {
        var client = await server.NewMerchantAsync();
        await client.CreateAsync(Downloads.Customer((CustomerFields.Name, "Anna Åkerberg"), (CustomerFields.TypeCode, "privat")).ToJsonString());
        await client.CreateAsync(Downloads.Customer((CustomerFields.Name, "Bergverket AB"), (CustomerFields.TypeCode, "företag")).ToJsonString());
        await client.CreateAsync(Downloads.Customer((CustomerFields.Name, "Nils Lund"), (CustomerFields.TypeCode, "privat")).ToJsonString());
        return client;
    }
}
