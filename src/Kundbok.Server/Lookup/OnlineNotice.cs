namespace Kundbok.Server.Lookup;

/// <summary>Says at the start how online sources are switched on, when the operator has switched on none.</summary>
internal sealed partial class OnlineNotice(ServerSettings settings, ILogger<OnlineNotice> log) : IHostedLifecycleService
{
    /// <inheritdoc/>
    /// <remarks>Only now that the server listens: what keeps it from that is told in one line.</remarks>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var isAnyOn = settings.Lookup is { Bolagsverket.Enabled: true } or { Brreg.Enabled: true } or { Prh.Enabled: true };
        if (!isAnyOn) LogOff();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "No online register is asked who a number belongs to. Switch one on with Lookup:Bolagsverket:ClientId and ClientSecret, Lookup:Brreg:Enabled or Lookup:Prh:Enabled; a merchant's own account at Qvickly with the command lookup set.")]
    private partial void LogOff();
}
