namespace Kundbok.Lookup.Online;

/// <summary>The token that Bolagsverket gives for the operator's id and secret: kept until shortly before it ends, and renewed by one at a time.</summary>
/// <remarks>Published: OAuth 2.0's client credentials (RFC 6749, 4.4), the address and the scopes.</remarks>
internal sealed class BolagsverketToken(OnlineCaller caller, BolagsverketOptions options) : IDisposable
{
    /// <summary>Name of the HTTP client that tokens are fetched with.</summary>
    public const string ClientName = $"{BolagsverketSource.SourceName}-token";

    private const string Scopes = "vardefulla-datamangder:read vardefulla-datamangder:ping";

    private static readonly Uri Published = new("https://portal.api.bolagsverket.se/oauth2/token");
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _renewing = new(1);
    private Kept? _kept;

    /// <summary>A token that is good now.</summary>
    /// <exception cref="SourceException">There is none.</exception>
    public async ValueTask<string> GetAsync()
    {
        if (Current() is { } token) return token;

        await _renewing.WaitAsync();
        try
        {
            return Current() ?? await FetchAsync();
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>Forgets a token that was not accepted, unless it has been replaced meanwhile.</summary>
    public void Forget(string token)
    {
        var kept = _kept;
        if (kept?.Token == token) Interlocked.CompareExchange(ref _kept, null, kept);
    }

    /// <inheritdoc/>
    public void Dispose() => _renewing.Dispose();

    private string? Current() => Volatile.Read(ref _kept) is { } kept && kept.Until > caller.Time.GetUtcNow() ? kept.Token : null;

    private async Task<string> FetchAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.TokenAddress ?? Published)
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"),
                new("client_id", options.ClientId),
                new("client_secret", options.ClientSecret),
                new("scope", Scopes),
            ]),
        };
        var asked = caller.Time.GetUtcNow();
        var response = await caller.SendAsync(request, "/oauth2/token", ClientName);
        if (response.Status is 400) throw SourceException.Refused(); // how OAuth says that it does not know the client

        using var document = response.Json();
        var granted = document.RootElement;
        if (granted.GetProperty("access_token").GetString() is not { Length: > 0 } token || token.Any(c => c is <= ' ' or > '~')) throw SourceException.Nonsense();
        if (granted.Find("token_type") is { } type && !string.Equals(type.GetString(), "Bearer", StringComparison.OrdinalIgnoreCase)) throw SourceException.Nonsense();

        var life = TimeSpan.FromSeconds(Math.Clamp(granted.GetProperty("expires_in").GetDouble(), 0, LongestLife.TotalSeconds));
        Volatile.Write(ref _kept, new Kept(token, asked + life - Margin));
        return token;
    }

    private sealed record Kept(string Token, DateTimeOffset Until)
    {
        public override string ToString() => nameof(Kept);
    }
}
