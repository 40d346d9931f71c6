namespace Kundbok.Storage;

/// <summary>Lets one process at a time do something, by a file that is held open. The lock goes with the process that holds it.</summary>
public static class FileLock
{
    private const int PollMilliseconds = 50;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    // What the operating systems say of a file that another process holds.
    private static readonly int[] Held = [11 /* Linux */, 35 /* macOS */, unchecked((int)0x80070020) /* Windows */];

    /// <summary>Waits for the lock, for a minute at the most, and holds it until what is returned is disposed of.</summary>
    /// <exception cref="IOException">It is held for longer, or the file cannot be made.</exception>
    public static IDisposable Take(string file) => Take(() => Open(file));

    /// <summary>Waits like <see cref="Take(string)"/>, for a lock that any number of processes can hold so, but not beside one that took it alone.</summary>
    /// <inheritdoc cref="Take(string)"/>
    public static IDisposable TakeShared(string file) => Take(() => new FileStream(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read));

    private static FileStream Take(Func<FileStream> open)
    {
        var giveUp = DateTime.UtcNow + LongestWait;
        while (true)
        {
            try
            {
                return open();
            }
            catch (IOException fault) when (Held.Contains(fault.HResult) && DateTime.UtcNow < giveUp)
            {
                Thread.Sleep(PollMilliseconds);
            }
        }
    }

    /// <summary>Takes the lock when nobody holds it; else null.</summary>
    public static IDisposable? TryTake(string file)
    {
        try
        {
            return Open(file);
        }
        catch (IOException fault) when (Held.Contains(fault.HResult))
        {
            return null;
        }
    }

    private static FileStream Open(string file) => new(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
}
