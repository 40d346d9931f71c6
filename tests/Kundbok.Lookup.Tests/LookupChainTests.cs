using Kundbok.Contracts;

namespace Kundbok.Lookup.Tests;

public class LookupChainTests
{
    private static readonly IdentityNumberResult.Valid Company = new(IdentityNumberKind.SwedishOrganisation, "5592440001");
    private static readonly IdentityNumberResult.Valid Person = new(IdentityNumberKind.SwedishPerson, "5501011018");

    [Fact]
    public async Task Without_sources_nothing_is_found() => (await AskAsync()).ShouldBe(new LookupResult(new LookupAnswer.NotFound(), null));

    [Fact]
    public async Task The_first_that_has_the_number_answers_and_the_rest_are_not_asked()
    {
        var first = new FakeSource("first", NotFound);
        var second = new FakeSource("second", Found("Second AB"));
        var third = new FakeSource("third", Found("Third AB"));

        (await AskAsync(first, second, third)).ShouldBe(new LookupResult(Found("Second AB"), "second"));

        first.Asked.ShouldBe([(7, Company)]);
        third.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_is_not_asked_for_a_kind_of_number_that_it_does_not_serve()
    {
        var organisations = new FakeSource("organisations", Found("Nordlys AB"), IdentityNumberKind.SwedishOrganisation);
        var persons = new FakeSource("persons", NotFound, IdentityNumberKind.SwedishPerson);

        (await new LookupChain([organisations, persons]).AskAsync(7, Person, CancellationToken.None)).Answer.ShouldBe(NotFound);

        organisations.Asked.ShouldBeEmpty();
        persons.Asked.ShouldBe([(7, Person)]);
    }

    [Fact]
    public async Task What_a_source_could_not_say_about_another_kind_does_not_matter()
    {
        var away = new FakeSource("away", Unavailable(5), IdentityNumberKind.SwedishPerson);

        (await AskAsync(away, new FakeSource("other", NotFound))).ShouldBe(new LookupResult(NotFound, null));
    }

    [Fact]
    public async Task One_that_has_the_number_makes_up_for_one_that_is_unavailable_before_it() =>
        (await AskAsync(new FakeSource("away", Unavailable(5)), new FakeSource("other", Found("Nordlys AB"))))
            .ShouldBe(new LookupResult(Found("Nordlys AB"), "other"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Could_not_ask_is_never_not_found(bool awayFirst)
    {
        var away = new FakeSource("away", Unavailable(5));
        var other = new FakeSource("other", NotFound);

        (await AskAsync(awayFirst ? [away, other] : [other, away])).ShouldBe(new LookupResult(Unavailable(5), "away"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Could_not_ask_is_never_invalid(bool awayFirst)
    {
        var away = new FakeSource("away", Unavailable(5));
        var refusing = new FakeSource("refusing", new LookupAnswer.Invalid());

        (await AskAsync(awayFirst ? [away, refusing] : [refusing, away])).ShouldBe(new LookupResult(Unavailable(5), "away"));
    }

    [Theory]
    [InlineData(60, 5, "second")]
    [InlineData(5, 60, "first")]
    public async Task Of_several_that_are_unavailable_the_one_that_is_back_first_says_when_to_ask_again(int first, int second, string sooner) =>
        (await AskAsync(new FakeSource("first", Unavailable(first)), new FakeSource("second", Unavailable(second))))
            .ShouldBe(new LookupResult(Unavailable(5), sooner));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_number_that_one_source_refuses_and_the_others_do_not_have_is_invalid(bool refusingFirst)
    {
        var refusing = new FakeSource("refusing", new LookupAnswer.Invalid());
        var other = new FakeSource("other", NotFound);

        (await AskAsync(refusingFirst ? [refusing, other] : [other, refusing])).ShouldBe(new LookupResult(new LookupAnswer.Invalid(), "refusing"));
    }

    [Fact]
    public async Task A_number_that_one_source_refuses_may_be_another_ones() =>
        (await AskAsync(new FakeSource("refusing", new LookupAnswer.Invalid()), new FakeSource("other", Found("Nordlys AB"))))
            .ShouldBe(new LookupResult(Found("Nordlys AB"), "other"));

    [Fact]
    public async Task A_protected_person_is_not_found_and_nobody_else_is_asked()
    {
        var talkative = new FakeSource("talkative", Found("Somebody"));

        (await AskAsync(new FakeSource("protecting", new LookupAnswer.Protected()), talkative)).Answer.ShouldBe(NotFound);

        talkative.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_protected_person_is_not_found_although_another_source_is_unavailable() =>
        (await AskAsync(new FakeSource("away", Unavailable(5)), new FakeSource("protecting", new LookupAnswer.Protected())))
            .Answer.ShouldBe(NotFound);

    [Fact]
    public async Task Whoever_wants_to_know_is_told_what_each_source_said_and_of_a_protected_person_nothing()
    {
        var steps = new List<LookupStep>();
        var chain = new LookupChain([new FakeSource("away", Unavailable(5)), new FakeSource("protecting", new LookupAnswer.Protected()), new FakeSource("other", NotFound)]);

        (await chain.AskAsync(7, Company, CancellationToken.None, steps.Add)).ShouldBe(new LookupResult(NotFound, null));

        steps.Select(step => (step.Source, step.Answer)).ShouldBe([("away", Unavailable(5)), ("protecting", NotFound)]);
        steps.ShouldAllBe(step => step.Elapsed >= TimeSpan.Zero);
    }

    [Fact]
    public async Task A_cancelled_question_is_not_answered()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await new LookupChain([new FakeSource("any", NotFound)]).AskAsync(7, Company, cancelled.Token));
    }

    [Fact]
    public void An_answer_shown_as_text_tells_nothing_of_the_party()
    {
        new LookupResult(Found("Nordlys AB"), "own").ToString().ShouldNotContain("Nordlys");
        Found("Nordlys AB").ToString().ShouldBe("Found");
    }

    private static LookupAnswer NotFound => new LookupAnswer.NotFound();

    private static LookupAnswer.Found Found(string company) => new(new Party("", "", company, "", "", "", "", "", ""));

    private static LookupAnswer.Unavailable Unavailable(int seconds) => new(TimeSpan.FromSeconds(seconds));

    private static async Task<LookupResult> AskAsync(params ILookupSource[] sources) =>
        await new LookupChain(sources).AskAsync(7, Company, CancellationToken.None);
}
