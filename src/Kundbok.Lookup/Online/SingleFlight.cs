using System.Collections.Concurrent;

namespace Kundbok.Lookup.Online;

/// <summary>Those who want the same at the same time get it from one question.</summary>
internal sealed class SingleFlight
{
    private readonly ConcurrentDictionary<string, Lazy<Task<LookupAnswer>>> _running = new(StringComparer.Ordinal);

    /// <summary>What is being asked already under the key, else what the question gives.</summary>
    public Task<LookupAnswer> RunAsync(string key, Func<Task<LookupAnswer>> ask) => _running.GetOrAdd(
        key,
        static (key, asked) => new Lazy<Task<LookupAnswer>>(async () =>
        {
            try
            {
                return await asked.ask();
            }
            finally
            {
                asked.running.TryRemove(key, out _);
            }
        }),
        (ask, running: _running)).Value;
}
