namespace Kundbok.Storage.Sqlite;

/// <summary>A copy of a database to work on, in a directory of its own beside the register, which goes with it.</summary>
internal sealed class SqliteScratch : IDisposable
{
    private const string Prefix = "scratch-";
    private const string InUseName = "in-use";

    // Under which such directories are made, looked through and removed; while one is used, its own lock is held.
    private const string LockName = "scratch.lock";

    private readonly string _directory;
    private readonly IDisposable _inUse;

    private SqliteScratch(string directory)
    {
        _directory = directory;
        OwnerOnly.CreateDirectory(directory);
        _inUse = FileLock.Take(Path.Combine(directory, InUseName));
    }

    /// <summary>The copy's file.</summary>
    public string File => Path.Combine(_directory, SqliteRegister.FileName);

    /// <summary>Copies a database.</summary>
    /// <param name="database">What to copy.</param>
    /// <param name="register">The register beside which there is room for the copy.</param>
    /// <param name="cancellation">Stops copying.</param>
    public static SqliteScratch CopyOf(string database, string register, CancellationToken cancellation)
    {
        var scratch = Create(Path.GetDirectoryName(Path.GetFullPath(register))!);
        try
        {
            SqliteCopy.ToNewFile(database, scratch.File, cancellation);
            return scratch;
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    /// <summary>Removes what processes that were killed have left in the directory.</summary>
    public static void RemoveLeftOvers(string beside)
    {
        using var _ = FileLock.Take(Path.Combine(beside, LockName));
        foreach (var directory in Directory.EnumerateDirectories(beside, $"{Prefix}*")) RemoveLeftOver(directory);
    }

    public void Dispose()
    {
        using var _ = FileLock.Take(Path.Combine(Path.GetDirectoryName(_directory)!, LockName));
        _inUse.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static SqliteScratch Create(string beside)
    {
        RemoveLeftOvers(beside);
        using var _ = FileLock.Take(Path.Combine(beside, LockName));
        return new SqliteScratch(Path.Combine(beside, $"{Prefix}{Guid.NewGuid():N}"));
    }

    // A process that is killed cannot remove its copy, which is of everybody's data.
    private static void RemoveLeftOver(string directory)
    {
        if (FileLock.TryTake(Path.Combine(directory, InUseName)) is not { } left) return;
        left.Dispose();
        Directory.Delete(directory, recursive: true);
    }
}
