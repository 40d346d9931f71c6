namespace Kundbok.Client.Tests;

/// <summary>Signing in, and tokens, through the real server.</summary>
public sealed class AccessTests(ClientServer server) : IClassFixture<ClientServer>
{
    [Fact]
    public async Task Whoever_signs_in_gets_a_token_to_make_a_client_with()
    {
        var merchant = await server.AddMerchantAsync();
        var name = $"maja{merchant}";
        await server.AddUserAsync(merchant, name, "Vinterkväll-i-Umeå");

        var token = (await server.ClientWith(null).LoginAsync(name, "Vinterkväll-i-Umeå")).Token;

        var me = await server.ClientWith(token).GetMeAsync();
        (me.Merchant.Id, me.User.UserName, me.User.Email).ShouldBe((merchant, name, "maja@example.com"));
        var refused = await server.ClientWith(null).LoginAsync(name, "hemligt-ord").RefusedAsync(ProblemCode.LoginFailed);
        refused.Message.ShouldNotContain("hemligt");
    }

    [Fact]
    public async Task A_token_is_asked_for_before_each_request()
    {
        var tokens = new Queue<string?>([await server.TokenAsync(await server.AddMerchantAsync()), null, "nonsense"]);
        var client = new KundbokClient(server.Anonymous(), new KundbokClientOptions { GetToken = _ => ValueTask.FromResult(tokens.Dequeue()) });

        (await client.Customers.CountAsync()).ShouldBe(0);
        await client.Customers.CountAsync().RefusedAsync(ProblemCode.TokenMissing);
        await client.Customers.CountAsync().RefusedAsync(ProblemCode.TokenInvalid);
    }
}
