using System.Net;
using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Tests.Exports;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Organisations;

/// <summary>What differs from the directory, and looking it up, over a server with a small directory.</summary>
public abstract class DriftTests(TestServer server)
{
    private const string Path = "/directory/drift";

    [Theory]
    [InlineData("Nordlys Cykel AB", "Storgatan 1", "114 18", "Stockholm", "se")]
    [InlineData("NORDLYS CYKEL AKTIEBOLAG", "storgatan 1", "11418", "STOCKHOLM", "SE")]
    [InlineData("Nordlys  Cykel AB (publ)", "Storgatan 1.", "S-11418", "Stockholm", "")]
    public async Task What_differs_in_the_way_it_is_written_is_no_drift(string name, string address, string postcode, string city, string country)
    {
        using var client = await server.NewMerchantAsync();
        await CreateAsync(client, "556016-0680", name, address, postcode.Replace("S-", "", StringComparison.Ordinal), city, country);

        (await client.GetJsonAsync(Path)).AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Nordlys Bil AB", "Storgatan 1", "114 18", "Stockholm", "se", "name")]
    [InlineData("Nordlys Cykel HB", "Storgatan 1", "114 18", "Stockholm", "se", "name")]
    [InlineData("Nordlys Cykel AB", "Storgatan 2", "114 18", "Stockholm", "se", "address")]
    [InlineData("Nordlys Cykel AB", "Storgatan 1", "114 19", "Stockholm", "se", "address")]
    [InlineData("Nordlys Cykel AB", "Storgatan 1", "114 18", "Umeå", "se", "address")]
    [InlineData("Nordlys Cykel AB", "Storgatan 1", "114 18", "Stockholm", "no", "address")]
    [InlineData("Nordlys Cykel AB", "", "", "", "", "address")]
    [InlineData("Nordlys Bil AB", "", "", "", "", "name address")]
    public async Task A_name_or_an_address_that_differs_is_told_with_both(string name, string address, string postcode, string city, string country, string drift)
    {
        using var client = await server.NewMerchantAsync();
        var id = await CreateAsync(client, "556016-0680", name, address, postcode, city, country);

        var row = (await client.GetJsonAsync(Path)).AsArray().ShouldHaveSingleItem()!;

        row["mexcParamvaluesetsid"]!.GetValue<long>().ShouldBe(id);
        row["companyno"]!.GetValue<string>().ShouldBe("556016-0680");
        DriftOf(row).ShouldBe(drift);
        row["customer"]!.ToJsonString().ShouldBe(new JsonObject { ["name"] = name, ["address"] = address, ["postcode"] = postcode, ["postoffice"] = city, ["countrycode"] = country }.ToJsonString());
        row["directory"]!.ToJsonString().ShouldBe("""{"name":"Nordlys Cykel AB","address":"Storgatan 1","postcode":"11418","postoffice":"Stockholm","countrycode":"se"}""");
    }

    [Theory]
    [InlineData("402000-0016", "bankruptcy")]
    [InlineData("402000-0024", "liquidation")]
    [InlineData("4020000032", "restructuring")]
    [InlineData("164020000040", "other_procedure")]
    public async Task What_an_organisation_goes_through_is_told(string number, string drift)
    {
        using var client = await server.NewMerchantAsync();
        await CreateAsync(client, number, "Bolaget AB");

        DriftOf((await client.GetJsonAsync(Path)).AsArray().ShouldHaveSingleItem()!).ShouldBe(drift);
    }

    [Fact]
    public async Task A_number_that_the_directory_does_not_have_is_told_as_not_found()
    {
        using var client = await server.NewMerchantAsync();
        await CreateAsync(client, "559244-0001", "Bolaget AB");

        var row = (await client.GetJsonAsync(Path)).AsArray().ShouldHaveSingleItem()!;

        DriftOf(row).ShouldBe("not_found");
        row["directory"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"name":"Kalle Svensson","companyno":"198211059954"}""")]
    [InlineData("""{"name":"Kalle Svensson","companyno":"198211059954","vatregno":"SE821105995401"}""")]
    [InlineData("""{"name":"Norsk AS","companyno":"988077917","countrycode":"no"}""")]
    [InlineData("""{"name":"Bolaget AB","customertypecode":"company"}""")]
    [InlineData("""{"name":"Bolaget AB","customertypecode":"company","companyno":"556016-0681"}""")]
    public async Task Persons_foreign_companies_and_those_without_a_number_are_not_compared(string customer)
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync(customer);

        (await client.GetJsonAsync(Path)).AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_customers_are_told_by_id_and_nothing_is_changed()
    {
        using var client = await server.NewMerchantAsync();
        var merchant = (await client.GetJsonAsync("/me"))["Merchant"]!["id"]!.GetValue<long>();
        await server.Register.Customers.CreateManyAsync(
            merchant,
            [.. Enumerable.Range(0, 2_500).Select(i => new NewCustomer(new CustomerInput { [CustomerFields.Name] = $"Bolag {i}", [CustomerFields.CompanyNumber] = i % 2 == 0 ? "556016-0680" : "198211059954" }))],
            StoreExtensions.Nobody.Actor,
            CancellationToken.None);
        var before = await client.GetStringAsync("/customers?limit=10000");

        var ids = (await client.GetJsonAsync(Path)).AsArray().Select(row => row!["mexcParamvaluesetsid"]!.GetValue<long>()).ToList();

        ids.Count.ShouldBe(1_250);
        ids.ShouldBeInOrder();
        (await client.GetStringAsync("/customers?limit=10000")).ShouldBe(before);
    }

    [Theory]
    [InlineData("?format=csv", null, ',')]
    [InlineData("", "text/csv", ',')]
    [InlineData("?format=csv&profile=excel-sv", "application/json", ';')]
    public async Task As_csv_formulas_are_guarded(string query, string? accept, char separator)
    {
        using var client = await server.NewMerchantAsync();
        var id = await CreateAsync(client, "556016-0680", "=cmd|' /C calc'!A0", "Storgatan 1, \"1 tr\"", "114 18", "@Stockholm", "se");
        using var request = new HttpRequestMessage(HttpMethod.Get, Path + query);
        if (accept is not null) request.Headers.Add("Accept", accept);

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8; header=present");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var records = StrictCsv.Parse((await response.Content.ReadAsStringAsync()).TrimStart('\uFEFF'), separator);
        records[0].ShouldBe("mexcParamvaluesetsid customerid companyno drift name address postcode postoffice countrycode directory_name directory_address directory_postcode directory_postoffice directory_countrycode".Split(' '));
        records[1].ShouldBe([$"{id}", "1001", "556016-0680", "name address", "'=cmd|' /C calc'!A0", "Storgatan 1, \"1 tr\"", "114 18", "'@Stockholm", "se", "Nordlys Cykel AB", "Storgatan 1", "11418", "Stockholm", "se"]);
        records.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("?format=xml")]
    [InlineData("?format=csv&format=csv")]
    [InlineData("?format[]=csv")]
    [InlineData("?profile=excel")]
    public async Task Another_form_is_a_problem(string query)
    {
        using var client = await server.NewMerchantAsync();

        await client.SendAsync(HttpMethod.Get, Path + query).ProblemAsync(400, "invalid_filter");
    }

    [Fact]
    public async Task Each_merchant_is_told_of_its_own_customers()
    {
        using var client = await server.NewMerchantAsync();
        await CreateAsync(client, "559244-0001", "Bolaget AB");
        using var other = await server.NewMerchantAsync();

        (await other.GetJsonAsync(Path)).AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Scopes.CustomersRead)]
    [InlineData(Scopes.Lookup)]
    public async Task Both_scopes_are_needed(string one)
    {
        using var client = server.WithToken(await server.TokenAsync(await server.AddMerchantAsync(), one));

        await client.SendAsync(HttpMethod.Get, Path).ProblemAsync(403, "forbidden");
    }

    [Fact]
    public async Task An_organisation_that_is_no_customer_is_looked_up_in_the_directory()
    {
        using var client = await server.NewMerchantAsync();

        (await client.GetJsonAsync("/customers/searchByOrgNumber/16402000-0057")).ToJsonString()
            .ShouldBe("""{"firstname":"","lastname":"","company":"Utland AB","street":"c/o Nagon","zip":"SW1A1AA","city":"London","country":"GB","phone":"","email":""}""");
        (await client.GetJsonAsync("/customers/searchByOrgNumber/4020000016"))["country"]!.GetValue<string>().ShouldBe("SE");
        await client.SendAsync(HttpMethod.Get, "/customers/searchByOrgNumber/559244-0001").ProblemAsync(404, "party_not_found");
    }

    [Fact]
    public async Task A_customer_goes_before_the_directory()
    {
        using var client = await server.NewMerchantAsync();
        await CreateAsync(client, "556016-0680", "Vår egen kund AB");

        (await client.GetJsonAsync("/customers/searchByOrgNumber/5560160680"))["company"]!.GetValue<string>().ShouldBe("Vår egen kund AB");
    }

    private static string DriftOf(JsonNode row) => string.Join(' ', row["drift"]!.AsArray().Select(drift => drift!.GetValue<string>()));

    private static Task<long> CreateAsync(HttpClient client, string number, string name, string address = "", string postcode = "", string city = "", string country = "") =>
        client.CreateAsync(new JsonObject { ["name"] = name, ["companyno"] = number, ["address"] = address, ["postcode"] = postcode, ["postoffice"] = city, ["countrycode"] = country }.ToJsonString());

    /// <summary>A directory of a few.</summary>
    private static async Task LoadAsync(TestServer server)
    {
        await using var load = await server.Register.Directory.BeginLoadAsync(CancellationToken.None);
        await load.AddAsync(
            [
                Organisation("5560160680", "Nordlys Cykel AB", "Storgatan 1", "11418", "Stockholm"),
                Organisation("4020000016", "Bolaget AB") with { Status = OrganisationStatus.Bankruptcy },
                Organisation("4020000024", "Bolaget AB") with { Status = OrganisationStatus.Liquidation },
                Organisation("4020000032", "Bolaget AB") with { Status = OrganisationStatus.Restructuring },
                Organisation("4020000040", "Bolaget AB") with { Status = OrganisationStatus.OtherProcedure },
                Organisation("4020000057", "Utland AB", "", "SW1A1AA", "London") with { CareOf = "c/o Nagon", CountryCode = "GB" },
            ],
            CancellationToken.None);
        await load.PutInPlaceAsync([], evenIfSmaller: false, CancellationToken.None);
    }

    private static Organisation Organisation(string number, string name, string street = "", string postalCode = "", string city = "") =>
        new(number, name, street, "", postalCode, city, street.Length + city.Length > 0 ? "SE" : "", "AB", OrganisationStatus.Active, NoAdvertising: false, OrganisationRegistry.Bolagsverket);

    /// <summary>A server with the directory loaded.</summary>
    public class DirectoryServer : TestServer
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            if (!UsesPostgres || Requires.HasPostgres) await LoadAsync(this);
        }
    }

    /// <summary>The same over PostgreSQL.</summary>
    public sealed class PostgresDirectoryServer : DirectoryServer
    {
        protected override bool UsesPostgres => true;
    }

    public sealed class OnSqlite(DirectoryServer server) : DriftTests(server), IClassFixture<DirectoryServer>;

    public sealed class OnPostgres(PostgresDirectoryServer server) : DriftTests(server), IClassFixture<PostgresDirectoryServer>;
}
