using Kundbok.Server.Access;
using Kundbok.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kundbok.Server.Tests.Access;

/// <summary>Who a change is put down to, for every kind of token that the server accepts.</summary>
public sealed class ActorTests(OutsideAuthorityTests.ServerWithAuthority server) : IClassFixture<OutsideAuthorityTests.ServerWithAuthority>
{
    [Fact]
    public async Task Whoever_signed_in_is_the_user()
    {
        var user = new User(await server.AddMerchantAsync(), "Maja Exempel", "", "", "hash");
        await server.Register.Access.AddUserAsync(user, CancellationToken.None);
        var token = await Issuer.IssueAsync(user, CancellationToken.None);

        (await ActorAsync(token!.Text)).ShouldBe(new Actor(ActorKind.User, "Maja Exempel"));
    }

    [Fact]
    public async Task A_token_of_ours_goes_by_its_name_which_is_not_in_it()
    {
        var token = await Issuer.IssueAsync(await server.AddMerchantAsync(), [], TimeSpan.FromHours(1), "Butiken på Storgatan 😀", CancellationToken.None);

        (await ActorAsync(token)).ToString().ShouldBe("token Butiken på Storgatan 😀");
        new JsonWebToken(token).Claims.ShouldNotContain(claim => claim.Value.Contains("Butiken"));
    }

    [Fact]
    public async Task A_token_of_ours_without_a_name_goes_by_its_id()
    {
        var token = await server.TokenAsync(await server.AddMerchantAsync());

        (await ActorAsync(token)).ShouldBe(new Actor(ActorKind.Token, new JsonWebToken(token).Id));
    }

    [Theory]
    [InlineData("sub=a-person;client_id=shop;azp=other;jti=1", "a-person")]
    [InlineData("sub=;client_id=shop;azp=other;jti=1", "shop")]
    [InlineData("azp=other;jti=1", "other")]
    [InlineData("jti=1", "1")]
    public async Task A_token_of_the_authority_goes_by_the_most_telling_of_its_claims(string claims, string name) =>
        (await ActorAsync(await OutsideTokenAsync(claims))).ShouldBe(new Actor(ActorKind.Token, name));

    [Fact]
    public async Task A_token_that_says_nothing_of_itself_goes_by_its_authority() =>
        (await ActorAsync(await OutsideTokenAsync(""))).Name.ShouldStartWith(server.Authority.Address);

    [Fact]
    public async Task A_token_of_the_authority_is_never_a_user_of_ours()
    {
        var user = new User(await server.AddMerchantAsync(), "nils", "", "", "hash");
        await server.Register.Access.AddUserAsync(user, CancellationToken.None);

        (await ActorAsync(await OutsideTokenAsync("sub=nils"))).Kind.ShouldBe(ActorKind.Token);
    }

    [Fact]
    public async Task A_name_is_cut_to_a_hundred_characters_between_characters_and_has_no_control_characters()
    {
        var long99 = new string('å', 99);

        (await ActorAsync(await OutsideTokenAsync($"sub={long99}😀"))).Name.ShouldBe(long99);
        (await ActorAsync(await OutsideTokenAsync($"sub={long99}äö"))).Name.ShouldBe(long99 + "ä");
        (await ActorAsync(await OutsideTokenAsync("sub=a\0b\nc\u0085d"))).Name.ShouldBe("a\uFFFDb\uFFFDc\uFFFDd");
    }

    private TokenIssuer Issuer => server.Services.GetRequiredService<TokenIssuer>();

    // A claim is a name, an equals sign and a value; they are separated by semicolons.
    private async Task<string> OutsideTokenAsync(string claims) => server.Authority.Token(
        await server.AddMerchantAsync(),
        claims: claims.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(claim => claim.Split('=')).ToDictionary(claim => claim[0], claim => claim[1], StringComparer.Ordinal));

    // Through the server's own handlers, as a request would.
    private async Task<Actor> ActorAsync(string token)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Headers.Authorization = $"Bearer {token}";
        var result = await context.AuthenticateAsync();
        result.Succeeded.ShouldBeTrue(result.Failure?.Message);
        return result.Principal!.Actor();
    }
}
