using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Lookup.Online;

namespace Kundbok.Lookup.Tests.Online;

public sealed class BolagsverketTests : SourceContract
{
    private const string Storgatan = """{"utdelningsadress":"Storgatan 1","coAdress":"c/o X","postnummer":"411 01","postort":"GÖTEBORG","land":null}""";

    public BolagsverketTests() => Registry.AnswersToken(200, """{"access_token":"token-1","token_type":"Bearer","expires_in":3600}""");

    private protected override IdentityNumberResult.Valid Number { get; } = new(IdentityNumberKind.SwedishOrganisation, "5592440001");

    private protected override string Name => BolagsverketSource.SourceName;

    private protected override string Known => Organisation(Storgatan);

    private protected override void AnswersNotFound() => Registry.Answers(
        200, """{"organisationer":[{"organisationsnamn":{"organisationsnamnLista":null,"fel":{"typ":"ORGANISATION_FINNS_EJ","felBeskrivning":"Organisationen finns ej"}}}]}""");

    private protected override OnlineLookupOptions Options(Uri address, TimeSpan timeout) => new()
    {
        Bolagsverket = new() { ClientId = "client", ClientSecret = "secret", BaseAddress = address, TokenAddress = new Uri(Registry.Address, "token") },
        Timeout = timeout,
    };

    [Fact]
    public async Task The_digits_are_asked_for_with_the_token_that_was_granted()
    {
        Registry.Answers(200, Known);

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Found>().Party.ShouldBe(new Party("", "", "Nordlys AB", "Storgatan 1", "41101", "GÖTEBORG", "SE", "", ""));

        var request = Registry.Asked.ShouldHaveSingleItem().RequestMessage!;
        request.AbsolutePath.ShouldBe("/organisationer");
        request.Body.ShouldBe("""{"identitetsbeteckning":"5592440001"}""");
        request.Headers!["Authorization"].ShouldHaveSingleItem().ShouldBe("Bearer token-1");
        Registry.TokensFetched.ShouldHaveSingleItem().RequestMessage!.Body.ShouldBe(
            "grant_type=client_credentials&client_id=client&client_secret=secret&scope=vardefulla-datamangder%3Aread+vardefulla-datamangder%3Aping");
    }

    [Theory]
    [InlineData("""{"utdelningsadress":null,"coAdress":"c/o X","postnummer":"41101","postort":"GÖTEBORG","land":"SE"}""", "c/o X", "41101", "GÖTEBORG", "SE")]
    [InlineData("""{"utdelningsadress":"Karl Johans gate 1","postnummer":"0154","postort":"OSLO","land":"NORGE"}""", "Karl Johans gate 1", "0154", "OSLO", "NO")]
    [InlineData("""{"utdelningsadress":"1 High Street","postort":"London","land":"Atlantis"}""", "1 High Street", "", "London", "")]
    public async Task An_address_may_be_foreign_or_in_care_of(string address, string street, string zip, string city, string country)
    {
        Registry.Answers(200, Organisation(address));

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Found>().Party.ShouldBe(new Party("", "", "Nordlys AB", street, zip, city, country, "", ""));
    }

