using System.Diagnostics;

namespace Kundbok.Measure;

/// <summary>What one writer gets from a disk.</summary>
internal static class Disk
{
    private const int PageBytes = 4096;
    private const int FileBytes = 64 << 20;

    /// <summary>Writes pages into a file that has its length already, one after the other, each synced by fsync as the program's SQLite does it (seen with strace); how many a second.</summary>
    public static string Measure(string directory, TimeSpan time)
    {
        var path = Path.Combine(directory, "disk");
        var page = new byte[PageBytes];
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose);
        for (var offset = 0; offset < FileBytes; offset += PageBytes) RandomAccess.Write(file, page, offset);
        RandomAccess.FlushToDisk(file);

        var writes = 0;
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed < time; writes++)
        {
            RandomAccess.Write(file, page, (long)writes * PageBytes % FileBytes);
            RandomAccess.FlushToDisk(file);
        }

        return $"{writes / watch.Elapsed.TotalSeconds:F0}";
    }
}
