using System.Net;
using System.Reflection;
using System.Text;
using Kundbok.Client;
using Kundbok.Contracts;
using Kundbok.Portal.Language;

namespace Kundbok.Portal.Tests;

/// <summary>What people read when something did not succeed.</summary>
public sealed class ProblemTextTests
{
    private const string ServersSentence = "The server's own sentence.";

    private static readonly Texts English = Texts.In("en"), Swedish = Texts.In("sv");

    // Every answer of the server that is a problem is made of one of these.
    public static TheoryData<string> Codes => [.. typeof(ProblemCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(row => ((ProblemCode)row.GetValue(null)!).Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_problem_of_the_server_has_a_text_of_our_own_in_both_languages(string code)
    {
        var text = ProblemText.Of(await FailureAsync((HttpStatusCode)ProblemCode.Find(code)!.Status, $$"""{"code":"{{code}}","detail":"{{ServersSentence}}"}"""));

        English.Has(text.Key).ShouldBeTrue(text.Key);
        text.In(English).ShouldNotContain(ServersSentence);
        text.In(Swedish).ShouldNotContain(ServersSentence);
        string.Equals(text.In(Swedish), text.In(English), StringComparison.Ordinal).ShouldBeFalse(text.Key);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, """{"code":"unavailable"}""", "Servern svarar inte. Försök igen om en stund.")]
    [InlineData(HttpStatusCode.ServiceUnavailable, """{"code":"lookup_unavailable"}""", "En källa som kan ha numret svarar inte nu. Försök igen om en stund.")]
    [InlineData(HttpStatusCode.BadGateway, "", "Servern svarar inte. Försök igen om en stund.")]
    [InlineData(HttpStatusCode.InternalServerError, """{"code":"internal","traceId":"17"}""", "Något gick fel i servern. Inget du skrivit har gått förlorat: försök igen. (17)")]
    [InlineData(HttpStatusCode.InternalServerError, "", "Något gick fel i servern. Inget du skrivit har gått förlorat: försök igen.")]
    [InlineData(HttpStatusCode.TooManyRequests, """{"code":"too_many_requests"}""", "För många anrop. Försök igen om 60 sekunder.")]
    [InlineData(HttpStatusCode.Conflict, """{"code":"one_to_come","detail":"Wait for spring."}""", "Servern godtog det inte: Wait for spring.")]
    public async Task The_status_says_it_where_the_code_does_not_and_the_server_only_at_last(HttpStatusCode status, string problem, string said) =>
        ProblemText.Of(await FailureAsync(status, problem)).In(Swedish).ShouldBe(said);

    [Theory]
    [InlineData("user", "password", "Minst 10 tecken.")]
    [InlineData("user", "shoesize", "Servern godtog det inte: Too large.")]
    [InlineData("user", "email", null)]
    public async Task A_field_has_a_text_of_our_own_or_at_last_the_servers(string form, string field, string? said)
    {
        var failure = await FailureAsync(HttpStatusCode.BadRequest, """{"code":"invalid_user","errors":{"password":["Too short."],"shoesize":["Too large."]}}""");

        ProblemText.OfField(failure, form, field, Swedish).ShouldBe(said);
    }

    private static async Task<KundbokException> FailureAsync(HttpStatusCode status, string problem)
    {
        using var answers = new Answers(status, problem);
        using var http = new HttpClient(answers) { BaseAddress = new Uri("http://register.example") };
        return await Should.ThrowAsync<KundbokException>(() => new KundbokClient(http, new KundbokClientOptions { Retries = 0 }).Customers.CountAsync());
    }

    private sealed class Answers(HttpStatusCode status, string problem) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(problem, Encoding.UTF8, "application/problem+json") });
    }
}
