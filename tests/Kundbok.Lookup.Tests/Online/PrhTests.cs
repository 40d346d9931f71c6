using Kundbok.Contracts;
using Kundbok.Lookup.Online;

namespace Kundbok.Lookup.Tests.Online;

public sealed class PrhTests : SourceContract
{
    private const string Street = """{"type":1,"street":"Satamakatu","buildingNumber":"4","postOfficeBox":null,"postCode":"00160","postOffices":[{"city":"HELSINGFORS","languageCode":"2"},{"city":"HELSINKI","languageCode":"1"}]}""";

    private protected override IdentityNumberResult.Valid Number { get; } = new(IdentityNumberKind.FinnishOrganisation, "20774740");

    private protected override string Name => PrhSource.SourceName;

    private protected override string Known => Company("");

    private protected override void AnswersNotFound() => Registry.Answers(200, """{"totalResults":0,"companies":[]}""");

    private protected override OnlineLookupOptions Options(Uri address, TimeSpan timeout) => new() { Prh = new() { Enabled = true, BaseAddress = address }, Timeout = timeout };

    [Theory]
    [InlineData(Street, "Satamakatu 4", "00160", "HELSINKI", "FI")]
    [InlineData($$"""{{Street}},{"type":2,"postOfficeBox":"12","postCode":"00101","postOffices":[{"city":"HELSINKI","languageCode":"1"}]}""", "PL 12", "00101", "HELSINKI", "FI")]
    [InlineData("""{"type":"2","street":"Hamngatan","postCode":"22100","postOffices":[{"city":"MARIEHAMN","languageCode":"2"}]}""", "Hamngatan", "22100", "MARIEHAMN", "FI")]
    [InlineData("""{"type":2,"freeAddressLine":"1 High Street, London","country":"GB","postOffices":[]}""", "1 High Street, London", "", "", "GB")]
    [InlineData("""{"type":2,"street":"Old","postCode":"00100","endDate":"2020-01-01"}""", "", "", "", "")]
    [InlineData("", "", "", "", "")]
    public async Task The_postal_address_goes_before_that_of_the_street(string addresses, string street, string zip, string city, string country)
    {
        Registry.Answers(200, Company(addresses));

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Found>().Party.ShouldBe(new Party("", "", "Nordlys AB", street, zip, city, country, "", ""));
        var request = Registry.Asked.ShouldHaveSingleItem().RequestMessage!;
        request.AbsolutePath.ShouldBe("/companies");
        request.Query!["businessId"].ShouldHaveSingleItem().ShouldBe("2077474-0");
    }

    [Theory]
    [InlineData("""{"companies":[{"businessId":{"value":"2077474-0"},"names":[{"name":"Gone Oy","type":"1","endDate":"2020-01-01"}]}]}""")]
    [InlineData("""{"companies":[{"businessId":{"value":"2077474-0"},"endDate":"2020-01-01","names":[{"name":"Gone Oy","type":"1"}]}]}""")]
    public async Task What_has_ended_is_not_found(string body)
    {
        Registry.Answers(200, body);

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.NotFound>();
    }

    [Theory]
    [InlineData("""{"companies":[{"businessId":{"value":"0112038-9"},"names":[{"name":"Somebody else","type":"1"}]}]}""")]
    [InlineData("""{"companies":null}""")]
    [InlineData("""{"message":"Internal error","errorcode":1}""")]
    public async Task A_lie_is_no_answer(string body)
    {
        Registry.Answers(200, body);

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Unavailable>();
    }

    private static string Company(string addresses) =>
        $$"""
        {"totalResults":1,"companies":[{"businessId":{"value":"2077474-0"},
         "names":[{"name":"Old Oy","type":"1","endDate":"2019-12-31"},{"name":"Nordlys","type":"3"},{"name":"Nordlys AB","type":"1"}],"addresses":[{{addresses}}]}]}
        """;

    private async Task<LookupAnswer> AnswerAsync()
    {
        await using var asked = Ask();
        return await asked.AskAsync(Number);
    }
}
