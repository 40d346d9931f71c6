namespace Kundbok.Server.Changes;

/// <summary>Counts the requests of each merchant that wait for changes on this node, so that none can fill it with them.</summary>
internal sealed class WaitingRequests
{
    /// <summary>The most of one merchant.</summary>
    public const int MostOfMerchant = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, int> _counts = [];

    /// <summary>How many wait now.</summary>
    public int CountOf(long merchant)
    {
        lock (_lock) return _counts.GetValueOrDefault(merchant);
    }

    /// <summary>Counts one until what is returned is disposed of; null when the merchant has as many as it may have.</summary>
    public IDisposable? TryBegin(long merchant)
    {
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(merchant);
            if (count == MostOfMerchant) return null;

            _counts[merchant] = count + 1;
            return new Turn(this, merchant);
        }
    }

    private void End(long merchant)
    {
        lock (_lock)
        {
            if (--_counts[merchant] == 0) _counts.Remove(merchant);
        }
    }

    private sealed class Turn(WaitingRequests requests, long merchant) : IDisposable
    {
        public void Dispose() => requests.End(merchant);
    }
}
