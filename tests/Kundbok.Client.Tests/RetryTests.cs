using static Kundbok.Client.Tests.FakeRegister;

namespace Kundbok.Client.Tests;

/// <summary>What is sent again, when, and with which key.</summary>
public sealed class RetryTests
{
    private const string OneCustomer = """{"mexcParamvaluesetsid":7,"date":"2026-01-15T09:30:00.000Z","name":"A","newer":{"field":[1]},"mexcModulesid":1,"mm3servicesid":1}""";
    private const string InProgress = """{"title":"The request with this key is in progress","status":409,"code":"idempotency_in_progress"}""";

    private static readonly CustomerInput Alma = new() { Name = "Alma" };

    public static TheoryData<int> MayPass => [429, 502, 503, 504];

    public static TheoryData<int> DoNotPass => [400, 401, 403, 404, 409, 410, 412, 422, 500];

    [Theory(Timeout = Patience)]
    [MemberData(nameof(MayPass))]
    public async Task A_read_is_sent_again_when_the_failure_may_pass(int status)
    {
        var register = new FakeRegister(Answer(status), Lost(), BrokenOff(), Answer(200, """{"count":3}"""));

        var counting = register.Client().Customers.CountAsync();
        for (var i = 0; i < 3; i++) await register.Clock.PassAsync();

        (await counting).ShouldBe(3);
        register.Asked.Count.ShouldBe(4);
    }

    [Theory(Timeout = Patience)]
    [MemberData(nameof(DoNotPass))]
    public async Task What_does_not_pass_is_told_at_once(int status)
    {
        var register = new FakeRegister(Answer(status));

        var refused = await Should.ThrowAsync<KundbokException>(register.Client().Customers.UpdateAsync(7, Alma));

        ((int?)refused.Status, register.Asked.Count).ShouldBe((status, 1));
    }

    [Fact(Timeout = Patience)]
    public async Task Each_wait_is_twice_as_long_within_its_jitter_and_they_come_to_an_end()
    {
        var register = new FakeRegister(Answer(503));

        var counting = register.Client().Customers.CountAsync();
        foreach (var most in (double[])[500, 1000, 2000]) (await register.Clock.PassAsync()).TotalMilliseconds.ShouldBeInRange(most / 2, most);

        await Should.ThrowAsync<KundbokException>(counting);
        register.Asked.Count.ShouldBe(4);
    }

    [Fact(Timeout = Patience)]
    public async Task No_wait_is_longer_than_the_longest()
    {
        var register = new FakeRegister(Answer(503));

        var counting = register.Client(options => (options.Retries, options.MostRetryDelay) = (6, TimeSpan.FromSeconds(1))).Customers.CountAsync();
        for (var i = 0; i < 6; i++) (await register.Clock.PassAsync()).TotalSeconds.ShouldBeLessThanOrEqualTo(1);

        await Should.ThrowAsync<KundbokException>(counting);
    }

    [Theory(Timeout = Patience)]
    [InlineData("7")]
    [InlineData("date")]
    public async Task Nothing_is_sent_before_the_register_asks_for_it(string after)
    {
        var clock = new WaitClock();
        var register = new FakeRegister(
            cancellation => Answer(429, headers: ("Retry-After", after == "date" ? clock.GetUtcNow().AddSeconds(7).ToString("R") : after))(cancellation), Answer(200, """{"count":3}"""));
        var counting = register.Client(options => options.TimeProvider = clock).Customers.CountAsync();

        (await clock.NextAsync()).TotalSeconds.ShouldBeInRange(after == "date" ? 6 : 7, 7.5); // a date has no parts of seconds
        register.Asked.Count.ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(7.5));

