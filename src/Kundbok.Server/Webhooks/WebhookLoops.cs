using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>A loop for each active webhook, so that a slow receiver keeps nobody else waiting.</summary>
/// <param name="services">What it takes.</param>
/// <param name="newestSecret">The id of the secret with which things are sealed now.</param>
/// <param name="stop">Nothing is begun after.</param>
/// <param name="abandon">What is being sent is given up.</param>
internal sealed class WebhookLoops(DeliveryServices services, Func<string> newestSecret, CancellationToken stop, CancellationToken abandon)
{
    /// <summary>How often webhooks are looked for that were changed by another node.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(long Merchant, string Id), WebhookLoop> _loops = [];
    private string? _sealedWith;

    /// <summary>Starts and wakes loops as webhooks are added and changed, until it is to stop.</summary>
    public async Task KeepUpAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await LookAsync();
                await services.Signal.WaitAsync(Interval, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                services.Log.Note(fault);
                await Task.Delay(Interval, services.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Waits for the end of every loop.</summary>
    public Task AllEndedAsync() => Task.WhenAll(_loops.Values.Select(loop => loop.Ended));

    private async Task LookAsync()
    {
        var active = (await services.Webhooks.ListActiveAsync(stop)).ToDictionary(webhook => (webhook.Merchant, webhook.Id));
        foreach (var (key, loop) in _loops)
        {
            if (loop.Ended.IsCompleted) _loops.Remove(key);
            else loop.Wake(active.GetValueOrDefault(key));
        }

        await ResealAsync(active.Values);
        foreach (var key in active.Keys.Where(key => !_loops.ContainsKey(key))) Start(key);
    }

    private void Start((long Merchant, string Id) key)
    {
        var loop = new WebhookLoop(services, key.Merchant, key.Id, stop, abandon);
        _loops.Add(key, loop);
        loop.Start();
    }

    // Those that came since, and all when there is a new secret.
    private async Task ResealAsync(IEnumerable<Webhook> active)
    {
        var newest = newestSecret();
        foreach (var webhook in active.Where(webhook => newest != _sealedWith || !_loops.ContainsKey((webhook.Merchant, webhook.Id))))
            await services.Webhooks.ResealAsync(services.Seal, webhook, stop);
        _sealedWith = newest;
    }
}
