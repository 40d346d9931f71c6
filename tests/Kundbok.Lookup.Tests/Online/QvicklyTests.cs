using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Lookup.Online;

namespace Kundbok.Lookup.Tests.Online;

public sealed class QvicklyTests : SourceContract
{
    private const string Secret = "123451234512";

    private static readonly IdentityNumberResult.Valid Person = new(IdentityNumberKind.SwedishPerson, "5501011018") { YearOfBirth = 1955 };

    private protected override IdentityNumberResult.Valid Number { get; } = new(IdentityNumberKind.SwedishOrganisation, "5592440001");

    private protected override string Name => QvicklySource.SourceName;

    private protected override string Known => Signed("""{"company":"Nordlys AB","street":"Storgatan 1","zip":"411 01","city":"G\u00f6teborg","country":"SE","phone":"031-000 00 00","email":"faktura@example.com"}""");

    private protected override void AnswersNotFound() => Registry.Answers(200, Signed("""{"code":8010,"message":"Not found"}"""));

    private protected override OnlineLookupOptions Options(Uri address, TimeSpan timeout) => new() { Qvickly = new() { BaseAddress = address }, Timeout = timeout };

    [Fact]
    public void The_hash_is_that_of_the_published_vectors()
    {
        var address = PhpJson.Object(("pno", "550101-1018"), ("country", "SE"));
        address.ShouldBe("""{"pno":"550101-1018","country":"SE"}""");
        QvicklySource.Hash(Secret, address).ShouldStartWith("07b97edc");
        QvicklySource.Hash(Secret, address).ShouldEndWith("a7f58");

        var payment = PhpJson.Object(("id", "123456"), ("amount", 100), ("currency", "SEK"));
        payment.ShouldBe("""{"id":"123456","amount":100,"currency":"SEK"}""");
        QvicklySource.Hash("1234567890123456", payment).ShouldStartWith("8dde708f");
        QvicklySource.Hash("1234567890123456", payment).ShouldEndWith("777f037a");
    }

    [Theory]
    [InlineData("åä/ö", @"\u00e5\u00e4\/\u00f6")]
    [InlineData("😀", @"\ud83d\ude00")]
    [InlineData("\"\\\b\f\n\r\t\u0001\u007f<>&'", """\"\\\b\f\n\r\t\u0001""" + "\u007f<>&'")]
    public void Text_is_written_as_PHP_writes_it(string text, string written) => PhpJson.Object((text, text)).ShouldBe($$"""{"{{written}}":"{{written}}"}""");

