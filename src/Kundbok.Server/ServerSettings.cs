using Kundbok.Lookup.Online;

namespace Kundbok.Server;

/// <summary>
/// What the operator can set. Each is a key of <c>appsettings.json</c> in the working directory, an environment variable
/// (<c>KUNDBOK_DATA</c>, <c>KUNDBOK_AUTH__AUTHORITY</c>), which goes before it, and the first four are options of the command line,
/// which go before both.
/// </summary>
internal sealed class ServerSettings
{
    private static readonly TimeSpan ShortestLookup = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestLookup = TimeSpan.FromSeconds(3); // all that may be asked for one number must end before the request does

    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>The directory with the database and the secret file; with <see cref="Database"/>, with the secret file alone.</summary>
    public string Data { get; init; } = "./kundbok-data";

    /// <summary>The connection string of a PostgreSQL database to keep the register in; null: it is kept in <see cref="Data"/>.</summary>
    public string? Database { get; init; }

    /// <summary>Invented customers to add to an empty register; 0: none.</summary>
    public int Demo { get; init; }

    /// <summary>An outside authority whose tokens are accepted beside our own.</summary>
    public AuthSettings Auth { get; init; } = new();

    /// <summary>How many requests are let through.</summary>
    public RateLimitSettings RateLimits { get; init; } = new();

    /// <summary>How long what was changed is kept.</summary>
    public RetentionSettings Retention { get; init; } = new();

    /// <summary>Proxies in front of the server.</summary>
    public ProxySettings Proxies { get; init; } = new();

    /// <summary>What webhooks may do.</summary>
    public WebhookSettings Webhooks { get; init; } = new();

    /// <summary>Which online sources are asked who a number belongs to.</summary>
    public OnlineLookupOptions Lookup { get; init; } = new();

    /// <summary>The addresses of <see cref="Urls"/>.</summary>
    public IReadOnlyList<string> Addresses => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="OperatorException">One of them cannot be what it says.</exception>
    public static ServerSettings From(IConfiguration configuration)
    {
        try
        {
            var settings = configuration.Get<ServerSettings>() ?? new();
            settings.Check();
            return settings;
        }
        catch (InvalidOperationException fault)
        {
            throw new OperatorException($"A setting cannot be read: {fault.Message}", fault);
        }
    }

    private void Check()
    {
        if (string.IsNullOrWhiteSpace(Data)) throw new OperatorException("Data, the data directory, is empty: name one, or leave it out for ./kundbok-data.");
        if (Database is not null && !ServerBuilder.IsConnectionString(Database))
            throw new OperatorException("Database must be a connection string of PostgreSQL, such as Host=…;Database=kundbok;Username=kundbok: write it so, or leave it out to keep the register in the data directory.");
        if (Addresses.Count == 0) throw new OperatorException("Urls, the addresses to listen on, is empty: name one, or leave it out for http://127.0.0.1:5080.");
        if (RateLimits is { PerToken: < 0 } or { PerAddress: < 0 } or { Login: < 0 } or { Lookup: < 0 }) throw new OperatorException("RateLimits takes whole numbers from 0; 0 switches a limit off.");
        if (Retention.Days is < RetentionSettings.Least or > RetentionSettings.Most)
            throw new OperatorException($"Retention:Days takes a whole number from {RetentionSettings.Least} to {RetentionSettings.Most}.");
        if (Demo < 0) throw new OperatorException("Demo takes a whole number from 0.");
        CheckLookup();
        if (Auth.Authority is null) return;

        if (!Uri.TryCreate(Auth.Authority, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || authority.IsLoopback))
            throw new OperatorException("Auth:Authority must be an address that begins with https://.");
        if (string.IsNullOrEmpty(Auth.Audience)) throw new OperatorException("Auth:Audience is missing: without it, tokens that are meant for other programs of the authority would be accepted.");
    }

    private void CheckLookup()
    {
        if (string.IsNullOrEmpty(Lookup.Bolagsverket.ClientId) != string.IsNullOrEmpty(Lookup.Bolagsverket.ClientSecret))
            throw new OperatorException("Lookup:Bolagsverket takes both a ClientId and a ClientSecret: set the other one too, or leave both out.");
        if (Lookup.Timeout < ShortestLookup || Lookup.Timeout > LongestLookup)
            throw new OperatorException($"Lookup:Timeout takes from {ShortestLookup:c} to {LongestLookup:c}.");
        foreach (var (setting, address) in Lookup.Addresses)
        {
            if (address is not null && !(address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback)))
                throw new OperatorException($"Lookup:{setting} must be an address that begins with https://.");
        }
    }
}

/// <summary>An outside OpenID Connect authority.</summary>
internal sealed class AuthSettings
{
    /// <summary>Its address, such as <c>https://login.example.com/realms/shop</c>; null: only our own tokens are accepted.</summary>
    public string? Authority { get; init; }

    /// <summary>The audience its tokens must name.</summary>
    public string? Audience { get; init; }

    /// <summary>The claim of its tokens that holds the merchant's id.</summary>
    public string MerchantClaim { get; init; } = "merchant";
}

/// <summary>Limits of requests; 0 switches one off.</summary>
internal sealed class RateLimitSettings
{
    /// <summary>Requests a second with one token.</summary>
    public int PerToken { get; init; }

    /// <summary>Requests a second from one address.</summary>
    public int PerAddress { get; init; }

    /// <summary>Sign-ins a minute from one address.</summary>
    public int Login { get; init; } = 30;

    /// <summary>Look-ups of numbers a minute by one user, or with one token without a user.</summary>
    public int Lookup { get; init; } = 60;
}

/// <summary>How long versions that were replaced, and customers that were removed, are kept.</summary>
internal sealed class RetentionSettings
{
    /// <summary>The fewest days: a request with a key may be repeated for one, and finds its answer in what is kept.</summary>
    public const int Least = 2;

    /// <summary>The most days: a hundred years.</summary>
    public const int Most = 36_500;

    /// <summary>Days.</summary>
    public int Days { get; init; } = 400;
}

/// <summary>Proxies whose forwarded headers are believed.</summary>
internal sealed class ProxySettings
{
    /// <summary>Their IP addresses or networks (<c>10.0.0.0/8</c>), separated by commas; empty: forwarded headers are ignored.</summary>
    public string Known { get; init; } = "";
}

/// <summary>What webhooks may do.</summary>
internal sealed class WebhookSettings
{
    /// <summary>
    /// Whether they may send to this machine and to private networks, and in clear (<c>http://</c>). Whoever may make a webhook can then
    /// have the server send requests to whatever the server can reach.
    /// </summary>
    public bool AllowPrivateTargets { get; init; }
}
