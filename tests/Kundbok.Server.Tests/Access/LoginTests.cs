using System.Globalization;
using System.Net;
using Kundbok.Server.Access;
using Kundbok.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Access;

/// <summary>Signing in with a user name and a password.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private const string Password = "Vinterkväll i Umeå 🌲";

    private readonly ServerWithClock _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_token_from_signing_in_says_who_it_is_for()
    {
        var merchant = await AddUserAsync("Maja");

        var login = await LoginAsync("maja", Password).JsonAsync(); // user names are the same in any case

        using var client = _server.WithToken(login["token"]!.GetValue<string>());
        var me = await client.GetJsonAsync("/me");
        me["Merchant"]!["id"]!.GetValue<long>().ShouldBe(merchant);
        me["User"]!.ToJsonString().ShouldBe("""{"name":"Maja Exempel","username":"Maja","email":"maja@example.com"}""");
        (await client.GetAsync("/customers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _server.Clock.Advance(OwnTokens.LoginLifetime);
        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
    }

    [Fact]
    public async Task An_unknown_user_and_a_wrong_password_are_the_same_answer_for_the_same_work()
    {
        await AddUserAsync("maja");
        var passwords = _server.Services.GetRequiredService<Passwords>();

        var wrong = await LoginAsync("maja", "wrong").ProblemAsync(401, "login_failed");
        var afterWrong = passwords.Verifications;
        var unknown = await LoginAsync("nobody", "wrong").ProblemAsync(401, "login_failed");
        var afterUnknown = passwords.Verifications;

        unknown.ToJsonString().ShouldBe(wrong.ToJsonString());
        afterWrong.ShouldBe(1);
        (afterUnknown - afterWrong).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_passwords_tried_at_once_five_are_compared()
    {
        await AddUserAsync("karl");

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => LoginAsync("karl", $"wrong {i}")));

        answers.Count(answer => answer.StatusCode == System.Net.HttpStatusCode.Unauthorized).ShouldBe(5);
        answers.Count(answer => answer.StatusCode == System.Net.HttpStatusCode.TooManyRequests).ShouldBe(25);
    }

    [Theory]
    [InlineData("maja")]
    [InlineData("nobody")]
    public async Task Five_failures_lock_a_name_out_for_growing_times_whether_or_not_it_is_a_users(string name)
    {
        await AddUserAsync("maja");
        for (var i = 0; i < 5; i++) await LoginAsync(name, "wrong").ProblemAsync(401, "login_failed");

        (await RetryAfterAsync(name, Password)).ShouldBe(60);
        _server.Clock.Advance(TimeSpan.FromSeconds(59));
        (await RetryAfterAsync(name.ToUpperInvariant(), Password)).ShouldBe(1);
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        await LoginAsync(name, "wrong").ProblemAsync(401, "login_failed");
        (await RetryAfterAsync(name, Password)).ShouldBe(120);

        for (var i = 0; i < 12; i++)
        {
            _server.Clock.Advance(TimeSpan.FromHours(1));
            await LoginAsync(name, "wrong").ProblemAsync(401, "login_failed");
        }

        (await RetryAfterAsync(name, Password)).ShouldBe(3600);
    }

    [Fact]
    public async Task The_right_password_forgets_earlier_failures()
    {
        await AddUserAsync("maja");
        for (var i = 0; i < 4; i++) await LoginAsync("maja", "wrong").ProblemAsync(401, "login_failed");
        await LoginAsync("maja", Password).JsonAsync();

        for (var i = 0; i < 4; i++) await LoginAsync("maja", "wrong").ProblemAsync(401, "login_failed");

        await LoginAsync("maja", Password).JsonAsync();
    }

    [Fact]
    public async Task A_new_password_ends_the_sessions_and_the_lockout()
    {
        await AddUserAsync("maja");
        using var session = _server.WithToken((await LoginAsync("maja", Password).JsonAsync())["token"]!.GetValue<string>());
        for (var i = 0; i < 5; i++) await LoginAsync("maja", "wrong").ProblemAsync(401, "login_failed");

        (await _server.Register.Access.SetPasswordAsync("MAJA", Passwords.Hash("a new password"), CancellationToken.None)).ShouldBeTrue();
        await _server.Services.GetRequiredService<AccessRefresher>().RefreshAsync(CancellationToken.None);

        await session.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
        await LoginAsync("maja", Password).ProblemAsync(401, "login_failed");
        await LoginAsync("maja", "a new password").JsonAsync();
    }

    [Theory]
    [InlineData("", "invalid_json")]
    [InlineData("{", "invalid_json")]
    [InlineData("null", "invalid_request")]
    [InlineData("[]", "invalid_request")]
    [InlineData("""{"username":"maja"}""", "invalid_request")]
    [InlineData("""{"username":1,"password":"x"}""", "invalid_request")]
    [InlineData("""{"username":"maja","password":null}""", "invalid_request")]
    [InlineData("""{"username":"\ud800","password":"x"}""", "invalid_request")]
    public async Task A_body_that_is_no_sign_in_is_refused(string body, string code)
    {
        using var client = _server.Anonymous();
        await client.SendAsync(HttpMethod.Post, "/login", body).ProblemAsync(400, code);
    }

    [Theory]
    [InlineData("maja\0", "x")]
    [InlineData("", "")]
    [InlineData("' OR 1=1 --", "' OR 1=1 --")]
    public async Task Strange_names_are_nobodys(string name, string password) => await LoginAsync(name, password).ProblemAsync(401, "login_failed");

    [Fact]
    public async Task A_very_long_name_is_nobodys_and_leaves_no_trace()
    {
        var name = new string('x', 10_000);
        for (var i = 0; i < 6; i++) await LoginAsync(name, "wrong").ProblemAsync(401, "login_failed");
    }

    private async Task<long> AddUserAsync(string name)
    {
        var merchant = await _server.AddMerchantAsync();
        (await _server.Register.Access.AddUserAsync(new User(merchant, name, "Maja Exempel", "maja@example.com", Passwords.Hash(Password)), CancellationToken.None)).ShouldNotBeNull();
        return merchant;
    }

    private async Task<HttpResponseMessage> LoginAsync(string name, string password)
    {
        using var client = _server.Anonymous();
        var body = new System.Text.Json.Nodes.JsonObject { ["username"] = name, ["password"] = password };
        return await client.SendAsync(HttpMethod.Post, "/login", body.ToJsonString());
    }

    private async Task<int> RetryAfterAsync(string name, string password)
    {
        using var answer = await LoginAsync(name, password);
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        return int.Parse(answer.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture);
    }

    private sealed class ServerWithClock : TestServer
    {
        public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

        protected override TimeProvider Time => Clock;
    }
}
