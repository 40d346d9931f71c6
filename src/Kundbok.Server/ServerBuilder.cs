using Kundbok.Lookup;
using Kundbok.Lookup.Online;
using Kundbok.Server.Access;
using Kundbok.Server.Changes;
using Kundbok.Server.Customers;
using Kundbok.Server.Exports;
using Kundbok.Server.Http;
using Kundbok.Server.Lookup;
using Kundbok.Server.OpenApi;
using Kundbok.Server.Organisations;
using Kundbok.Server.Portal;
using Kundbok.Server.Webhooks;
using Kundbok.Storage;
using Kundbok.Storage.Postgres;
using Kundbok.Storage.Sqlite;

namespace Kundbok.Server;

/// <summary>Puts the server together. The one place that names an engine or a look-up source.</summary>
internal static class ServerBuilder
{
    /// <summary>When a request that has not been answered is given up; not one that waits for its write, nor one whose answer is being sent.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long requests in flight are waited for when the server stops.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    // Above what RequestSizeMiddleware lets through.
    private const int MostRequestLineBytes = 128 << 10;
    private const int MostHeaderBytes = 128 << 10;
    private const int MostHeaders = 1000;

    /// <summary>Opens the register that the settings name.</summary>
    /// <exception cref="RegisterUnusableException">It cannot be opened as it is.</exception>
    public static IRegister OpenRegister(ServerSettings settings, TimeProvider time, RegisterUse use = RegisterUse.Command, bool mayCreate = true) =>
        OpenRegister(settings.Database ?? settings.Data, time, use, mayCreate);

    /// <summary>Opens a register.</summary>
    /// <param name="place">A data directory, or a connection string of PostgreSQL.</param>
    /// <param name="time">The clock.</param>
    /// <param name="use">Who opens it.</param>
    /// <param name="mayCreate">Whether to make a register when there is none.</param>
    /// <exception cref="RegisterUnusableException">It cannot be opened as it is.</exception>
    public static IRegister OpenRegister(string place, TimeProvider time, RegisterUse use, bool mayCreate)
    {
        if (IsConnectionString(place)) return PostgresRegister.Open(place, time, use, mayCreate);
        if (!mayCreate && !File.Exists(Path.Combine(place, SqliteRegister.FileName)))
            throw new RegisterUnusableException($"There is no register in {place}: name its directory with --data, or start the server once to make one.");
        return SqliteRegister.Open(place, time, use);
    }

    /// <summary>Whether the place of a register is a connection string of PostgreSQL, and not a directory.</summary>
    public static bool IsConnectionString(string place) =>
        place.Split(';').Any(part => part.Split('=') is [var key, _, ..] && key.Trim() is var name && (name.Equals("Host", StringComparison.OrdinalIgnoreCase) || name.Equals("Server", StringComparison.OrdinalIgnoreCase)));

    /// <summary>The server over a register that is open. The caller starts it, and disposes of the register after it.</summary>
    /// <param name="configuration">What is set.</param>
    /// <param name="register">The register.</param>
    /// <param name="secrets">The keys of its secret file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logging">Further logs, for tests.</param>
    /// <param name="more">Services in the place of the server's own, for tests.</param>
    public static WebApplication Build(
        IConfiguration configuration, IRegister register, SecretKeys secrets, TimeProvider time, Action<ILoggingBuilder>? logging = null, Action<IServiceCollection>? more = null)
    {
        var settings = ServerSettings.From(configuration);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Kundbok", WebRootPath = PortalFiles.WebRoot });
        builder.Configuration.AddConfiguration(configuration);
        PortalFiles.FindUnpublished(builder);
        builder.Logging.AddKundbokLogging(builder.Configuration, logging);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => // without HTTP/3, whose libraries every start would load
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = MostRequestLineBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
            kestrel.Limits.MaxRequestHeaderCount = MostHeaders;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MostCustomerBytes * 2; // RequestBody's limits answer first
            kestrel.Configure(builder.Configuration.GetSection("Kestrel"));
        });
        builder.WebHost.UseUrls([.. settings.Addresses]);
        AddServices(builder, settings, register, secrets, time);
        more?.Invoke(builder.Services);

        var app = builder.Build();
        Use(app);
        Map(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, ServerSettings settings, IRegister register, SecretKeys secrets, TimeProvider time)
    {
        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.AddSingleton(settings);
        services.AddSingleton(time);
        services.AddRegister(register);
        services.AddSingleton(secrets);
        services.AddSingleton<PageCursor>();
        services.AddSingleton<SpreadMemory>();
        services.AddSingleton<RunningKeys>();
        services.AddSingleton<WaitingRequests>();
        services.AddSingleton<ChangeWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeWatch>());
        services.AddSingleton<IDossierSection, KeptAnswersSection>(); // sections follow each other in the order they are added
        services.AddSingleton<IDossierSection, DeliveriesSection>();
        services.AddHostedService<RetentionService>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default));
        services.AddRouting();
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new() { Timeout = RequestTimeout, TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable });
        services.AddProxies(settings.Proxies);
        services.AddAccess(settings);
        services.AddLimits(settings.RateLimits);
        services.AddLookupSources(settings);
        services.AddHostedService<OnlineNotice>();
        services.AddSingleton<DirectoryDrift>();
        services.AddWebhooks();
        services.AddApiDocument();
    }

    /// <summary>The look-up with its sources, for a server or a command. The clock, the secrets and the register are added beside it.</summary>
    public static void AddLookupSources(this IServiceCollection services, ServerSettings settings)
    {
        services.AddLookup();
        services.AddSingleton<ILookupSource, OwnCustomers>(); // sources are asked in the order they are added
        services.AddSingleton<ILookupSource, LocalDirectory>();
        services.AddOnlineLookup(settings.Lookup);
    }

    /// <summary>The parts of a register.</summary>
    public static void AddRegister(this IServiceCollection services, IRegister register)
    {
        services.AddSingleton(register.Customers);
        services.AddSingleton(register.Changes);
        services.AddSingleton(register.Access);
        services.AddSingleton(register.Webhooks);
        services.AddSingleton(register.Lookups);
        services.AddSingleton(register.Directory);
        services.AddSingleton(register.Maintenance);
    }

    // Outside in: the log sees every answer; problems get their shape whatever made them.
    private static void Use(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<RequestLogMiddleware>();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<RequestSizeMiddleware>();
        app.UseMiddleware<HeadMiddleware>();
        app.UsePortal();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    private static void Map(WebApplication app)
    {
        app.MapCustomers();
        app.MapFeed();
        app.MapHistory();
        app.MapErasure();
        app.MapExports();
        app.MapLookup();
        app.MapDirectory();
        app.MapAccess();
        app.MapSession();
        app.MapUsers();
        app.MapTokens();
        app.MapLookupAccounts();
        app.MapWebhooks();
        app.MapDeliveries();
        app.MapHealth();
        app.MapApiDocument();
    }
}
