using System.Globalization;
using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

public abstract partial class CustomerStoreContract
{
    [Fact]
    public async Task Customers_are_tallied_by_kind_and_title()
    {
        var (merchant, other) = (await MerchantAsync(), await MerchantAsync());
        await CreateAsync(merchant, ("name", "A"), ("customertypecode", "privat"), ("crediflowPartyId", "1"));
        await CreateAsync(merchant, ("name", "B"), ("customertypecode", "company"), ("reversetax", "ja"), ("crediflowPartyId", "2"));
        await CreateAsync(merchant, ("name", "C"), ("customertypecode", "company"));
        var removed = await CreateAsync(merchant, ("name", "D"));
        await CreateAsync(merchant, ("name", "E"));
        await Store.RemoveAsync(merchant, [removed.Id], None);

        (await Store.TallyAsync(merchant, None)).ShouldBe(new CustomerTally(4, 1, 2, 1, 2, 1));
        (await Store.TallyAsync(other, None)).ShouldBe(new CustomerTally(0, 0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Customers_are_counted_by_country_whatever_it_is_written_like()
    {
        var (merchant, other) = (await MerchantAsync(), await MerchantAsync());
        string[] codes =
        [
            "se", "SE", " Se\u00a0", "no", "NO", "dk", "", "  ", "Åland", "ÅLAND",
            "s\"e", "s\\e", "se\n", "\"countrycode\":\"no\"", new string('x', 33), string.Concat(Enumerable.Repeat("😀", 255)), "a\tb",
        ];
        foreach (var code in codes) await CreateAsync(merchant, ("name", "\"countrycode\":\"fi\""), ("notes", "\"countrycode\":\"fi\""), ("country", "fi"), ("deliverycountrycode", "fi"), ("countrycode", code));
        for (var i = 0; i < 9; i++) await CreateAsync(merchant, ("name", "A"), ("countrycode", $"a{i}"));
        await CreateAsync(other, ("name", "A"), ("countrycode", "is"));

        var spread = await Store.SpreadAsync(merchant, [], None);

        spread.Countries.ShouldBe([new("se", 3), new("no", 2), new("åland", 2), new("a0", 1), new("a1", 1), new("a2", 1), new("a3", 1), new("a4", 1), new("a5", 1), new("a6", 1)]);
        spread.NoCountry.ShouldBe(2);
        spread.OtherCountries.ShouldBe(10); // a7, a8, dk, and what no country is written like
        spread.Created.ShouldBe([26]);
    }

    [Fact]
    public async Task Customers_are_counted_by_when_they_were_created()
    {
        var merchant = await MerchantAsync();
        DateTimeOffset[] instants = [Instant("2026-01-01T00:00:00.000Z"), Instant("2026-02-01T00:00:00.000Z"), Instant("2026-03-01T00:00:00.000Z")];
        string[] created =
        [
            "1970-01-01T00:00:00.000Z", "2025-12-31T23:59:59.999Z",
            "2026-01-01T00:00:00.000Z", "2026-01-31T23:59:59.999Z", "2026-01-15T12:00:00.000Z",
            "2026-03-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z",
        ];
        List<NewCustomer> customers = [];
        foreach (var time in created)
        {
            var input = new CustomerInput();
            input[CustomerFields.Name] = time;
            customers.Add(new NewCustomer(input, Instant(time)));
        }

        (await Store.CreateManyAsync(merchant, customers, Actor.Command("test"), None)).ShouldBeNull();

        (await Store.SpreadAsync(merchant, instants, None)).Created.ShouldBe([2, 3, 0, 2]);
        (await Store.SpreadAsync(await MerchantAsync(), instants, None)).Created.ShouldBe([0, 0, 0, 0]);
    }

    [Fact]
    public async Task More_different_countries_than_there_are_take_no_more_memory()
    {
        var merchant = await MerchantAsync();
        List<NewCustomer> customers = [];
        for (var i = 0; i < 10_000; i++) customers.Add(OfCountry(i.ToString(CultureInfo.InvariantCulture)));
        (await Store.CreateManyAsync(merchant, customers, Actor.Command("test"), None)).ShouldBeNull();
        (await Store.CreateManyAsync(merchant, [OfCountry("se"), OfCountry("se"), OfCountry("xx"), OfCountry("")], Actor.Command("test"), None)).ShouldBeNull();

        var spread = await Store.SpreadAsync(merchant, [], None);

        (spread.NoCountry + spread.OtherCountries + spread.Countries.Sum(country => country.Customers)).ShouldBe(10_004);
        spread.Countries.Count.ShouldBe(10);
        spread.NoCountry.ShouldBe(1);
    }

    private static NewCustomer OfCountry(string code)
    {
        var input = new CustomerInput();
        input[CustomerFields.Name] = "A";
        input[CustomerFields.CountryCode] = code;
        return new NewCustomer(input);
    }

    private static DateTimeOffset Instant(string text) => Instants.Parse(text);
}
