namespace Kundbok.Server.Webhooks;

/// <summary>A gate for each key, through which so many go at a time. It is there as long as somebody uses it.</summary>
/// <param name="most">How many.</param>
/// <param name="comparer">Tells keys apart.</param>
internal sealed class KeyedGates<TKey>(int most, IEqualityComparer<TKey> comparer)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Gate> _gates = new(comparer);

    /// <summary>Waits at the gate; what is returned is to be called once to leave it.</summary>
    public async ValueTask<Action> EnterAsync(TKey key, CancellationToken cancellation)
    {
        var gate = Find(key);
        try
        {
            await gate.Free.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            Leave(key, gate);
            throw;
        }

        return () =>
        {
            gate.Free.Release();
            Leave(key, gate);
        };
    }

    private Gate Find(TKey key)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(key, out var gate)) _gates.Add(key, gate = new Gate(new SemaphoreSlim(most)));
            gate.Users++;
            return gate;
        }
    }

    private void Leave(TKey key, Gate gate)
    {
        lock (_lock)
        {
            if (--gate.Users > 0) return;

            _gates.Remove(key);
            gate.Free.Dispose();
        }
    }

    private sealed class Gate(SemaphoreSlim free)
    {
        public SemaphoreSlim Free => free;

        public int Users { get; set; }
    }
}
