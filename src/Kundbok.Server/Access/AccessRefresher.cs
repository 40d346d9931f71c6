using System.Collections.Frozen;
using Kundbok.Storage;

namespace Kundbok.Server.Access;

/// <summary>
/// Keeps what tokens are checked against in memory: the secrets, the revoked tokens and the merchants. They are read again every
/// two seconds, so that what another process changes is in force within five.
/// </summary>
internal sealed partial class AccessRefresher(SecretKeys secrets, IAccessStore access, TimeProvider time, ILogger<AccessRefresher> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private volatile State _state = new(FrozenSet<string>.Empty, FrozenSet<long>.Empty);

    /// <summary>Whether the token has been revoked.</summary>
    public bool IsRevoked(string tokenId) => _state.Revoked.Contains(tokenId);

    /// <summary>Whether the register has the merchant. One that was added a moment ago is looked for in the register.</summary>
    public async ValueTask<bool> IsMerchantAsync(long merchant, CancellationToken cancellation)
    {
        if (_state.Merchants.Contains(merchant)) return true;

        await RefreshAsync(cancellation);
        return _state.Merchants.Contains(merchant);
    }

    /// <summary>Reads everything again.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellation)
    {
        secrets.Refresh();
        var revoked = await access.ListRevokedTokensAsync(cancellation);
        var merchants = await access.ListMerchantsAsync(cancellation);
        _state = new(revoked.ToFrozenSet(StringComparer.Ordinal), merchants.Select(merchant => merchant.Id).ToFrozenSet());
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken); // no request is let in before the revoked tokens are known
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryRefreshAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async ValueTask TryRefreshAsync(CancellationToken cancellation)
    {
        try
        {
            await RefreshAsync(cancellation);
        }
        catch (Exception fault) when (fault is RegisterUnavailableException or RegisterUnusableException or IOException or UnauthorizedAccessException)
        {
            LogStale(fault.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Tokens are checked against what was known before: {Reason}")]
    private partial void LogStale(string reason);

    private sealed record State(FrozenSet<string> Revoked, FrozenSet<long> Merchants);
}
