using static Kundbok.Client.Tests.FakeRegister;

namespace Kundbok.Client.Tests;

/// <summary>Answers that are not as they should be, and those of a newer register.</summary>
public sealed class AnswerTests
{
    [Fact(Timeout = Patience)]
    public async Task A_page_of_a_machine_in_between_is_told_by_its_status_alone()
    {
        var register = new FakeRegister(_ => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden) { Content = new StringContent("<html>Alma Åkerström</html>") }));

        var refused = await Should.ThrowAsync<KundbokException>(register.Client().Customers.CountAsync(CustomerFilter.All.Containing("alma")));

        ((int?)refused.Status, refused.Code, refused.Detail).ShouldBe((403, null, null));
        refused.Message.ShouldContain("403");
        refused.ToString().ShouldNotContain("alma", Case.Insensitive);
    }

    [Theory(Timeout = Patience)]
    [InlineData("""{"code":"a_newer_code","title":"New","detail":"Do so.","traceId":"00-1"}""")]
    [InlineData("""{"code":"a_newer_code","title":"New","detail":"Do so.","traceId":"00-1","errors":{"name":["Wrong."]},"newer":[{}]}""")]
    public async Task A_problem_of_a_newer_register_is_told_in_its_words(string json)
    {
        var refused = await Should.ThrowAsync<KundbokException>(new FakeRegister(Answer(409, json)).Client().Customers.CountAsync());

        (refused.Code, refused.Detail, refused.TraceId).ShouldBe((null, "Do so.", "00-1"));
        refused.Message.ShouldStartWith("New (a_newer_code, 409). Do so.");
    }

    [Theory(Timeout = Patience)]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"errors":7}""")]
    public async Task A_problem_that_is_none_is_told_by_its_status(string json) =>
        ((int?)(await Should.ThrowAsync<KundbokException>(new FakeRegister(Answer(409, json)).Client().Customers.CountAsync())).Status).ShouldBe(409);

    [Theory(Timeout = Patience)]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[7]")]
    [InlineData("""[{"name":7}]""")]
    [InlineData("""[{"date":"yesterday"}]""")]
    [InlineData("""[{"name":"A"}""")]
    public async Task An_answer_that_is_not_what_the_api_says_is_told_as_that_and_not_asked_for_again(string json)
    {
        var register = new FakeRegister(Answer(200, json));

        (await Should.ThrowAsync<KundbokException>(register.Client().Customers.GetPageAsync())).Message.ShouldContain("not what the API says");

        register.Asked.Count.ShouldBe(1);
    }

    [Fact(Timeout = Patience)]
    public async Task A_next_page_is_asked_for_where_the_register_is_wherever_the_link_leads()
    {
        var register = new FakeRegister(Answer(200, "[]", ("Link", "<https://elsewhere.example/customers?limit=1&after=a%2Bb>; rel=\"next\"")), Answer(200, "[]"));

        await register.Client().Customers.ListAsync(order: CustomerOrder.ByName).ToListAsync();

        register.Asked[1].Address.ToString().ShouldBe("http://register.example/kundbok/customers?limit=1000&sort=name&after=a%2Bb");
    }

    [Fact(Timeout = Patience)]
    public async Task A_next_page_that_is_nowhere_is_not_taken_for_the_end() =>
        await Should.ThrowAsync<KundbokException>(new FakeRegister(Answer(200, "[]", ("Link", "</customers>; rel=\"next\""))).Client().Customers.GetPageAsync());

    [Fact(Timeout = Patience)]
    public async Task Kinds_and_fields_that_are_newer_than_the_client_do_no_harm()
    {
        var register = new FakeRegister(
            Answer(200, """{"changes":[{"sequence":1,"id":7,"kind":"merged","time":"2026-01-15T09:30:00.000Z","actor":{"kind":"user","name":"maja"},"operation":1,"customer":null,"newer":1}],"next":"c"}"""),
            Answer(200, """{"versions":[{"version":1,"kind":"merged","time":"2026-01-15T09:30:00.000Z","actor":{"kind":"user","name":"maja"},"operation":1,"changed":{"newer":{"from":"","to":"x"},"name":{"from":null,"to":"A","newer":{}}}}]}"""));

        (await register.Client().Changes.GetPageAsync("b")).Changes.ShouldHaveSingleItem().Kind.ShouldBeNull();
        (await register.Client().Customers.GetHistoryAsync(7).ToListAsync()).ShouldHaveSingleItem().Changed.ShouldBe([new FieldDifference(CustomerFields.Name, null, "A")]);
    }

    [Theory]
    [InlineData(null, 3, 1)]
    [InlineData("relative", 3, 1)]
    [InlineData("http://register.example", -1, 1)]
    [InlineData("http://register.example", 11, 1)]
    [InlineData("http://register.example", 3, 0)]
    public void Options_that_mean_nothing_are_refused(string? address, int retries, int seconds)
    {
        using var http = new HttpClient();
        Should.Throw<ArgumentException>(() => new KundbokClient(http, new KundbokClientOptions
        {
            BaseAddress = address is null ? null : new Uri(address, UriKind.RelativeOrAbsolute),
            Retries = retries,
            Timeout = TimeSpan.FromSeconds(seconds),
        }));
    }
}