    [Fact]
    public async Task A_person_is_asked_for_with_a_signed_number_and_has_two_names()
    {
        Registry.Answers(200, Signed("""{"firstname":"Alma","lastname":"\u00c5kerstr\u00f6m","street":"Storgatan 1\/A","zip":41101,"city":"G\u00f6teborg","country":"se","phone":"","email":""}"""));
        await using var asked = Ask();

        (await asked.AskAsync(Person)).ShouldBeOfType<LookupAnswer.Found>().Party.ShouldBe(new Party("Alma", "Åkerström", "", "Storgatan 1/A", "41101", "Göteborg", "SE", "", ""));

        var sent = Registry.Asked.ShouldHaveSingleItem().RequestMessage!.Body!;
        sent.ShouldEndWith(""" "data":{"pno":"550101-1018","country":"SE"},"function":"getAddress"}""".Trim());
        var credentials = JsonNode.Parse(sent)!["credentials"]!;
        credentials["id"]!.GetValue<string>().ShouldBe("12345");
        credentials["hash"]!.GetValue<string>().ShouldBe(QvicklySource.Hash(Secret, """{"pno":"550101-1018","country":"SE"}"""));
        credentials["version"]!.GetValue<string>().ShouldBe("2.5.0");
        credentials["language"]!.GetValue<string>().ShouldBe("sv");
        credentials["test"]!.GetValue<string>().ShouldBe("0");
        sent.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_person_of_a_hundred_has_a_plus_sign()
    {
        AnswersNotFound();
        await using var asked = Ask();

        await asked.AskAsync(new(IdentityNumberKind.SwedishPerson, "0905271474") { YearOfBirth = 1909 });

        Registry.Asked.ShouldHaveSingleItem().RequestMessage!.Body!.ShouldContain("090527+1474");
    }

    [Fact]
    public async Task A_person_is_never_kept()
    {
        Registry.Answers(200, Signed("""{"firstname":"Alma","lastname":"Ek","street":"Storgatan 1"}"""));
        await using var asked = Ask();
        await asked.AskAsync(Person);
        await asked.AskAsync(Person);
        Registry.Asked.Count.ShouldBe(2);

        Registry.Answers(400, "");
        (await asked.AskAsync(Person)).ShouldBeOfType<LookupAnswer.Unavailable>();
    }

    [Theory]
    [InlineData("""{"firstname":"","lastname":"","street":"","zip":"","city":"","country":"SE"}""")]
    [InlineData("""{"firstname":"Alma","lastname":"Ek","street":"","zip":"","city":""}""")]
    [InlineData("""{"firstname":"Skyddad","lastname":"identitet","street":"Box 1","zip":"41101","city":"X"}""")]
    [InlineData("""{"firstname":"Alma","lastname":"Ek","street":"SKYDDADE PERSONUPPGIFTER","zip":"41101","city":"X"}""")]
    public async Task A_person_who_is_protected_is_told_to_nobody_and_not_kept(string data)
    {
        Registry.Answers(200, Signed(data));
        await using var asked = Ask();

        (await asked.AskAsync(Person)).ShouldBeOfType<LookupAnswer.Protected>();
        (await new LookupChain([asked.Source]).AskAsync(7, Person, CancellationToken.None)).ShouldBe(new LookupResult(new LookupAnswer.NotFound(), null));
        Registry.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("9010")]
    [InlineData("\"9011\"")]
    [InlineData("9013")]
    [InlineData("9008")]
    [InlineData("\"7777\"")]
    public async Task Its_faults_are_no_answer(string code)
    {
        Registry.Answers(200, Signed($$"""{"code":{{code}},"message":"x"}"""));
        await using var asked = Ask();

        (await asked.AskAsync(Person)).ShouldBeOfType<LookupAnswer.Unavailable>();
    }

    [Theory]
    [InlineData("8010")]
    [InlineData("\"8011\"")]
    [InlineData("8012")]
    public async Task What_it_does_not_have_is_not_found_also_when_it_says_so_alone(string code)
    {
        foreach (var body in (string[])[Signed($$"""{"code":{{code}},"message":"x"}"""), $$"""{"code":{{code}},"message":"x"}"""])
        {
            Registry.Answers(200, body);
            await using var asked = Ask();
            (await asked.AskAsync(Person)).ShouldBeOfType<LookupAnswer.NotFound>();
        }
    }

    [Theory]
    [InlineData("9014")]
    [InlineData("9015")]
    [InlineData("\"9016\"")]
    public async Task A_number_that_it_does_not_accept_is_invalid(string code)
    {
        Registry.Answers(200, Signed($$"""{"code":{{code}},"message":"x"}"""));
        await using var asked = Ask();

        (await asked.AskAsync(Person)).ShouldBeOfType<LookupAnswer.Invalid>();
    }

    [Fact]
    public async Task The_hash_is_checked_over_the_very_text_that_was_sent()
    {
        const string Data = """{"firstname" : "Alma","lastname":"\u00C5","street":"A\/B" }"""; // not as PHP writes it, and signed so
        Registry.Answers(200, Signed(Data));
        await using var asked = Ask();
        (await asked.AskAsync(Person)).ShouldBeOfType<LookupAnswer.Found>();

        Registry.Answers(200, Signed(Data).Replace("Alma", "Alva", StringComparison.Ordinal));
        (await asked.AskAsync(Person)).ShouldBeOfType<LookupAnswer.Unavailable>().Reason.ShouldBe("signed its answer otherwise");
    }

    [Theory]
    [InlineData("""{"data":{"firstname":"Alma","lastname":"Ek","street":"Storgatan 1"}}""")]
    [InlineData("""{"credentials":{},"data":{"firstname":"Alma","lastname":"Ek","street":"Storgatan 1"}}""")]
    [InlineData("""{"credentials":{"hash":""},"data":{"code":8010}}""")]
    [InlineData("""{"firstname":"Alma","lastname":"Ek","street":"Storgatan 1"}""")]
    public async Task What_is_not_signed_is_not_believed(string body)
    {
        Registry.Answers(200, body);
        await using var asked = Ask();

        (await asked.AskAsync(Person)).ShouldBeOfType<LookupAnswer.Unavailable>();
    }

    [Fact]
    public async Task It_is_asked_for_nobody_whose_merchant_has_not_said_so()
    {
        Registry.Answers(200, Known);
        await using var asked = Ask();
        asked.Account = asked.Account! with { Persons = false };
        (await asked.AskAsync(Person)).ShouldBeOfType<LookupAnswer.NotFound>();
        asked.Account = null;
        (await asked.AskAsync(Person)).ShouldBeOfType<LookupAnswer.NotFound>();
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.NotFound>();

        Registry.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_one_merchant_was_told_is_not_told_to_another_nor_after_its_account_is_gone()
    {
        Registry.Answers(200, Known);
        await using var asked = Ask();
        await asked.AskAsync(Number, merchant: 7);
        await asked.AskAsync(Number, merchant: 8);
        Registry.Asked.Count.ShouldBe(2);

        asked.Account = null;
        (await asked.AskAsync(Number, merchant: 7)).ShouldBeOfType<LookupAnswer.NotFound>();
    }

    private static string Signed(string data) => $$"""{"credentials":{"hash":"{{QvicklySource.Hash(Secret, data)}}","logo":"x"},"data":{{data}}}""";
}
