using System.Net;
using System.Text.Json.Nodes;
using Kundbok.Server.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kundbok.Server.Tests.Access;

/// <summary>Our own tokens: their life, from being issued to being out of date, revoked, or outlived by their key.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private readonly ServerWithClock _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Without_a_token_the_answer_says_so()
    {
        using var client = _server.Anonymous();
        using var answer = await client.GetAsync("/customers");

        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        var problem = await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_missing");
        problem["title"]!.GetValue<string>().ShouldBe("Token is missing");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Basic bWFqYTpoZW1saWc=");
        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_missing");
    }

    [Fact]
    public async Task A_token_that_lacks_the_scope_is_told_which()
    {
        var merchant = await _server.AddMerchantAsync();
        using var client = _server.WithToken(await _server.TokenAsync(merchant, Scopes.CustomersRead));

        using var answer = await client.SendAsync(HttpMethod.Post, "/customers", """{"name":"A"}""");

        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"insufficient_scope\", scope=\"customers:write\"");
        await client.SendAsync(HttpMethod.Post, "/customers", "not even JSON").ProblemAsync(403, "forbidden");
    }

    [Fact]
    public async Task A_token_is_good_until_it_is_out_of_date_and_no_second_longer()
    {
        using var client = await _server.NewMerchantAsync(); // an hour

        _server.Clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));
        (await client.GetAsync("/customers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        using var answer = await client.GetAsync("/customers");

        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"invalid_token\"");
        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
    }

    [Fact]
    public async Task A_revoked_token_is_refused()
    {
        var merchant = await _server.AddMerchantAsync();
        var token = await _server.TokenAsync(merchant);
        using var client = _server.WithToken(token);
        (await client.GetAsync("/customers")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await _server.Register.Access.RevokeTokenAsync(new JsonWebToken(token).Id, CancellationToken.None)).ShouldBeTrue();
        await RefreshAsync();

        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
    }

    [Fact]
    public async Task After_a_rotation_old_tokens_are_good_until_their_key_is_retired()
    {
        using var before = await _server.NewMerchantAsync();
        var other = SecretKeys.Open(_server.DataDirectory, _server.Clock); // as another process does

        other.Rotate(oldVerifyUntil: _server.Clock.GetUtcNow().AddMinutes(10));
        await RefreshAsync();
        using var after = await _server.NewMerchantAsync();

        (await before.GetAsync("/customers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await after.GetAsync("/customers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _server.Clock.Advance(TimeSpan.FromMinutes(11));
        await before.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
        (await after.GetAsync("/customers")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Me_says_who_a_token_without_a_user_is_for_and_reads_either_header()
    {
        var merchant = await _server.AddMerchantAsync();
        using var bearer = _server.WithToken(await _server.TokenAsync(merchant, Scopes.Lookup));
        using var own = _server.WithToken("not good");
        own.DefaultRequestHeaders.Add("x-auth-token", await _server.TokenAsync(merchant));

        var me = await bearer.GetJsonAsync("/me");

        me.ToJsonString().ShouldBe($$$"""{"Merchant":{"id":{{{merchant}}},"name":"A merchant","mm3servicesid":{{{merchant}}}},"User":{"name":"","username":"","email":""},"iat":{{{_server.Clock.GetUtcNow().ToUnixTimeSeconds()}}}}""");
        (await own.GetJsonAsync("/me"))["Merchant"]!["id"]!.GetValue<long>().ShouldBe(merchant);
        await own.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid"); // elsewhere the header says nothing
    }

    [Fact]
    public async Task The_merchant_of_a_token_must_exist()
    {
        using var client = _server.WithToken(await ForgeAsync(merchant: 4711));
        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
    }

    [Fact]
    public async Task A_token_that_the_register_never_issued_is_refused_whoever_signed_it()
    {
        var merchant = await _server.AddMerchantAsync();
        var forged = await ForgeAsync(merchant, id: Guid.NewGuid().ToString("N"));
        using var client = _server.WithToken(forged);

        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
    }

    [Fact]
    public async Task A_token_is_revoked_even_while_the_secret_file_cannot_be_read()
    {
        var token = await _server.TokenAsync(await _server.AddMerchantAsync());
        using var client = _server.WithToken(token);
        (await client.GetAsync("/customers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var file = Path.Combine(_server.DataDirectory, "secret.json");
        File.Move(file, file + ".away");

        await _server.Register.Access.RevokeTokenAsync(new JsonWebToken(token).Id, CancellationToken.None);
        await Should.ThrowAsync<Kundbok.Storage.RegisterUnusableException>(RefreshAsync());

        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
    }

    [Fact]
    public async Task A_secret_file_that_is_damaged_while_the_server_runs_does_not_stop_it()
    {
        using var client = await _server.NewMerchantAsync();
        var file = Path.Combine(_server.DataDirectory, "secret.json");
        var good = await File.ReadAllTextAsync(file);

        foreach (var damaged in new[] { "", "{", "{}", """{"secrets":[null]}""", """{"secrets":[{}]}""" })
        {
            await File.WriteAllTextAsync(file, damaged);
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(1));
            Should.Throw<Kundbok.Storage.RegisterUnusableException>(() => _server.Services.GetRequiredService<SecretKeys>().Refresh());
            (await client.GetAsync("/customers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await File.WriteAllTextAsync(file, good);
        await RefreshAsync();
        (await client.GetAsync("/customers")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    // A token of the right key for a merchant that is not there.
    private async Task<string> ForgeAsync(long merchant, string? id = null)
    {
        var good = new JsonWebToken(await _server.TokenAsync(await _server.AddMerchantAsync()));
        var payload = JsonNode.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(good.EncodedPayload))!;
        payload["merchant"] = $"{merchant}";
        if (id is not null) payload["jti"] = id;
        var key = new Microsoft.IdentityModel.Tokens.SymmetricSecurityKey(_server.Services.GetRequiredService<SecretKeys>().Derive(OwnTokens.SigningPurpose)) { KeyId = good.Kid };
        return new JsonWebTokenHandler().CreateToken(payload.ToJsonString(), new Microsoft.IdentityModel.Tokens.SigningCredentials(key, "HS256"));
    }

    private async Task RefreshAsync() => await _server.Services.GetRequiredService<AccessRefresher>().RefreshAsync(CancellationToken.None);

    private sealed class ServerWithClock : TestServer
    {
        public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

        protected override TimeProvider Time => Clock;
    }
}
