using System.Threading.Channels;

namespace Kundbok.Server.Webhooks;

/// <summary>Tells whoever delivers in this node that webhooks have changed. Other nodes find out by looking.</summary>
internal sealed class WebhookSignal(TimeProvider time)
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something has changed.</summary>
    public void Set() => _changes.Writer.TryWrite(true);

    /// <summary>Waits until something has changed, or the time is over.</summary>
    public async Task WaitAsync(TimeSpan most, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await _changes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
