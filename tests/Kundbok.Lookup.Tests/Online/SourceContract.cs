using System.Net;
using System.Net.Sockets;
using Kundbok.Contracts;
using Kundbok.Lookup.Online;

namespace Kundbok.Lookup.Tests.Online;

/// <summary>What holds for every online source, whatever its shape. A source's tests are a subclass.</summary>
public abstract class SourceContract : IDisposable
{
    private protected FakeRegistry Registry { get; } = new();

    /// <summary>An organisation's number of the source's kind.</summary>
    private protected abstract IdentityNumberResult.Valid Number { get; }

    private protected abstract string Name { get; }

    /// <summary>An answer that knows the number as Nordlys AB's.</summary>
    private protected abstract string Known { get; }

    /// <summary>Has the registry say in its own way that it does not have the number.</summary>
    private protected abstract void AnswersNotFound();

    /// <summary>The source switched on, at another address; its tokens, when it takes some, come from the fake.</summary>
    private protected abstract OnlineLookupOptions Options(Uri address, TimeSpan timeout);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Registry.Dispose();
    }

    [Fact]
    public async Task A_number_that_is_known_is_found()
    {
        Registry.Answers(200, Known);
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Found>().Party.Company.ShouldBe("Nordlys AB");
    }

    [Fact]
    public async Task A_number_that_is_not_there_is_not_found()
    {
        AnswersNotFound();
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.NotFound>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>Maintenance</html>")]
    [InlineData("""{"navn":{},"companies":{},"organisationer":"x","data":[],"credentials":7}""")]
    [InlineData("""{"navn":"\ud800","companies":[7],"organisationer":[7],"data":"x","credentials":"x"}""")]
    public async Task Nonsense_is_no_answer(string body)
    {
        Registry.Answers(200, body);
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Who_is_not_let_in_does_not_know(int status)
    {
        Registry.Answers(status, "{}");
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().Reason.ShouldBe("does not accept the credentials");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(405)]
    [InlineData(204)]
    public async Task A_status_that_says_neither_yes_nor_no_is_no_answer(int status)
    {
        Registry.Answers(status, "");
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().Reason.ShouldBe($"answered with status {status}");
        Registry.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_source_that_asks_for_a_pause_gets_it()
    {
        Registry.Answers(429, "", ("Retry-After", "90"));
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().RetryAfter.ShouldBe(TimeSpan.FromSeconds(90));
        asked.Time.Advance(TimeSpan.FromSeconds(30));
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().RetryAfter.ShouldBe(TimeSpan.FromSeconds(60));
        Registry.Asked.Count.ShouldBe(1);

        Registry.Answers(200, Known);
        asked.Time.Advance(TimeSpan.FromSeconds(61));
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Found>();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_fault_of_the_servers_is_asked_about_twice_more(int status)
    {
        Registry.Answers(status, "");
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().Reason.ShouldBe($"answered with status {status}");
        Registry.Asked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_says_when_it_is_back_is_not_asked_again_before()
    {
        Registry.Answers(503, "", ("Retry-After", "120"));
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().RetryAfter.ShouldBe(TimeSpan.FromSeconds(120));
        Registry.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_many_faults_it_is_left_alone()
    {
        Registry.Answers(500, "");
        await using var asked = Ask();
        await asked.AskAsync(Number);
        await asked.AskAsync(Number);
        Registry.Asked.Count.ShouldBe(6);

        Registry.Answers(200, Known);
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().Reason.ShouldStartWith("failed too often");
        Registry.Asked.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_hangs_or_drips_is_given_up(bool drips)
    {
        await using var rude = new RudeServer(drips);
        await using var asked = new AskedSource(Name, Options(rude.Address, TimeSpan.FromMilliseconds(300)));

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().Reason.ShouldBe("did not answer in time");
    }

    [Fact]
    public async Task Nobody_there_is_no_answer()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // does not listen
        await using var asked = new AskedSource(Name, Options(new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}/"), TimeSpan.FromSeconds(2)));

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().Reason.ShouldBe("cannot be reached (ConnectionError)");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_redirect_is_not_followed(int status)
    {
        using var elsewhere = new FakeRegistry();
        elsewhere.Answers(200, Known);
        Registry.Answers(status, "", ("Location", elsewhere.Address.ToString()));
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().Reason.ShouldStartWith("sends elsewhere");
        elsewhere.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        Registry.Answers(200, Known + new string(' ', 300_000));
        await using var asked = Ask();

        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>().Reason.ShouldBe("sent more than an answer can need");
    }

    [Fact]
    public async Task What_was_found_is_good_for_a_day()
    {
        Registry.Answers(200, Known);
        await using var asked = Ask();
        await asked.AskAsync(Number);

        asked.Time.Advance(TimeSpan.FromHours(23.9));
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Found>().IsStale.ShouldBeFalse();
        Registry.Asked.Count.ShouldBe(1);
        asked.Time.Advance(TimeSpan.FromHours(0.2));
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Found>().IsStale.ShouldBeFalse();
        Registry.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_not_found_is_good_for_ten_minutes()
    {
        AnswersNotFound();
        await using var asked = Ask();
        await asked.AskAsync(Number);

        Registry.Answers(200, Known);
        asked.Time.Advance(TimeSpan.FromMinutes(9.9));
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.NotFound>();
        asked.Time.Advance(TimeSpan.FromMinutes(0.2));
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Found>();
    }

    [Fact]
    public async Task While_it_is_away_what_was_found_within_a_week_is_told_and_marked()
    {
        Registry.Answers(200, Known);
        await using var asked = Ask();
        await asked.AskAsync(Number);

        Registry.Answers(400, "");
        asked.Time.Advance(TimeSpan.FromDays(6.9));
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Found>().IsStale.ShouldBeTrue();
        asked.Time.Advance(TimeSpan.FromDays(0.2));
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>();
    }

    [Fact]
    public async Task While_it_is_away_not_found_is_not_told_from_memory()
    {
        AnswersNotFound();
        await using var asked = Ask();
        await asked.AskAsync(Number);

        Registry.Answers(400, "");
        asked.Time.Advance(TimeSpan.FromMinutes(11));
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Unavailable>();
    }

    [Fact]
    public async Task Could_not_ask_is_not_kept()
    {
        Registry.Answers(400, "");
        await using var asked = Ask();
        await asked.AskAsync(Number);

        Registry.Answers(200, Known);
        (await asked.AskAsync(Number)).ShouldBeOfType<LookupAnswer.Found>();
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(500)]
    public async Task The_number_is_in_no_log_however_talkative_it_is(int status)
    {
        Registry.Answers(status, status == 200 ? Known : "");
        await using var asked = Ask();
        await asked.AskAsync(Number);

        asked.Log.ShouldNotBeEmpty();
        foreach (var secret in (string[])[Number.Canonical, Number.Canonical[2..^1], "Nordlys"]) asked.Log.ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_does_not_wait_any_longer_gets_no_answer()
    {
        await using var rude = new RudeServer(drips: false);
        await using var asked = new AskedSource(Name, Options(rude.Address, TimeSpan.FromMilliseconds(300)));
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await asked.Source.AskAsync(7, Number, gone.Token));
    }

    private protected AskedSource Ask() => new(Name, Options(Registry.Address, TimeSpan.FromSeconds(5)));
}
