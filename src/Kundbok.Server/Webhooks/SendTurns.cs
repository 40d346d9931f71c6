using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>
/// Bounds how many messages this node sends at a time: of all, to one host, and for one merchant, so that neither a slow receiver nor a
/// merchant with many of them leaves nothing to the others.
/// </summary>
internal sealed class SendTurns : IDisposable
{
    /// <summary>The most messages at a time.</summary>
    public const int MostAtOnce = 32;

    /// <summary>The most to one host.</summary>
    public const int MostToHost = 16;

    /// <summary>The most for one merchant.</summary>
    public const int MostForMerchant = 4;

    private readonly SemaphoreSlim _all = new(MostAtOnce);
    private readonly KeyedGates<string> _hosts = new(MostToHost, StringComparer.OrdinalIgnoreCase);
    private readonly KeyedGates<long> _merchants = new(MostForMerchant, EqualityComparer<long>.Default);

    /// <summary>Waits for a turn, which lasts until what is returned is disposed of. Whoever waits takes nothing from others than those with the same host or merchant.</summary>
    public async ValueTask<IDisposable> TakeAsync(Webhook webhook, CancellationToken cancellation)
    {
        var turn = new Turn();
        try
        {
            turn.Add(await _merchants.EnterAsync(webhook.Merchant, cancellation));
            turn.Add(await _hosts.EnterAsync(HostOf(webhook), cancellation));
            await _all.WaitAsync(cancellation);
            turn.Add(() => _all.Release());
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _all.Dispose();

    private static string HostOf(Webhook webhook) => Uri.TryCreate(webhook.Url, UriKind.Absolute, out var address) ? address.IdnHost : "";

    private sealed class Turn : IDisposable
    {
        private readonly Stack<Action> _ends = [];

        public void Add(Action end) => _ends.Push(end);

        public void Dispose()
        {
            while (_ends.TryPop(out var end)) end();
        }
    }
}
