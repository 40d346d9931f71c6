namespace Kundbok.Server.Tests.Customers;

/// <summary>Filters as they are written in a query string; what they match is tested against brute force with the store.</summary>
public abstract class FilteringTests(TestServer server)
{
    // The name of each customer says what it is.
    private static readonly string[] Bodies =
    [
        """{"name":"Nisse Hult","address":"Storgatan 1","customertypecode":"Privat"}""",
        """{"name":"Hult Nisse","postcode":"114 18","customertypecode":"person","crediflowPartyId":"7"}""",
        """{"name":"Åkerström AB","companyno":"556036-0793","reversetax":"JA"}""",
        """{"name":"Sørensen ApS","countrycode":"DK","companyno":"13585628","crediflowPartyId":"8","reversetax":"1"}""",
        """{"name":"Somebody","email":"Some.Body@example.com","customerid":"K 1"}""",
    ];

    [Theory]
    [InlineData("", "Nisse Hult|Hult Nisse|Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=", "Nisse Hult|Hult Nisse|Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=,,&unknown=1", "Nisse Hult|Hult Nisse|Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=search&search=nisse", "Nisse Hult|Hult Nisse")]
    [InlineData("filter=search&search=Nisse&search=Hult", "Nisse Hult|Hult Nisse")]
    [InlineData("filter=search&search[]=Nisse&search[]=Hult", "Nisse Hult|Hult Nisse")]
    [InlineData("filter=search&search[0]=Nisse&search[1]=Hult", "Nisse Hult|Hult Nisse")]
    [InlineData("filter%5B0%5D=search&search%5B0%5D=Nisse&search%5B1%5D=Hult", "Nisse Hult|Hult Nisse")]
    [InlineData("filter=search&search=Nisse+Hult", "Nisse Hult")]
    [InlineData("filter=search&search=Nisse%20Hult", "Nisse Hult")]
    [InlineData("filter=search&search=", "Nisse Hult|Hult Nisse|Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=search&search=%CC%81", "Nisse Hult|Hult Nisse|Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=!search&search=", "")]
    [InlineData("filter=search&search=AKERSTR%C3%96M", "Åkerström AB")]
    [InlineData("filter=search&search=sorensen", "Sørensen ApS")]
    [InlineData("filter=search&search=5560360793", "Åkerström AB")]
    [InlineData("filter=search&search=11418", "Hult Nisse")]
    [InlineData("filter=search&search=s", "Nisse Hult|Hult Nisse|Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=search&search=nisse%00", "")]
    [InlineData("filter=search&search=%25", "")]
    [InlineData("filter=!search&search=nisse", "Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=searchInInvoiceForm&searchInInvoiceForm=storgatan", "")]
    [InlineData("filter=searchInInvoiceForm&searchInInvoiceForm[]=5560360793", "Åkerström AB")]
    [InlineData("filter=isPrivate", "Nisse Hult|Hult Nisse")]
    [InlineData("filter=isPrivate&isPrivate=1", "Nisse Hult|Hult Nisse")]
    [InlineData("filter=isPrivate&isPrivate=0", "Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=!isPrivate", "Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=!isPrivate&isPrivate=0", "Nisse Hult|Hult Nisse")]
    [InlineData("filter=isCompany", "Åkerström AB|Sørensen ApS")]
    [InlineData("filter=isUnknown", "Somebody")]
    [InlineData("filter=isCustomerType&isPrivate=1&isUnknown=1&isCompany=0", "Nisse Hult|Hult Nisse|Somebody")]
    [InlineData("filter=!isCustomerType&isPrivate=1&isUnknown=1", "Åkerström AB|Sørensen ApS")]
    [InlineData("filter=isEFaktura", "Hult Nisse|Sørensen ApS")]
    [InlineData("filter=isReverseTax", "Åkerström AB|Sørensen ApS")]
    [InlineData("filter=isTitle&isEFaktura=1&isReverseTax=1", "Hult Nisse|Åkerström AB|Sørensen ApS")]
    [InlineData("filter=isTitle,isEFaktura&isEFaktura=1", "Hult Nisse|Sørensen ApS")]
    [InlineData("filter=isEFaktura,isReverseTax,isEFaktura", "Sørensen ApS")]
    [InlineData("filter=isEFaktura&filter=!isPrivate", "Sørensen ApS")]
    [InlineData("filter=rangeByDate&from=2000-01-01&to=2999-12-31", "Nisse Hult|Hult Nisse|Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=rangeByDate&from=2000-01-01T00:00Z&to=2000-01-02T00:00:00.5%2B02:00", "")]
    [InlineData("filter=rangeByDate&from=9999-12-31T23:59:59.9991Z&to=9999-12-31", "")]
    [InlineData("filter=rangeByDate&from=2020-01-01T10:00:00.0001Z&to=2020-01-01T10:00:00.0001Z", "")]
    [InlineData("filter=!rangeByDate&from=2020-01-01T10:00:00.0001Z&to=2020-01-01T10:00:00.0009Z", "Nisse Hult|Hult Nisse|Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=rangeByDate&from=2020-01-01T23:59:59.99999999Z&to=2020-01-01", "")]
    [InlineData("filter=rangeByDate&from=2016-12-31T23:59:60Z&to=2016-12-31", "")]
    [InlineData("filter=rangeByDate&from=2016-12-31T23:59:60Z&to=2017-01-01T00:59:60.5%2B01:00", "")]
    [InlineData("filter=rangeByDate&from=0001-01-01T00:00:00%2B14:00&to=9999-12-31T23:59:59.999-23:59", "Nisse Hult|Hult Nisse|Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=rangeByDate&from=0000-02-29&to=9999-12-31", "Nisse Hult|Hult Nisse|Åkerström AB|Sørensen ApS|Somebody")]
    [InlineData("filter=!rangeByDate&from=2000-01-01T00:00:00+01:00&to=2999-12-31t23:59:59.123456789z", "")]
    [InlineData("filter=email&email=Some.Body@example.com", "Somebody")]
    [InlineData("filter=email&email=some.body@example.com", "")]
    [InlineData("filter=customerid&customerid=K+1", "Somebody")]
    [InlineData("filter=companyno&companyno=16556036-0793", "Åkerström AB")]
    [InlineData("filter=!companyno&companyno=5560360793", "Nisse Hult|Hult Nisse|Sørensen ApS|Somebody")]
    public async Task A_filter_gives_the_same_customers_everywhere(string query, string names)
    {
        using var client = await server.NewMerchantAsync();
        foreach (var body in Bodies) await client.CreateAsync(body);
        var expected = names.Split('|', StringSplitOptions.RemoveEmptyEntries);

        var list = (await client.GetJsonAsync($"/customers/?{query}")).AsArray();
        var count = await client.GetJsonAsync($"/customers/count?{query}");
        var export = await client.GetStringAsync($"/customers/export/xml?{query}");

        list.Select(customer => customer!["name"]!.GetValue<string>()).ShouldBe(expected);
        count["count"]!.GetValue<int>().ShouldBe(expected.Length);
        System.Xml.Linq.XDocument.Parse(export).Descendants("name").Select(element => element.Value).ShouldBe(expected);
    }

