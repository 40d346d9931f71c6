using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kundbok.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kundbok.Server.Tests.Access;

/// <summary>Tokens of an OpenID Connect authority that the operator names, played by a program of the test on this machine.</summary>
public sealed class OutsideAuthorityTests(OutsideAuthorityTests.ServerWithAuthority server) : IClassFixture<OutsideAuthorityTests.ServerWithAuthority>
{
    [Fact]
    public async Task A_token_of_the_authority_has_the_scopes_that_it_names_and_no_more()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(server.Authority.Token(merchant, scope: "openid customers:read"));

        (await client.GetStringAsync("/customers")).ShouldBe("[]");
        await client.SendAsync(HttpMethod.Post, "/customers", """{"name":"A"}""").ProblemAsync(403, "forbidden");
        await client.SendAsync(HttpMethod.Get, "/customers/searchByOrgNumber/556036-0793").ProblemAsync(403, "forbidden");
    }

    [Fact]
    public async Task A_token_without_scopes_may_nothing()
    {
        using var client = server.WithToken(server.Authority.Token(await server.AddMerchantAsync(), scope: null));

        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(403, "forbidden");
    }

    [Fact]
    public async Task Me_tells_the_merchant_and_no_user()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(server.Authority.Token(merchant, scope: "customers:read"));

        var me = await client.GetJsonAsync("/me");

        me["Merchant"]!["id"]!.GetValue<long>().ShouldBe(merchant);
        me["User"]!["username"]!.GetValue<string>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Our_own_tokens_are_good_as_well()
    {
        using var client = await server.NewMerchantAsync();
        (await client.GetStringAsync("/customers")).ShouldBe("[]");
    }

    [Theory]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("expired")]
    [InlineData("not yet")]
    [InlineData("merchant")]
    [InlineData("no merchant")]
    [InlineData("key")]
    [InlineData("shared key")]
    [InlineData("our issuer")]
    public async Task What_is_wrong_with_a_token_keeps_it_out(string wrong)
    {
        var merchant = await server.AddMerchantAsync();
        var authority = server.Authority;
        var now = DateTime.UtcNow;
        var token = wrong switch
        {
            "audience" => authority.Token(merchant, audience: "another-program"),
            "issuer" => authority.Token(merchant, issuer: "http://127.0.0.1:1/other"),
            "expired" => authority.Token(merchant, expires: now.AddMinutes(-5)),
            "not yet" => authority.Token(merchant, notBefore: now.AddHours(1), expires: now.AddHours(2)),
            "merchant" => authority.Token(999_999),
            "no merchant" => authority.Token(null),
            "key" => authority.Token(merchant, credentials: Authorities.NewKey()),

            // The public key as if it were a secret that both know: what a program that trusts the token's own algorithm accepts.
            "shared key" => authority.Token(merchant, credentials: new SigningCredentials(new SymmetricSecurityKey(authority.PublicKey) { KeyId = authority.KeyId }, SecurityAlgorithms.HmacSha256)),
            _ => authority.Token(merchant, issuer: OwnTokens.Issuer),
        };
        using var client = server.WithToken(token);

        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
    }

    [Theory]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJ.eyJ.x")]
    [InlineData("%.%.%.%.%")]
    [InlineData("e30.e30.e30.e30.!")]
    [InlineData("....")]
    public async Task What_is_no_token_at_all_is_refused(string text)
    {
        using var client = server.WithToken(text);
        await client.SendAsync(HttpMethod.Get, "/customers").ProblemAsync(401, "token_invalid");
    }

    [Fact]
    public void Nothing_makes_keys_for_cookies_in_the_home_directory() =>
        server.Services.GetService<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>().ShouldBeNull();

    [Theory]
    [InlineData("http://login.example.com", "kundbok")]
    [InlineData("login", "kundbok")]
    [InlineData("https://login.example.com", "")]
    public void Settings_that_would_let_in_too_many_are_refused(string authority, string audience) =>
        Should.Throw<OperatorException>(async () =>
        {
            await using var refused = new ServerWithSettings(authority, audience);
            await refused.InitializeAsync();
        }).Message.ShouldContain("Auth:");

    public sealed class ServerWithAuthority : TestServer
    {
        internal Authorities Authority { get; } = new();

        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Auth:Authority"] = Authority.Address,
            ["Auth:Audience"] = "kundbok-shop",
            ["Auth:MerchantClaim"] = "shop",
        };

        public override async ValueTask InitializeAsync()
        {
            await Authority.StartAsync();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Authority.DisposeAsync();
        }
    }

    private sealed class ServerWithSettings(string authority, string audience) : TestServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Auth:Authority"] = authority,
            ["Auth:Audience"] = audience,
        };
    }

    /// <summary>The two documents that an authority publishes, and its signature.</summary>
    internal sealed class Authorities : IAsyncDisposable
    {
        private readonly SigningCredentials _key = NewKey();
        private WebApplication? _app;

        public string Address { get; private set; } = "";

        public string KeyId => _key.Key.KeyId;

        public byte[] PublicKey => ((RsaSecurityKey)_key.Key).Rsa.ExportSubjectPublicKeyInfo();

        public static SigningCredentials NewKey() => new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") }, SecurityAlgorithms.RsaSha256);

        public async Task StartAsync()
        {
            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            builder.Services.AddRoutingCore();
            builder.Logging.ClearProviders();
            _app = builder.Build();
            _app.MapGet("/.well-known/openid-configuration", () => Results.Text(new JsonObject { ["issuer"] = Address, ["jwks_uri"] = $"{Address}/keys" }.ToJsonString(), "application/json"));
            _app.MapGet("/keys", () => Results.Text(new JsonObject { ["keys"] = new JsonArray(PublicJson()) }.ToJsonString(), "application/json"));
            await _app.StartAsync();
            Address = _app.Urls.First();
        }

        public string Token(
            long? merchant,
            string? scope = "customers:read customers:write",
            string audience = "kundbok-shop",
            string? issuer = null,
            DateTime? notBefore = null,
            DateTime? expires = null,
            SigningCredentials? credentials = null,
            IReadOnlyDictionary<string, string>? claims = null)
        {
            claims ??= new Dictionary<string, string>(StringComparer.Ordinal) { ["sub"] = "a-program" };
            var all = claims.ToDictionary(claim => claim.Key, object (claim) => claim.Value, StringComparer.Ordinal);
            if (merchant is not null) all["shop"] = $"{merchant}";
            if (scope is not null) all["scope"] = scope;
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = issuer ?? Address,
                Audience = audience,
                NotBefore = notBefore,
                Expires = expires ?? DateTime.UtcNow.AddHours(1),
                Claims = all,
                SigningCredentials = credentials ?? _key,
            });
        }

        public async ValueTask DisposeAsync()
        {
            if (_app is not null) await _app.DisposeAsync();
        }

        private JsonObject PublicJson()
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey((RsaSecurityKey)_key.Key);
            return new() { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = KeyId, ["n"] = key.N, ["e"] = key.E };
        }
    }
}
