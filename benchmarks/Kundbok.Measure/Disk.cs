using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kundbok.Measure;

/// <summary>What one writer gets from a disk.</summary>
internal static partial class Disk
{
    private const int PageBytes = 4096;
    private const int FileBytes = 64 << 20;

    /// <summary>Writes pages into a file that has its length already, one after the other, each synced as SQLite syncs its log; how many a second.</summary>
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
            if (DataSync(file) != 0) throw new IOException("The file cannot be synced.");
        }

        return $"{writes / watch.Elapsed.TotalSeconds:F0}";
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DataSync(SafeFileHandle file);
}
