using System.Net;
using System.Text;
using Kundbok.Server.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kundbok.Server.Tests.Access;

/// <summary>
/// Walks every route that the server maps, so that a new one is tested without anybody thinking of it: whoever has no token, or a
/// bad one, or another merchant's, gets nothing and changes nothing.
/// </summary>
public abstract class RouteWalkTests(TestServer server)
{
    private const string Marker = "Hemlig Kund";

    // What anybody may call: that one is alive, documented, and can be signed in to.
    private static readonly string[] Open =
    [
        "/health/live", "/health/ready", "/login", "/session", "/openapi/{documentName}.json",
        "/docs/{documentName?}", "/docs/scalar.js", "/docs/scalar.aspnetcore.js", "/docs/favicon.svg",
        "/customers/count", "/customers/changes", "/customers/summary", // but for GET, which is not open: they answer that there is nothing else
    ];

    [Fact]
    public void Every_route_asks_for_a_scope_or_is_named_here_as_open()
    {
        foreach (var route in Routes().Where(route => !IsOpen(route)))
        {
            route.Metadata.GetOrderedMetadata<IAuthorizeData>().ShouldNotBeEmpty($"{route.RoutePattern.RawText} can be called by anybody");
            route.Metadata.GetMetadata<IAllowAnonymous>().ShouldBeNull(route.RoutePattern.RawText);
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("not a token")]
    [InlineData("expired")]
    [InlineData("wrong key")]
    [InlineData("alg none")]
    [InlineData("revoked")]
    [InlineData("cut short")]
    public async Task Without_a_good_token_a_route_gives_and_changes_nothing(string kind)
    {
        var merchant = await server.AddMerchantAsync();
        using var owner = server.WithToken(await server.TokenAsync(merchant));
        var id = await owner.CreateAsync($$"""{"name":"{{Marker}}","companyno":"556036-0793"}""");
        var before = await owner.GetStringAsync("/customers");
        using var client = await ClientAsync(kind, merchant);

        foreach (var (method, path, route) in Calls(id))
        {
            using var request = Request(method, path, id);
            using var answer = await client.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {route}");
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain(Marker);
        }

        (await owner.GetStringAsync("/customers")).ShouldBe(before);
    }

    [Fact]
    public async Task With_another_merchants_token_a_route_gives_and_changes_nothing_of_this_one()
    {
        using var owner = await server.NewMerchantAsync();
        var id = await owner.CreateAsync($$"""{"name":"{{Marker}}","companyno":"556036-0793"}""");
        var before = await owner.GetStringAsync("/customers");
        using var other = await server.NewMerchantAsync();

        foreach (var (method, path, route) in Calls(id))
        {
            using var request = Request(method, path, id);
            using var answer = await other.SendAsync(request);
            ((int)answer.StatusCode).ShouldBeLessThan(500, $"{method} {route}");
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain(Marker, Case.Insensitive, $"{method} {route}");
        }

        (await owner.GetStringAsync("/customers")).ShouldBe(before);
    }

    [Fact]
    public async Task A_token_may_do_what_its_scopes_name_and_nothing_else()
    {
        var merchant = await server.AddMerchantAsync();
        foreach (var scope in Scopes.All)
        {
            using var client = server.WithToken(await server.TokenAsync(merchant, scope));
            foreach (var (method, path, route) in Calls(1))
            {
                var needed = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>().Where(Scopes.All.Contains).ToList();
                using var request = Request(method, path, 1);
                using var answer = await client.SendAsync(request);
                (answer.StatusCode == HttpStatusCode.Forbidden).ShouldBe(needed.Exists(policy => policy != scope), $"{method} {path} with {scope}");
            }
        }
    }

    private List<RouteEndpoint> Routes() =>
        [.. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private IEnumerable<(HttpMethod Method, string Path, RouteEndpoint Route)> Calls(long id) =>
        from route in Routes()
        where !IsOpen(route)
        from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        select (new HttpMethod(method), PathOf(route, id), route);

    private static string PathOf(RouteEndpoint route, long id) =>
        "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "orgNum" } => "556036-0793",
            _ => $"{id}",
        }))));

    private static bool IsOpen(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IAllowAnonymous>() is not null && Open.Contains(route.RoutePattern.RawText!.TrimEnd('/'), StringComparer.Ordinal);

    // A body that would change something, were it let through.
    private static HttpRequestMessage Request(HttpMethod method, string path, long id) => new(method, path)
    {
        Content = method == HttpMethod.Patch ? Requests.Json("""{"name":"Changed"}""")
            : method == HttpMethod.Post && !path.Contains("export", StringComparison.Ordinal) ? Requests.Json("""{"name":"Added"}""")
            : method == HttpMethod.Get ? null
            : Requests.Json($"[{id}]"),
    };

    private async Task<HttpClient> ClientAsync(string kind, long merchant)
    {
        if (kind == "none") return server.Anonymous();

        var good = await server.TokenAsync(merchant);
        if (kind == "revoked")
        {
            await server.Register.Access.RevokeTokenAsync(new JsonWebToken(good).Id, CancellationToken.None);
            await server.Services.GetRequiredService<AccessRefresher>().RefreshAsync(CancellationToken.None);
        }

        return server.WithToken(kind switch
        {
            "expired" => await server.Services.GetRequiredService<TokenIssuer>().IssueAsync(merchant, [], TimeSpan.FromHours(-1), name: "", CancellationToken.None),
            "wrong key" => Forge(good, new SigningCredentials(new SymmetricSecurityKey(new byte[32]) { KeyId = new JsonWebToken(good).Kid }, SecurityAlgorithms.HmacSha256)),
            "alg none" => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{new JsonWebToken(good).EncodedPayload}.",
            "cut short" => good[..^2],
            "revoked" => good,
            _ => kind.Replace(' ', '.'),
        });
    }

    private static string Forge(string good, SigningCredentials credentials) =>
        new JsonWebTokenHandler().CreateToken(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(new JsonWebToken(good).EncodedPayload)), credentials);

    public sealed class OnSqlite(TestServer server) : RouteWalkTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : RouteWalkTests(server), IClassFixture<PostgresTestServer>;
}
