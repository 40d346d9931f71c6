using System.Collections.Concurrent;

namespace Kundbok.Server.Changes;

/// <summary>The keys of the requests that this node is working on; each is gone with its request. Other nodes are kept off by the register.</summary>
internal sealed class RunningKeys
{
    private readonly ConcurrentDictionary<(long Merchant, string Key), bool> _running = new();

    /// <summary>Notes a key until what is returned is disposed of; null when a request with it is being worked on.</summary>
    public IDisposable? TryBegin(long merchant, ReadOnlySpan<byte> key)
    {
        var name = (merchant, Convert.ToHexString(key));
        return _running.TryAdd(name, true) ? new Running(this, name) : null;
    }

    private sealed class Running(RunningKeys keys, (long Merchant, string Key) name) : IDisposable
    {
        public void Dispose() => keys._running.TryRemove(name, out _);
    }
}
