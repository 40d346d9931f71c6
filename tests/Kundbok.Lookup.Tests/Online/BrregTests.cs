using Kundbok.Contracts;
using Kundbok.Lookup.Online;

namespace Kundbok.Lookup.Tests.Online;

public sealed class BrregTests : SourceContract
{
    private protected override IdentityNumberResult.Valid Number { get; } = new(IdentityNumberKind.NorwegianOrganisation, "988077917");

    private protected override string Name => BrregSource.SourceName;

    private protected override string Known =>
        """
        {"respons_klasse":"Enhet","organisasjonsnummer":"988077917","navn":"Nordlys AB","telefon":"22 00 00 00","mobil":"900 00 000","epostadresse":"post@example.no",
         "postadresse":{"adresse":["Postboks 1","Sentrum"],"postnummer":"0184","poststed":"OSLO","landkode":"NO"},
         "forretningsadresse":{"adresse":["Storgata 1"],"postnummer":"0155","poststed":"OSLO","landkode":"NO"}}
        """;

    private protected override void AnswersNotFound() => Registry.Answers(404, "");

    private protected override OnlineLookupOptions Options(Uri address, TimeSpan timeout) => new() { Brreg = new() { Enabled = true, BaseAddress = address }, Timeout = timeout };

    [Fact]
    public async Task The_postal_address_goes_before_that_of_business()
    {
        Registry.Answers(200, Known);

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Found>().Party.ShouldBe(
            new Party("", "", "Nordlys AB", "Postboks 1, Sentrum", "0184", "OSLO", "NO", "22 00 00 00", "post@example.no"));
        var request = Registry.Asked.ShouldHaveSingleItem().RequestMessage!;
        request.AbsolutePath.ShouldBe("/enheter/988077917");
        request.Headers!["Accept"].ShouldHaveSingleItem().ShouldBe("application/vnd.brreg.enhetsregisteret.enhet.v2+json");
    }

    [Fact]
    public async Task Without_a_postal_address_that_of_business_is_told_and_without_a_telephone_the_mobile()
    {
        Registry.Answers(200, """{"navn":"Nordlys AB","mobil":"900 00 000","postadresse":null,"forretningsadresse":{"adresse":["Storgata 1",null],"postnummer":"0155","poststed":"OSLO","landkode":"NO"}}""");

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Found>().Party.ShouldBe(new Party("", "", "Nordlys AB", "Storgata 1", "0155", "OSLO", "NO", "900 00 000", ""));
    }

    [Fact]
    public async Task A_foreign_address_may_lack_a_postal_code()
    {
        Registry.Answers(200, """{"navn":"Nordlys AB","postadresse":{"adresse":["1 High Street","London W1"],"landkode":"GB"}}""");

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Found>().Party.ShouldBe(new Party("", "", "Nordlys AB", "1 High Street, London W1", "", "", "GB", "", ""));
    }

    [Fact]
    public async Task No_address_is_an_answer()
    {
        Registry.Answers(200, """{"navn":"Nordlys AB"}""");

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Found>().Party.ShouldBe(new Party("", "", "Nordlys AB", "", "", "", "", "", ""));
    }

    [Theory]
    [InlineData(200, """{"respons_klasse":"SlettetEnhet","organisasjonsnummer":"988077917","navn":"Nordlys AB","slettedato":"2020-01-01"}""")]
    [InlineData(410, """{"organisasjonsnummer":"988077917"}""")]
    public async Task What_was_deleted_or_removed_is_not_found(int status, string body)
    {
        Registry.Answers(status, body);

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.NotFound>();
    }

    [Theory]
    [InlineData("""{"organisasjonsnummer":"974760673","navn":"Somebody else"}""")]
    [InlineData("""{"status":500,"error":"Internal Server Error"}""")]
    public async Task A_lie_is_no_answer(string body)
    {
        Registry.Answers(200, body);

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Unavailable>();
    }

    private async Task<LookupAnswer> AnswerAsync()
    {
        await using var asked = Ask();
        return await asked.AskAsync(Number);
    }
}
