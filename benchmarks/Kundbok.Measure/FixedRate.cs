using System.Diagnostics;

namespace Kundbok.Measure;

/// <summary>Requests at a fixed rate, whether answers come or not.</summary>
internal static class FixedRate
{
    private const int Connections = 32;
    private const int ToWarmUp = 20; // of each connection

    /// <summary>Median, 99th percentile (ms) and rate; what a request waits for its turn counts as its latency.</summary>
    public static async Task<string> MeasureAsync(HttpClient client, double rate, TimeSpan time, string[] paths)
    {
        var count = Math.Max(Connections, (int)(rate * time.TotalSeconds));
        var taken = new double[count];
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(WarmUpAsync));
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(AskAsync));
        var all = Stopwatch.GetElapsedTime(start);
        Array.Sort(taken);
        return $"{taken[count / 2]:F3} {taken[count * 99 / 100]:F3} {count / all.TotalSeconds:F0}";

        // Each has every 32nd turn: a late answer makes the next request late, and that is counted.
        async Task AskAsync(int connection)
        {
            var random = new Random(connection);
            for (var turn = connection; turn < count; turn += Connections)
            {
                var due = TimeSpan.FromSeconds(turn / rate);
                var early = due - Stopwatch.GetElapsedTime(start);
                if (early > TimeSpan.Zero) await Task.Delay(early);
                var begun = early > TimeSpan.Zero ? Stopwatch.GetElapsedTime(start) : due; // how late the timer is, is not the server's
                await GetAsync(random);
                taken[turn] = (Stopwatch.GetElapsedTime(start) - begun).TotalMilliseconds;
            }
        }

        async Task WarmUpAsync(int connection)
        {
            var random = new Random(connection);
            for (var i = 0; i < ToWarmUp; i++) await GetAsync(random);
        }

        async Task GetAsync(Random random)
        {
            using var response = await client.GetAsync(new Uri(paths[random.Next(paths.Length)], UriKind.Relative));
            response.EnsureSuccessStatusCode();
        }
    }
}
