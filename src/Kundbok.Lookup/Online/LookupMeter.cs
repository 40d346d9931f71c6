using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Polly.CircuitBreaker;

namespace Kundbok.Lookup.Online;

/// <summary>What is measured of the online sources, and the traces of asking them. Nothing says whom anybody asked for.</summary>
internal sealed class LookupMeter
{
    /// <summary>Name of the meter, and of the traces' source.</summary>
    public const string Name = "Kundbok.Lookup";

    /// <summary>The traces.</summary>
    public static readonly ActivitySource Activities = new(Name);

    private readonly ConcurrentDictionary<string, CircuitBreakerStateProvider> _circuits = new(StringComparer.Ordinal);
    private readonly Counter<long> _answers;
    private readonly Histogram<double> _durations;

    public LookupMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _answers = meter.CreateCounter<long>("kundbok.lookup.answers", "{answer}", "Answers of online sources, by source, outcome, and where they came from: source, cache, or stale.");
        _durations = meter.CreateHistogram<double>("kundbok.lookup.duration", "s", "How long asking a source took, by source and outcome.");
        meter.CreateObservableGauge("kundbok.lookup.circuit", ReadCircuits, description: "A source's circuit breaker: 0 closed, 1 open, 2 half open.");
    }

    /// <summary>The state of a source's circuit breaker, for whoever makes the breaker.</summary>
    public CircuitBreakerStateProvider Circuit(string client) => _circuits.GetOrAdd(client, _ => new CircuitBreakerStateProvider());

    /// <summary>Counts an answer that was not asked for now.</summary>
    public void AddKept(string source, LookupAnswer answer, bool isStale) => _answers.Add(1, Source(source), Outcome(answer), new("from", isStale ? "stale" : "cache"));

    /// <summary>Counts an answer, and how long it took.</summary>
    public void Add(string source, LookupAnswer answer, TimeSpan elapsed)
    {
        _answers.Add(1, Source(source), Outcome(answer), new("from", "source"));
        _durations.Record(elapsed.TotalSeconds, Source(source), Outcome(answer));
    }

    private static KeyValuePair<string, object?> Source(string source) => new("source", source);

    private static KeyValuePair<string, object?> Outcome(LookupAnswer answer) => new("outcome", answer.Outcome);

    private IEnumerable<Measurement<int>> ReadCircuits() => _circuits.Select(circuit => new Measurement<int>((int)circuit.Value.CircuitState, Source(circuit.Key)));
}
