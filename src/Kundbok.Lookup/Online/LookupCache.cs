using Microsoft.Extensions.Caching.Memory;
using ZiggyCreatures.Caching.Fusion;

namespace Kundbok.Lookup.Online;

/// <summary>
/// What sources said of organisations, in this process's memory: for as long as it is good, and what was found for longer, in case its
/// source cannot be asked. The caller makes the keys, and keeps no person here.
/// </summary>
internal sealed class LookupCache : IDisposable
{
    /// <summary>For how long what was found is good.</summary>
    public static readonly TimeSpan FoundIsGood = TimeSpan.FromHours(24);

    /// <summary>For how long it is good that there is no such number.</summary>
    public static readonly TimeSpan NotFoundIsGood = TimeSpan.FromMinutes(10);

    /// <summary>How old what was found may be when its source cannot be asked.</summary>
    public static readonly TimeSpan FoundIsKept = TimeSpan.FromDays(7);

    private const int MostEntries = 100_000;

    private readonly MemoryCache _memory = new(new MemoryCacheOptions { SizeLimit = MostEntries });
    private readonly FusionCache _cache;

    private readonly TimeProvider _time;

    public LookupCache(TimeProvider time)
    {
        _time = time;
        _cache = new FusionCache(new FusionCacheOptions { CacheName = "lookup", DefaultEntryOptions = new FusionCacheEntryOptions { Size = 1 } }, _memory);
    }

    /// <summary>What is kept under the key and is not too old to be told; null for nothing.</summary>
    public KeptAnswer? Find(string key)
    {
        var kept = _cache.TryGet<KeptAnswer>(key);
        return kept.HasValue && AgeOf(kept.Value) < (kept.Value.Answer is LookupAnswer.Found ? FoundIsKept : NotFoundIsGood) ? kept.Value : null;
    }

    /// <summary>Whether it is as good as asking.</summary>
    public bool IsFresh(KeptAnswer kept) => AgeOf(kept) < (kept.Answer is LookupAnswer.Found ? FoundIsGood : NotFoundIsGood);

    /// <summary>Keeps a whole answer that says yes or no, and forgets what was kept before; nothing else is kept.</summary>
    public void Keep(string key, LookupAnswer answer)
    {
        switch (answer)
        {
            case LookupAnswer.Found { IsPartial: false, Party: { FirstName: "", LastName: "" } }:
                _cache.Set(key, new KeptAnswer(answer, _time.GetUtcNow()), FoundIsKept);
                break;
            case LookupAnswer.NotFound:
                _cache.Set(key, new KeptAnswer(answer, _time.GetUtcNow()), NotFoundIsGood);
                break;
            case LookupAnswer.Protected or LookupAnswer.Invalid:
                _cache.Remove(key);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cache.Dispose();
        _memory.Dispose();
    }

    private TimeSpan AgeOf(KeptAnswer kept) => _time.GetUtcNow() - kept.At;
}

/// <summary>An answer that is kept.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="At">When it was given.</param>
internal sealed record KeptAnswer(LookupAnswer Answer, DateTimeOffset At);
