using System.Collections.Concurrent;
using System.Collections.Frozen;
using Kundbok.Storage;
using Microsoft.AspNetCore.Authentication;

namespace Kundbok.Server.Access;

/// <summary>
/// Keeps what tokens are checked against in memory: the secrets, the merchants, what the register knows of the tokens that are sent,
/// and which of them were accepted. It is forgotten every two seconds, so that what another process changes is in force within five.
/// </summary>
internal sealed partial class AccessRefresher(SecretKeys secrets, IAccessStore access, ServerSettings settings, TimeProvider time, ILogger<AccessRefresher> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private volatile State _state = new(FrozenSet<long>.Empty);
    private volatile bool _hasOldSecrets;

    /// <summary>The tokens that were accepted by what is known now, and as what.</summary>
    public ConcurrentDictionary<string, AuthenticateResult> Accepted => _state.Accepted;

    /// <summary>Whether another node has made a new secret that is not in this node's secret file yet.</summary>
    public bool HasOldSecrets => _hasOldSecrets;

    /// <summary>Refuses to judge what cannot be opened here while another node may have the secret that opens it.</summary>
    /// <exception cref="RegisterUnavailableException">This node's secret file is old.</exception>
    public void EnsureNewestSecrets()
    {
        if (HasOldSecrets) throw new RegisterUnavailableException("This node's secret file is old: copy it from the node where key rotate was run.");
    }

    /// <summary>The token of ours with this id, when it was issued for the merchant, by this register, and has not been revoked; else null.</summary>
    public async ValueTask<IssuedToken?> FindInForceAsync(string tokenId, long merchant, CancellationToken cancellation)
    {
        var known = _state.Tokens;
        if (!known.TryGetValue(tokenId, out var token))
            known[tokenId] = token = await access.FindTokenAsync(tokenId, cancellation) is { Revoked: null } issued ? issued : null;

        return token?.Merchant == merchant ? token : null;
    }

    /// <summary>Whether the register has the merchant. One that was added a moment ago is looked for in the register.</summary>
    public async ValueTask<bool> IsMerchantAsync(long merchant, CancellationToken cancellation)
    {
        if (_state.Merchants.Contains(merchant)) return true;

        await RefreshAsync(cancellation);
        return _state.Merchants.Contains(merchant);
    }

    /// <summary>Forgets what is known of tokens, after one was revoked here.</summary>
    public void Forget() => _state = new(_state.Merchants);

    /// <summary>Reads everything again. What is known of tokens is forgotten even when something cannot be read.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellation)
    {
        Forget();
        var merchants = await access.ListMerchantsAsync(cancellation);
        secrets.Refresh();
        _state = new(merchants.Select(merchant => merchant.Id).ToFrozenSet());
        if (settings.Database is not null) _hasOldSecrets = !SecretMarks.IsOf(secrets, await access.ListSecretsAsync(cancellation));
        if (_hasOldSecrets) LogOldSecrets(secrets.FilePath);
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken); // a register that cannot be read is told at the start
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
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever it is, a server that goes on with what it knows is better than one that stops.
            LogStale(fault is RegisterUnavailableException or RegisterUnusableException ? fault.Message : fault.GetType().Name);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Tokens are checked against what was known before: {Reason}")]
    private partial void LogStale(string reason);

    [LoggerMessage(2, LogLevel.Error, "The secret file {File} lacks the register's newest secret, and tokens signed with it are refused: copy the file from the node where key rotate was run.")]
    private partial void LogOldSecrets(string file);

    private sealed record State(FrozenSet<long> Merchants)
    {
        /// <summary>The tokens that were accepted.</summary>
        public ConcurrentDictionary<string, AuthenticateResult> Accepted { get; } = new(StringComparer.Ordinal);

        /// <summary>What is remembered of each token that was sent; null for one that is not in force.</summary>
        public ConcurrentDictionary<string, IssuedToken?> Tokens { get; } = new(StringComparer.Ordinal);
    }
}