        (await counting).ShouldBe(3);
    }

    [Fact(Timeout = Patience)]
    public async Task A_register_that_asks_for_more_patience_than_there_is_is_not_asked_again()
    {
        var register = new FakeRegister(Answer(429, headers: ("Retry-After", "3600")));

        var refused = await Should.ThrowAsync<KundbokException>(register.Client().Customers.CountAsync());

        (refused.RetryAfter, register.Asked.Count).ShouldBe((TimeSpan.FromHours(1), 1));
    }

    [Fact(Timeout = Patience)]
    public async Task A_write_keeps_its_key_over_its_retries_and_the_next_has_another()
    {
        var register = new FakeRegister(Lost(), Answer(409, InProgress, ("Retry-After", "1")), Answer(503), Answer(200, OneCustomer, ("ETag", "W/\"9\"")));
        var customers = register.Client(options => options.Token = "T").Customers;

        var creating = customers.CreateAsync(Alma);
        for (var i = 0; i < 3; i++) await register.Clock.PassAsync();
        var created = await creating;
        await customers.CreateAsync(Alma);

        (created.Customer.Id, created.Customer.Name, created.Version).ShouldBe((7, "A", 9));
        register.Asked.Take(4).Select(asked => (asked.Key, asked.Body, asked.Method)).Distinct().ShouldHaveSingleItem().Body.ShouldBe("""{"name":"Alma"}""");
        Guid.TryParse(register.Asked[0].Key, out _).ShouldBeTrue();
        (register.Asked[4].Key == register.Asked[0].Key).ShouldBeFalse();
        register.Asked.ShouldAllBe(asked => asked.Address == new Uri("http://register.example/kundbok/customers") && asked.Headers["Authorization"] == "Bearer T");
    }

    [Fact(Timeout = Patience)]
    public async Task Every_write_of_customers_has_a_key_the_callers_when_there_is_one_and_reads_have_none()
    {
        var register = new FakeRegister(Answer(500));
        var customers = register.Client().Customers;
        Task[] writes =
        [
            customers.CreateAsync(Alma, "k"), customers.UpdateAsync(1, Alma, null, "k"), customers.DeleteAsync(1, null, "k"), customers.DeleteManyAsync([1], "k"),
            customers.UndoAsync(1, "k"), customers.RestoreAsync(1, "k"), customers.RevertAsync(1, 1, null, "k"), customers.EraseAsync(1, "k"),
        ];
        foreach (var write in writes) (await Should.ThrowAsync<KundbokException>(write)).IdempotencyKey.ShouldBe("k");
        register.Asked.Select(asked => asked.Key).ShouldAllBe(key => key == "k");

        (await Should.ThrowAsync<KundbokException>(customers.CountAsync())).IdempotencyKey.ShouldBeNull();
        register.Asked[^1].Key.ShouldBeNull();
    }

    [Fact(Timeout = Patience)]
    public async Task What_takes_no_key_is_sent_once()
    {
        var register = new FakeRegister(Lost());
        var client = register.Client();
        Task[] writes =
        [
            client.LoginAsync("maja", "word"), client.Webhooks.CreateAsync(new NewWebhook(new Uri("https://shop.example/"))), client.Webhooks.UpdateAsync("wh_1", new WebhookPatch()),
            client.Webhooks.DeleteAsync("wh_1"), client.Webhooks.TestAsync("wh_1"), client.Webhooks.RotateSecretAsync("wh_1"), client.Webhooks.ReplayAsync("wh_1", "c"), client.Webhooks.ReplayDeliveryAsync("wh_1", 1),
            client.Users.CreateAsync(new NewUser("maja", "word")), client.Users.UpdateAsync("maja", new UserPatch()), client.Users.DeleteAsync("maja"),
            client.Tokens.CreateAsync(new NewToken(["lookup"])), client.Tokens.RevokeAsync("1"),
            client.LookupAccounts.DeleteAsync("qvickly"), client.LookupAccounts.TestAsync("qvickly", "556016-0680"),
        ];

        foreach (var write in writes) (await Should.ThrowAsync<KundbokException>(write)).Status.ShouldBeNull();

        register.Asked.Count.ShouldBe(writes.Length);
        register.Asked.ShouldAllBe(asked => asked.Key == null);
    }

    [Fact(Timeout = Patience)]
    public async Task What_comes_to_the_same_when_it_is_done_twice_is_sent_again_without_a_key()
    {
        var register = new FakeRegister(Lost(), Answer(200, """{"source":"qvickly","id":"12345","persons":false,"test":false}"""));

        var setting = register.Client().LookupAccounts.SetAsync("qvickly", new LookupAccount("12345"));
        await register.Clock.PassAsync();

        (await setting).Id.ShouldBe("12345");
        register.Asked.Select(asked => (asked.Method, asked.Key)).ShouldBe([("PUT", null), ("PUT", null)]);
    }

    [Fact(Timeout = Patience)]
    public async Task A_file_is_asked_for_again_until_it_begins()
    {
        var register = new FakeRegister(Lost(), Answer(503), Answer(200, "<customers/>"));

        var opening = register.Client().Exports.GetXmlAsync([1, 2]);
        for (var i = 0; i < 2; i++) await register.Clock.PassAsync();

        (await opening.ReadAsync()).ShouldBe("<customers/>");
        register.Asked.ShouldAllBe(asked => asked.Body == "[1,2]" && asked.Key == null);
    }

    [Fact(Timeout = Patience)]
    public async Task An_attempt_that_takes_too_long_is_given_up_and_made_again()
    {
        var register = new FakeRegister(Silent(), Answer(200, """{"count":3}"""));
        var counting = register.Client().Customers.CountAsync();

        await register.NextAsync();
        register.Clock.Advance(TimeSpan.FromMinutes(1));
        await register.Clock.PassAsync();

        (await counting).ShouldBe(3);
    }

    [Fact(Timeout = Patience)]
    public async Task A_register_that_stays_silent_is_told_as_that_with_the_key()
    {
        var register = new FakeRegister(Silent());
        var creating = register.Client(options => options.Retries = 0).Customers.CreateAsync(Alma, "k");

        await register.NextAsync();
        register.Clock.Advance(TimeSpan.FromMinutes(1));

        var refused = await Should.ThrowAsync<KundbokException>(creating);
        (refused.Status, refused.Code, refused.IdempotencyKey).ShouldBe((null, null, "k"));
        refused.Message.ShouldContain("in time");
    }

    [Fact(Timeout = Patience)]
    public async Task A_request_that_waits_for_changes_has_as_much_longer()
    {
        var register = new FakeRegister(Silent());
        var reading = register.Client(options => options.Retries = 0).Changes.GetPageAsync("c", wait: TimeSpan.FromSeconds(30));

        (await register.NextAsync()).Address.Query.ShouldBe("?after=c&limit=100&wait=30");
        register.Clock.Advance(TimeSpan.FromSeconds(89));
        reading.IsCompleted.ShouldBeFalse();
        register.Clock.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<KundbokException>(reading);
    }

    [Fact(Timeout = Patience)]
    public async Task Whoever_cancels_waits_for_no_answer_and_no_retry()
    {
        using var cancelling = new CancellationTokenSource();
        var silent = new FakeRegister(Silent());
        var asking = silent.Client().Customers.CountAsync(cancellation: cancelling.Token);
        var failing = new FakeRegister(Answer(503));
        var waiting = failing.Client().Customers.CountAsync(cancellation: cancelling.Token);
        await silent.NextAsync();
        await failing.Clock.NextAsync();

        await cancelling.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(asking)).CancellationToken.ShouldBe(cancelling.Token);
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        (silent.Asked.Count, failing.Asked.Count).ShouldBe((1, 1));
    }
}
