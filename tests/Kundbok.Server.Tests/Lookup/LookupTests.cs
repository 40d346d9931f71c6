using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Kundbok.Server.Access;

namespace Kundbok.Server.Tests.Lookup;

public class LookupTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("5592440001")]
    [InlineData("559244-0001")]
    [InlineData("165592440001")]
    [InlineData("16559244-0001")]
    [InlineData("%20559244-0001%20")]
    public async Task A_number_is_found_however_it_is_written(string asked)
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"Nordlys AB","companyno":"559244-0001"}""");

        (await LookUpAsync(client, asked))["company"]!.GetValue<string>().ShouldBe("Nordlys AB");
    }

    [Theory]
    [InlineData("5592440001")]
    [InlineData("165592440001")]
    [InlineData(" 559244 0001 ")]
    public async Task A_customer_is_found_however_its_number_is_written(string stored)
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync($$"""{"name":"Nordlys AB","companyno":"{{stored}}"}""");

        (await LookUpAsync(client, "559244-0001"))["company"]!.GetValue<string>().ShouldBe("Nordlys AB");
    }

    [Fact]
    public async Task A_company_has_its_name_and_address_in_the_contracts_shape()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""
            {"name":"Test AB","companyno":"556016-0680","address":"Teststreet","postcode":"123 41","postoffice":"Testcity",
             "countrycode":"se","telephone":"46701234678","mobile":"0701","email":"billing@example.com"}
            """);

        (await LookUpAsync(client, "5560160680")).ToJsonString().ShouldBe(
            """{"firstname":"","lastname":"","company":"Test AB","street":"Teststreet","zip":12341,"city":"Testcity","country":"SE","phone":"46701234678","email":"billing@example.com"}""");
    }

    [Theory]
    [InlineData("Kalle Svensson", "Kalle", "Svensson")]
    [InlineData("Anna Maria von Berg", "Anna Maria von", "Berg")]
    [InlineData("  Kalle   Svensson ", "Kalle", "Svensson")]
    [InlineData("Svensson", "", "Svensson")]
    public async Task A_persons_last_name_is_what_follows_the_last_space(string name, string first, string last)
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync($$"""{"name":"{{name}}","companyno":"198211059954"}""");

        var party = await LookUpAsync(client, "821105-9954");

        party["firstname"]!.GetValue<string>().ShouldBe(first);
        party["lastname"]!.GetValue<string>().ShouldBe(last);
        party["company"]!.GetValue<string>().ShouldBe("");
    }

    [Theory]
    [InlineData("SE", "SE")]
    [InlineData(" no ", "NO")]
    [InlineData("Sverige", "")]
    [InlineData("åä", "")]
    [InlineData("", "")]
    public async Task The_country_is_the_code_in_upper_case_or_nothing(string code, string shown)
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync($$"""{"name":"Nordlys AB","companyno":"5592440001","countrycode":"{{code}}"}""");

        (await LookUpAsync(client, "5592440001"))["country"]!.GetValue<string>().ShouldBe(shown);
    }

    [Theory]
    [InlineData("0184", "\"0184\"")]
    [InlineData("114 18", "11418")]
    [InlineData("SW1A 1AA", "\"SW1A1AA\"")]
    [InlineData("", "\"\"")]
    public async Task The_postal_code_has_no_spaces_and_loses_no_zero(string stored, string shown)
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync($$"""{"name":"Nordlys AB","companyno":"5592440001","postcode":"{{stored}}"}""");

        (await LookUpAsync(client, "5592440001"))["zip"]!.ToJsonString().ShouldBe(shown);
    }

    [Fact]
    public async Task Without_a_telephone_the_mobile_is_the_phone()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"Nordlys AB","companyno":"5592440001","telephone":" ","mobile":"070-174 06 05"}""");

        (await LookUpAsync(client, "5592440001"))["phone"]!.GetValue<string>().ShouldBe("070-174 06 05");
    }

    [Fact]
    public async Task A_sole_trader_with_a_vat_number_is_a_company()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"Anna Ekholm","companyno":"198211059954","vatregno":"SE821105995401"}""");

        (await LookUpAsync(client, "198211059954"))["company"]!.GetValue<string>().ShouldBe("Anna Ekholm");
    }

    [Theory]
    [InlineData("821105 9954", "198211059954", true)]
    [InlineData("988077917", "988077917", false)]
    [InlineData("13585628", "13585628", false)]
    [InlineData("20774740", "2077474-0", false)]
    public async Task A_record_of_unknown_kind_is_what_the_number_says(string stored, string asked, bool isPerson)
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync($$"""{"name":"Nord Lys","companyno":"{{stored}}"}""");

        (await LookUpAsync(client, asked))[isPerson ? "lastname" : "company"]!.GetValue<string>().ShouldBe(isPerson ? "Lys" : "Nord Lys");
    }

    [Fact]
    public async Task Of_several_customers_with_the_number_the_newest_is_shown()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"Older AB","companyno":"5592440001"}""");
        await client.CreateAsync("""{"name":"Newer AB","companyno":"165592440001"}""");
        await client.CreateAsync("""{"name":"Other AB","companyno":"5560360793"}""");
        await client.CreateAsync("""{"name":"Blank AB","companyno":" "}""");

        (await LookUpAsync(client, "5592440001"))["company"]!.GetValue<string>().ShouldBe("Newer AB");
    }

    [Fact]
    public async Task Whoever_was_born_a_hundred_years_earlier_is_somebody_else()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"Anna Äldre","companyno":"19090527-1474"}""");

        (await LookUpAsync(client, "090527+1474"))["lastname"]!.GetValue<string>().ShouldBe("Äldre");
        await client.SendAsync(HttpMethod.Get, Path("20090527-1474")).ProblemAsync(404, "party_not_found");
        await client.SendAsync(HttpMethod.Get, Path("090527-1474")).ProblemAsync(404, "party_not_found");

        await client.CreateAsync("""{"name":"Anna Yngre","companyno":"0905271474"}""");
        (await LookUpAsync(client, "200905271474"))["lastname"]!.GetValue<string>().ShouldBe("Yngre");
        (await LookUpAsync(client, "190905271474"))["lastname"]!.GetValue<string>().ShouldBe("Äldre");
    }

    [Fact]
    public async Task A_number_that_no_customer_has_is_not_found()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"Other AB","companyno":"5560360793"}""");
        await client.CreateAsync("""{"name":"Blank AB","companyno":""}""");

        await client.SendAsync(HttpMethod.Get, Path("5592440001")).ProblemAsync(404, "party_not_found");
    }

    [Fact]
    public async Task Another_merchants_customer_is_not_found()
    {
        using var other = await server.NewMerchantAsync();
        await other.CreateAsync("""{"name":"Nordlys AB","companyno":"5592440001"}""");
        using var client = await server.NewMerchantAsync();

        await client.SendAsync(HttpMethod.Get, Path("5592440001")).ProblemAsync(404, "party_not_found");
    }

    [Theory]
    [InlineData("5560160681", "check digit")]
    [InlineData("201509160006", "serial")]
    [InlineData("19821305-9954", "date")]
    [InlineData("1234567", "digits")]
    [InlineData("090527%201474", "spaces")]
    [InlineData("%20", "digits")]
    [InlineData("556016%2F0680", "hyphen")]
    [InlineData("556016%5C0680", "hyphen")]
    [InlineData("%C3%A5%C3%A4%C3%B6", "hyphen")]
    [InlineData("%D9%A5%D9%A5%D9%A6%D9%A0%D9%A1%D9%A6%D9%A0%D9%A6%D9%A8%D9%A0", "hyphen")]
    [InlineData("%FF%FE", "hyphen")]
    public async Task What_is_no_number_is_said_to_be_wrong_and_how(string asked, string word)
    {
        using var client = await server.NewMerchantAsync();

        var problem = await client.SendAsync(HttpMethod.Get, Path(asked)).ProblemAsync(400, "invalid_org_number");

        problem["errors"]!["orgNum"]![0]!.GetValue<string>().ShouldContain(word);
        problem.ToJsonString().ShouldNotContain(Uri.UnescapeDataString(asked).Trim() is { Length: > 0 } sent ? sent : asked);
    }

    [Fact]
    public async Task A_nul_character_is_refused()
    {
        using var client = await server.NewMerchantAsync();
        using var response = await client.GetAsync(new Uri(Path("556016%000680"), UriKind.Relative), CancellationToken.None);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_answer_is_not_kept_by_anybody()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"Nordlys AB","companyno":"5592440001"}""");

        foreach (var asked in (string[])["5592440001", "5560360793", "1"])
        {
            using var response = await client.GetAsync(new Uri(Path(asked), UriKind.Relative), CancellationToken.None);
            response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task It_takes_the_scope()
    {
        var merchant = await server.AddMerchantAsync();
        using var without = server.WithToken(await server.TokenAsync(merchant, [.. Scopes.All.Where(scope => scope != Scopes.Lookup)]));
        using var with = server.WithToken(await server.TokenAsync(merchant, Scopes.Lookup));

        await without.SendAsync(HttpMethod.Get, Path("5592440001")).ProblemAsync(403, "forbidden");
        await with.SendAsync(HttpMethod.Get, Path("5592440001")).ProblemAsync(404, "party_not_found");
    }

    [Fact]
    public async Task The_number_is_in_no_metric()
    {
        const string Number = "4020301232"; // of a group that no organisation is in: no other test has it
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync($$"""{"name":"Nordlys AB","companyno":"{{Number}}"}""");
        var tags = new ConcurrentQueue<string>();
        using var listener = Listen(tags);

        await LookUpAsync(client, Number);
        await client.SendAsync(HttpMethod.Get, Path(Number + "1")).ProblemAsync(400, "invalid_org_number");

        listener.RecordObservableInstruments();
        tags.ShouldContain(tag => tag.Contains("searchByOrgNumber/{orgNum}", StringComparison.Ordinal));
        tags.ShouldNotContain(tag => tag.Contains(Number, StringComparison.Ordinal));
    }

    // What a metrics library would export of the server: the tags of every measurement.
    private static MeterListener Listen(ConcurrentQueue<string> tags)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (!instrument.Meter.Name.StartsWith("System.Net.", StringComparison.Ordinal)) listener.EnableMeasurementEvents(instrument); // the tests' own HttpClient
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, measured, _) => Add(measured));
        listener.SetMeasurementEventCallback<long>((_, _, measured, _) => Add(measured));
        listener.Start();
        return listener;

        void Add(ReadOnlySpan<KeyValuePair<string, object?>> measured)
        {
            foreach (var tag in measured) tags.Enqueue($"{tag.Key}={tag.Value}");
        }
    }

    private static string Path(string number) => $"/customers/searchByOrgNumber/{number}";

    private static Task<JsonNode> LookUpAsync(HttpClient client, string number) => client.GetJsonAsync(Path(number));
}
