using System.Diagnostics;
using System.Globalization;

namespace Kundbok.Measure;

/// <summary>Reads all there is.</summary>
internal static class Reading
{
    private const int BytesBetweenLooks = 8 << 20;

    /// <summary>Everything behind an address, and behind the pages that it leads to.</summary>
    public static async Task<string> MeasureAsync(HttpClient client, string path, int process)
    {
        await ReadAsync(client, "/customers?limit=1&start=1", process, follows: false); // what this program takes to begin is not the server's
        return await ReadAsync(client, path, process, follows: true);
    }

    private static async Task<string> ReadAsync(HttpClient client, string path, int process, bool follows)
    {
        var before = PrivateKibibytes(process);
        var (most, read, nextLook) = (before, 0L, 0L);
        TimeSpan? first = null;
        var watch = Stopwatch.StartNew();
        var buffer = new byte[1 << 16];
        for (var next = path; next is not null;)
        {
            using var response = await client.GetAsync(new Uri(next, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync();
            while (await body.ReadAsync(buffer) is > 0 and var length)
            {
                first ??= watch.Elapsed;
                read += length;
                if (read < nextLook) continue;
                most = Math.Max(most, PrivateKibibytes(process));
                nextLook = read + BytesBetweenLooks;
            }

            next = follows && response.Headers.TryGetValues("Link", out var links) ? links.First().Split('<', '>')[1] : null;
        }

        return $"{watch.Elapsed.TotalSeconds:F3} {first?.TotalMilliseconds:F1} {before} {most}";
    }

    private static long PrivateKibibytes(int process) => long.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