    [Theory]
    [InlineData("filter=nonsense", "filter", "searchInInvoiceForm")]
    [InlineData("filter=Search&search=a", "filter", "There is no such filter")]
    [InlineData("filter=!!search&search=a", "filter", "There is no such filter")]
    [InlineData("filter=search", "search", "needs the parameter search")]
    [InlineData("search=a", "search", "add search to filter")]
    [InlineData("isPrivate=1", "isPrivate", "add isPrivate or isCustomerType to filter")]
    [InlineData("filter=isCompany&isPrivate=1", "isPrivate", "no filter that uses it")]
    [InlineData("from=2020-01-01", "from", "add rangeByDate to filter")]
    [InlineData("filter=rangeByDate&from=2020-01-01", "to", "needs the parameter to")]
    [InlineData("filter=rangeByDate&from=2020-02-30&to=2020-03-01", "from", "must be a date")]
    [InlineData("filter=rangeByDate&from=2020-01-01T10:00:00&to=2020-03-01", "from", "offset")]
    [InlineData("filter=rangeByDate&from=20200101&to=2020-03-01", "from", "must be a date")]
    [InlineData("filter=rangeByDate&from=2020-01-01T10:00:00%2B0100&to=2020-03-01", "from", "must be a date")]
    [InlineData("filter=rangeByDate&from=2020-01-01T10:00:00%2B1:00&to=2020-03-01", "from", "must be a date")]
    [InlineData("filter=rangeByDate&from=2020-01-01T10:00:60Z&to=2020-03-01", "from", "must be a date")]
    [InlineData("filter=rangeByDate&from=2020-01-01T10:00:00.Z&to=2020-03-01", "from", "must be a date")]
    [InlineData("filter=rangeByDate&from=2020-01-01T10:00:00%2B24:00&to=2020-03-01", "from", "must be a date")]
    [InlineData("filter=rangeByDate&from=2020-01-01T24:00:00Z&to=2020-03-01", "from", "must be a date")]
    [InlineData("filter=rangeByDate&from=2019-02-29&to=2020-03-01", "from", "must be a date")]
    [InlineData("filter=rangeByDate&from=2020-01-01T10:00:00.0009Z&to=2020-01-01T10:00:00.0001Z", "from", "after to")]
    [InlineData("filter=rangeByDate&from=&to=2020-03-01", "from", "must be a date")]
    [InlineData("filter=rangeByDate&from=2020-03-02&to=2020-03-01", "from", "after to")]
    [InlineData("filter=rangeByDate&from=2020-03-02&from=2020-03-03&to=2020-03-04", "from", "one value")]
    [InlineData("filter=rangeByDate&from[]=2020-03-02&to=2020-03-04", "from", "one value")]
    [InlineData("filter=isPrivate&isPrivate=2", "isPrivate", "0 or 1")]
    [InlineData("filter=isPrivate&isPrivate=true", "isPrivate", "0 or 1")]
    [InlineData("filter=isPrivate&isPrivate=", "isPrivate", "0 or 1")]
    [InlineData("filter=isPrivate&isPrivate[]=1", "isPrivate", "0 or 1")]
    [InlineData("filter=isPrivate&isPrivate=1&isPrivate=1", "isPrivate", "0 or 1")]
    [InlineData("filter=isCustomerType", "isCustomerType", "at least one of isPrivate, isCompany, isUnknown")]
    [InlineData("filter=isCustomerType&isPrivate=0", "isCustomerType", "at least one")]
    [InlineData("filter=isTitle&isEFaktura=0", "isTitle", "at least one")]
    [InlineData("filter=isPrivate,!isPrivate", "filter", "both plain and inverted")]
    [InlineData("filter=email&email=a&email=b", "email", "one value")]
    [InlineData("filter=search&search[a]=x", "search", "search[0]")]
    [InlineData("filter[a]=search&search=x", "filter", "filter[0]")]
    public async Task A_bad_filter_is_told_with_what_to_do(string query, string parameter, string sentence)
    {
        using var client = await server.NewMerchantAsync();

        foreach (var path in (string[])["/customers", "/customers/count", "/customers/export/xml", "/customers/export/csv"])
        {
            var problem = await client.SendAsync(HttpMethod.Get, $"{path}?{query}").ProblemAsync(400, "invalid_filter");
            problem["errors"]![parameter]![0]!.GetValue<string>().ShouldContain(sentence);
        }
    }

    public sealed class OnSqlite(TestServer server) : FilteringTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : FilteringTests(server), IClassFixture<PostgresTestServer>;
}
