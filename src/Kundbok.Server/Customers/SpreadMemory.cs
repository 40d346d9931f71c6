using System.Collections.Concurrent;
using Kundbok.Storage;

namespace Kundbok.Server.Customers;

/// <summary>
/// How customers are spread over months and countries. For a large merchant that takes reading all documents: it is done for one merchant at a time, in the
/// background, and remembered for <see cref="Fresh"/>; then what is known is given once more while it is done again, unless it is older than <see cref="Old"/>.
/// </summary>
internal sealed class SpreadMemory(ICustomerStore store, TimeProvider time) : IDisposable
{
    /// <summary>How long it is not counted again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <summary>What is older is waited for.</summary>
    public static readonly TimeSpan Old = TimeSpan.FromHours(1);

    private const int Months = 24;

    // Up to so many are counted each time.
    private const int Few = 2000;

    private readonly ConcurrentDictionary<long, MerchantSpread> _known = [];
    private readonly ConcurrentDictionary<long, Lazy<Task<MerchantSpread>>> _running = [];
    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The spread of a merchant's customers, and when it was counted.</summary>
    /// <param name="merchant">The merchant.</param>
    /// <param name="customers">How many customers it has.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async ValueTask<MerchantSpread> FindAsync(long merchant, long customers, CancellationToken cancellation)
    {
        if (customers <= Few) return await CountAsync(merchant, cancellation);

        var known = _known.GetValueOrDefault(merchant);
        var age = known is null ? TimeSpan.MaxValue : time.GetUtcNow() - known.AsOf;
        if (age < Fresh) return known!;

        var running = _running.GetOrAdd(merchant, static (merchant, memory) => new(() => memory.RememberAsync(merchant)), this).Value;
        return age < Old ? known! : await running.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task<MerchantSpread> RememberAsync(long merchant)
    {
        var stopping = _stopping.Token;
        try
        {
            await _one.WaitAsync(stopping);
            try
            {
                return _known[merchant] = await CountAsync(merchant, stopping);
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            _running.TryRemove(merchant, out _);
        }
    }

    private async ValueTask<MerchantSpread> CountAsync(long merchant, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        List<DateTimeOffset> months = [.. Enumerable.Range(1 - Months, Months).Select(month.AddMonths)];
        return new MerchantSpread(now, months, await store.SpreadAsync(merchant, months, cancellation));
    }
}

/// <summary>How a merchant's customers were spread.</summary>
/// <param name="AsOf">When.</param>
/// <param name="Months">The beginnings of the months.</param>
/// <param name="Spread">How.</param>
internal sealed record MerchantSpread(DateTimeOffset AsOf, IReadOnlyList<DateTimeOffset> Months, CustomerSpread Spread);
