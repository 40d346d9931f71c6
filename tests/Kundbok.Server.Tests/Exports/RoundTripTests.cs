using System.Text.RegularExpressions;
using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Exports;

/// <summary>What is read back from an export is what is stored, whatever it is.</summary>
public sealed partial class RoundTripTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Xml_gives_back_every_text_in_every_field()
    {
        using var client = await HostileAsync();

        (await client.XmlAsync()).ShouldBe(await client.ListedAsync());
    }

    [Fact]
    public async Task Csv_gives_back_every_text_in_every_field()
    {
        using var client = await HostileAsync();

        (await client.CsvAsync()).ShouldBe(await client.ListedAsync());
    }

    [Fact]
    public async Task Csv_for_Excel_gives_back_every_text_once_its_guard_is_taken_away()
    {
        using var client = await HostileAsync();
        var text = await client.SendAsync(HttpMethod.Get, Downloads.ExcelCsv).TextAsync();

        text[0].ShouldBe('\uFEFF');
        var cells = Downloads.Records(text[1..], ';');
        cells.SelectMany(record => record).ShouldAllBe(cell => cell.Length == 0 || !"=+-@\t\r".Contains(cell[0]));
        cells.Select(record => record.Select(cell => Guarded().IsMatch(cell) ? cell[1..] : cell).ToArray()).ShouldBe(await client.ListedAsync());
    }

    [Fact]
    public async Task Every_character_that_can_be_stored_survives()
    {
        using var client = await server.NewMerchantAsync();
        var customer = Downloads.Customer((CustomerFields.Notes, HostileTexts.EveryPlainCharacter), (CustomerFields.StatusLog, HostileTexts.FurtherCharacters));
        await client.CreateAsync(customer.ToJsonString());

        foreach (var export in (List<string[]>[])[await client.XmlAsync(), await client.CsvAsync()])
        {
            export.Single()[CustomerFields.Notes.Ordinal].ShouldBe(HostileTexts.EveryPlainCharacter);
            export.Single()[CustomerFields.StatusLog.Ordinal].ShouldBe(HostileTexts.FurtherCharacters);
        }
    }

    [Fact]
    public async Task Csv_has_quotes_where_they_are_needed_and_nowhere_else()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"customerid":"=7","name":"a\"b","address":" c","postcode":"d,e","postoffice":"f;g","state":"h i","countrycode":"j\nk","telephone":"+46"}""");
        var created = (await client.ListedAsync()).Single()[CustomerFields.Created.Ordinal];

        var plain = await client.SendAsync(HttpMethod.Get, Downloads.Csv).TextAsync();
        var excel = await client.SendAsync(HttpMethod.Get, Downloads.ExcelCsv).TextAsync();

        var end = new string(';', CustomerFields.All.Count - 1 - CustomerFields.Merchant.Ordinal) + "\r\n";
        var before = new string(';', CustomerFields.Module.Ordinal - CustomerFields.Telephone.Ordinal);
        var merchant = (await client.ListedAsync()).Single()[CustomerFields.Merchant.Ordinal];
        excel.ShouldBe(
            $"\uFEFF{string.Join(';', Downloads.FieldNames)}\r\n{id};{created};'=7;\"a\"\"b\"; c;d,e;\"f;g\";h i;\"j\nk\";'+46{before}{merchant};{merchant}{end}");
        plain.ShouldBe(
            $"{string.Join(',', Downloads.FieldNames)}\r\n{id},{created},=7,\"a\"\"b\", c,\"d,e\",f;g,h i,\"j\nk\",+46{before.Replace(';', ',')}{merchant},{merchant}{end.Replace(';', ',')}");
    }

    [Fact]
    public async Task Xml_is_written_as_is_described()
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync("""{"name":"<Å&B>\r\n\t"}""");

        var text = await client.SendAsync(HttpMethod.Get, Downloads.Xml).TextAsync();

        text.ShouldStartWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<customers>\n<customer><mexcParamvaluesetsid>");
        text.ShouldContain("<name>&lt;Å&amp;B&gt;&#13;&#10;&#9;</name><address/>");
        text.ShouldEndWith("<crediflowPartyId/></customer>\n</customers>\n");
    }

    [Theory]
    [InlineData("=1", "'=1")]
    [InlineData("'=1", "''=1")]
    [InlineData("''=1", "'''=1")]
    [InlineData("'", "'")]
    [InlineData("'x", "'x")]
    [InlineData("x=1", "x=1")]
    [InlineData("@", "'@")]
    [InlineData("-", "'-")]
    [InlineData("\t", "'\t")]
    [InlineData("\r", "'\r")]
    [InlineData("\n=1", "\n=1")]
    public async Task The_guard_stands_where_a_cell_could_run_or_could_be_taken_for_a_guarded_one(string stored, string cell)
    {
        using var client = await server.NewMerchantAsync();
        await client.CreateAsync(Downloads.Customer((CustomerFields.City, stored)).ToJsonString());

        var text = await client.SendAsync(HttpMethod.Get, Downloads.ExcelCsv).TextAsync();

        Downloads.Records(text[1..], ';').Single()[CustomerFields.City.Ordinal].ShouldBe(cell);
    }

    // As an import of that profile reads it.
    [GeneratedRegex("^'+[=+\\-@\t\r]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Guarded();

    private async Task<HttpClient> HostileAsync()
    {
        var merchant = await server.AddMerchantAsync();
        var customers = HostileTexts.Customers().Select(input => new NewCustomer(input)).ToList();
        (await server.Register.Customers.CreateManyAsync(merchant, customers, CancellationToken.None)).ShouldBeNull();
        return server.WithToken(await server.TokenAsync(merchant));
    }
}
