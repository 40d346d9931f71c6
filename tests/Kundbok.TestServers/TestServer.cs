using System.Net.Http.Headers;
using Kundbok.Server;
using Kundbok.Server.Access;
using Kundbok.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kundbok.TestServers;

/// <summary>
/// The real server on a port of its own, over a register in a temporary directory. One is shared by the tests of a class;
/// each test takes a merchant of its own, so that they can run at the same time.
/// </summary>
public class TestServer : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kundbok-test-").FullName;
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseCookies = false };
    private TestDatabase? _database;
    private WebApplication? _app;
    private IRegister? _register;

    private protected TestDatabase Database => Running()._database!;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public IServiceProvider Services => Running()._app!.Services;

    public IRegister Register => Running()._register!;

    public string DataDirectory => _directory;

    /// <summary>Settings beside the address and the data directory.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Whether the register is kept in a PostgreSQL database of its own, and not in the data directory.</summary>
    protected virtual bool UsesPostgres => false;

    protected virtual TimeProvider Time => TimeProvider.System;

    public virtual async ValueTask InitializeAsync()
    {
        if (UsesPostgres && !Requires.HasPostgres) return; // each test tells
        var settings = new Dictionary<string, string?>(Settings, StringComparer.OrdinalIgnoreCase)
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Data"] = _directory,
        };
        settings.TryAdd("RateLimits:Login", "0");
        if (UsesPostgres) settings["Database"] = (_database = await SharedPostgres.CreateDatabaseAsync()).ConnectionString;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _register = OpenRegister(ServerSettings.From(configuration));
        _app = ServerBuilder.Build(configuration, _register, SecretKeys.OpenOrCreate(_directory, Time), Time, SetUpLogging, SetUpServices);
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _handler.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_register is not null) await _register.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A client without a token.</summary>
    public HttpClient Anonymous() => new(_handler, disposeHandler: false) { BaseAddress = Running().Address };

    /// <summary>A client that sends this token.</summary>
    public HttpClient WithToken(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A client of a merchant that has nothing yet, with a token of all scopes.</summary>
    public async Task<HttpClient> NewMerchantAsync() => WithToken(await TokenAsync(await AddMerchantAsync()));

    /// <summary>The same, through a handler of the test's own.</summary>
    public async Task<HttpClient> NewMerchantAsync(HttpMessageHandler handler)
    {
        var client = new HttpClient(handler) { BaseAddress = Running().Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(await AddMerchantAsync()));
        return client;
    }

    public async Task<long> AddMerchantAsync() => (await Register.Access.AddMerchantAsync("A merchant", CancellationToken.None)).Id;

    /// <summary>Somebody who signs in for the merchant.</summary>
    public async Task AddUserAsync(long merchant, string userName, string password) =>
        await Register.Access.AddUserAsync(new User(merchant, userName, "Maja", "maja@example.com", Passwords.Hash(password)), CancellationToken.None);

    /// <summary>A token of the merchant; without scopes named it has all.</summary>
    public virtual async Task<string> TokenAsync(long merchant, params string[] scopes) =>
        await Services.GetRequiredService<TokenIssuer>().IssueAsync(merchant, scopes, TimeSpan.FromHours(1), name: "", CancellationToken.None);

    private protected virtual IRegister OpenRegister(ServerSettings settings) => ServerBuilder.OpenRegister(settings, Time);

    protected virtual void SetUpLogging(ILoggingBuilder logging) => logging.ClearProviders();

    /// <summary>Replaces parts of the server.</summary>
    protected virtual void SetUpServices(IServiceCollection services)
    {
    }

    private TestServer Running()
    {
        if (_app is null) Requires.Postgres();
        return this;
    }
}

/// <summary>The same over PostgreSQL.</summary>
public sealed class PostgresTestServer : TestServer
{
    /// <summary>The register's database.</summary>
    public string ConnectionString => Database.ConnectionString;

    protected override bool UsesPostgres => true;

    /// <summary>The first value that a query in the database gives.</summary>
    public Task<object?> ScalarAsync(string sql) => Database.ScalarAsync(sql);
}
