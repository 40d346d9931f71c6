using Kundbok.Server.Access;
using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>
/// Delivers to webhooks while this node has the right to, which one node at a time has; the others stand by. See
/// docs/decisions/0019-webhooks.md.
/// </summary>
internal sealed class WebhookDispatcher(DeliveryServices services, AccessRefresher access, SecretKeys secrets, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>How often a node that stands by asks for the right.</summary>
    public static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(10);

    // For what is being sent when the server stops; what does not end by then is sent again.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The server waits for requests in flight before it stops this: too late to give the right away.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await TryDeliverAsync(stop.Token);
            }
            catch (Exception fault)
            {
                if (!stop.IsCancellationRequested) services.Log.Note(fault);
            }

            await Task.Delay(BetweenTries, services.Time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryDeliverAsync(CancellationToken stop)
    {
        if (access.HasOldSecrets) return;
        await using var lease = await services.Webhooks.TryTakeLeaseAsync(stop);
        if (lease is not null) await DeliverAsync(lease, stop);
    }

    private async Task DeliverAsync(IDeliveryLease lease, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, services.Time);
        services.Log.LogTaken();
        var loops = new WebhookLoops(services, () => secrets.Ids.First(), end.Token, abandon.Token);
        var watching = WatchAsync(lease, end, abandon);
        try
        {
            await loops.KeepUpAsync();
        }
        finally
        {
            await end.CancelAsync();
            abandon.CancelAfter(StopGrace);
            await loops.AllEndedAsync();
            await watching;
            services.Log.LogEnded();
        }
    }

    // Without the right nothing may be sent, not even to its end.
    private async Task WatchAsync(IDeliveryLease lease, CancellationTokenSource end, CancellationTokenSource abandon)
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(BetweenChecks, services.Time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.IsCancellationRequested || (!access.HasOldSecrets && await IsHeldAsync(lease, end.Token))) continue;

            services.Log.LogLost();
            await end.CancelAsync();
            await abandon.CancelAsync();
        }
    }

    private async Task<bool> IsHeldAsync(IDeliveryLease lease, CancellationToken end)
    {
        using var limit = new CancellationTokenSource(CheckTimeout, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, end);
        try
        {
            // What does not stop when it is told to is not waited for.
            return await lease.IsHeldAsync(either.Token).AsTask().WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return true; // nobody asks any more
        }
        catch (Exception)
        {
            return false;
        }
    }
}
