namespace Kundbok.Storage.Sqlite;

/// <summary>The sample by which searches are planned, taken anew now and then: what customers are called changes slowly.</summary>
internal sealed class SqliteTrigrams(SqliteReaders readers, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private volatile Taken? _taken;

    /// <summary>The sample. Whoever comes while it is taken anew gets the old one.</summary>
    public async ValueTask<TrigramSample> SampleAsync(CancellationToken cancellation)
    {
        if (_taken is { } taken)
        {
            if (time.GetElapsedTime(taken.At) < Lifetime) return taken.Sample;
            _taken = taken with { At = time.GetTimestamp() };
        }

        var sample = await readers.ReadAsync(0, static (session, _) => TrigramSample.Take(session), cancellation);
        _taken = new Taken(sample, time.GetTimestamp());
        return sample;
    }

    private sealed record Taken(TrigramSample Sample, long At);
}
