using Kundbok.Storage;

namespace Kundbok.Server.Changes;

/// <summary>
/// Forgets what was changed, and who looked numbers up, longer ago than it is kept, in small steps between which others write. Every node does so, which harms nobody:
/// each step is a transaction of its own under the merchant's lock, and finds what another has left.
/// </summary>
internal sealed partial class RetentionService(IChangeLog log, IAccessStore access, ILookupStore lookups, ServerSettings settings, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    /// <summary>How long after the start it begins: until then a clock that was wrong will have been set.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(15);

    /// <summary>How often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly TimeSpan KeysAreKept = TimeSpan.FromHours(24);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var clock = new SteadyClock(time);
            await Task.Delay(FirstWait, time, stoppingToken);
            while (true)
            {
                if (clock.Read() is { } now) await TryPurgeAsync(now, stoppingToken);
                else LogClock();
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async ValueTask TryPurgeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var before = now - TimeSpan.FromDays(settings.Retention.Days);
            foreach (var merchant in await access.ListMerchantsAsync(cancellation))
                await RepeatAsync(() => log.PurgeAsync(merchant.Id, before, cancellation), cancellation);
            await RepeatAsync(() => lookups.PurgeAuditsAsync(before, cancellation), cancellation);
            await RepeatAsync(() => log.PurgeKeysAsync(now - KeysAreKept, cancellation), cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever it is, an hour later is soon enough.
            LogFault(fault is RegisterUnavailableException or RegisterUnusableException ? fault.Message : fault.GetType().Name);
        }
    }

    private async ValueTask RepeatAsync(Func<ValueTask<int>> step, CancellationToken cancellation)
    {
        while (await step() > 0) await Task.Delay(Pause, time, cancellation);
    }

    [LoggerMessage(1, LogLevel.Warning, "What is older than it is kept could not be forgotten now, and is tried again in an hour: {Reason}")]
    private partial void LogFault(string reason);

    [LoggerMessage(2, LogLevel.Warning, "The clock was set: what is older than it is kept is forgotten once it has been steady for an hour.")]
    private partial void LogClock();
}