    [Fact]
    public async Task No_address_is_an_answer()
    {
        Registry.Answers(200, Organisation("null"));

        var found = (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Found>();
        found.Party.ShouldBe(new Party("", "", "Nordlys AB", "", "", "", "", "", ""));
        found.IsPartial.ShouldBeFalse();
    }

    [Fact]
    public async Task What_could_not_be_told_makes_an_answer_that_is_not_kept()
    {
        Registry.Answers(200, Organisation("null", """{"typ":"OTILLGANGLIG_UPPGIFTSKALLA","felBeskrivning":"x"}"""));
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Found>().IsPartial.ShouldBeTrue();
        Registry.Answers(200, Known);
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Found>().Party.City.ShouldBe("GÖTEBORG");
    }

    [Theory]
    [InlineData("OTILLGANGLIG_UPPGIFTSKALLA")]
    [InlineData("TIMEOUT")]
    [InlineData("SOMETHING_NEW")]
    public async Task An_error_inside_a_success_is_no_answer(string kind)
    {
        Registry.Answers(200, $$$"""{"organisationer":[{"organisationsnamn":{"organisationsnamnLista":null,"fel":{"typ":"{{{kind}}}","felBeskrivning":"x"} } }]}""");

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Unavailable>();
    }

    [Fact]
    public async Task A_number_that_it_does_not_accept_is_invalid()
    {
        Registry.Answers(200, """{"organisationer":[{"organisationsnamn":{"fel":{"typ":"OGILTIG_BEGARAN","felBeskrivning":"x"}}}]}""");

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Invalid>();
    }

    [Fact]
    public async Task What_is_deregistered_is_not_found()
    {
        Registry.Answers(200, Organisation(Storgatan).Replace("\"avregistreradOrganisation\":null", """ "avregistreradOrganisation":{"avregistreringsdatum":"2020-01-01","fel":null} """, StringComparison.Ordinal));

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.NotFound>();
    }

    [Theory]
    [InlineData("""{"organisationer":[]}""")]
    [InlineData("""{"organisationer":[{"organisationsidentitet":{"identitetsbeteckning":"5560360793"},"organisationsnamn":{"organisationsnamnLista":[{"namn":"Somebody else"}]}}]}""")]
    public async Task A_lie_is_no_answer(string body)
    {
        Registry.Answers(200, body);

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Unavailable>();
    }

    [Fact]
    public async Task A_token_is_fetched_again_a_minute_before_it_ends()
    {
        AnswersNotFound();
        await using var asked = Ask();
        await asked.AskAsync(Number);

        asked.Time.Advance(TimeSpan.FromSeconds(3539));
        await asked.AskAsync(Number);
        Registry.TokensFetched.Count.ShouldBe(1);
        asked.Time.Advance(TimeSpan.FromMinutes(10));
        await asked.AskAsync(Number);
        Registry.TokensFetched.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Many_at_once_fetch_one_token_and_ask_once_for_a_number()
    {
        Registry.Answers(200, Known);
        await using var asked = Ask();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => asked.AskAsync(Number)));

        answers.ShouldAllBe(answer => answer is LookupAnswer.Found);
        Registry.Asked.Count.ShouldBe(1);
        Registry.TokensFetched.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced_once()
    {
        Registry.Answers(401, "");
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>();

        Registry.Asked.Count.ShouldBe(2);
        Registry.TokensFetched.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_client"}""", "does not accept the credentials")]
    [InlineData(401, "", "does not accept the credentials")]
    [InlineData(200, """{"access_token":"","token_type":"Bearer","expires_in":3600}""", "sent an answer that cannot be understood")]
    [InlineData(200, """{"access_token":"a\r\nX: y","token_type":"Bearer","expires_in":3600}""", "sent an answer that cannot be understood")]
    [InlineData(200, """{"access_token":"a","token_type":"mac","expires_in":3600}""", "sent an answer that cannot be understood")]
    [InlineData(200, """{"access_token":"a","token_type":"Bearer"}""", "sent an answer that cannot be understood")]
    [InlineData(500, "", "answered with status 500")]
    public async Task Without_a_token_it_cannot_be_asked(int status, string body, string reason)
    {
        Registry.AnswersToken(status, body);

        (await AnswerAsync()).ShouldBeOfType<LookupAnswer.Unavailable>().Reason.ShouldBe(reason);
        Registry.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_attempt_takes_a_turn_and_without_one_nothing_is_sent()
    {
        Registry.Answers(500, "");
        await using var asked = Ask();
        asked.Turns = 2;

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().Reason.ShouldBe("allows no more requests for now");

        Registry.Asked.Count.ShouldBe(2);
        asked.TurnsTaken.ShouldBe(3);
    }

    [Fact]
    public void However_a_minute_falls_it_has_no_more_than_sixty_requests() =>
        (BolagsverketSource.Turns * (1 + Math.Ceiling(TimeSpan.FromMinutes(1) / BolagsverketSource.TurnWindow))).ShouldBeLessThanOrEqualTo(60);

    private static string Organisation(string address, string fault = "null") =>
        JsonNode.Parse($$$"""
        {"organisationer":[{
          "organisationsidentitet":{"identitetsbeteckning":"5592440001","fel":null},
          "organisationsnamn":{"organisationsnamnLista":[
            {"namn":"Nordlys Ltd","organisationsnamntyp":{"kod":"FORNAMN_FRSPRAK"}},{"namn":"Nordlys AB","organisationsnamntyp":{"kod":"FORETAGSNAMN"}}],"fel":null},
          "postadressOrganisation":{"postadress":{{{address}}},"fel":{{{fault}}} },
          "avregistreradOrganisation":null}]}
        """)!.ToJsonString();

    private async Task<LookupAnswer> AnswerAsync()
    {
        await using var asked = Ask();
        return await asked.AskAsync(Number);
    }
}
