namespace Kundbok.Storage.Sqlite;

/// <summary>A copy of a database to work on, in a directory of its own beside the register, which goes with it.</summary>
internal sealed class SqliteScratch : IDisposable
{
    private const string Prefix = "scratch-";
    private const string LockName = "in-use";

    private readonly string _directory;
    private readonly IDisposable _inUse;

    private SqliteScratch(string directory)
    {
        _directory = directory;
        OwnerOnly.CreateDirectory(directory);
        _inUse = FileLock.Take(Path.Combine(directory, LockName));
    }

    /// <summary>The copy's file.</summary>
    public string File => Path.Combine(_directory, SqliteRegister.FileName);

    /// <summary>Copies a database.</summary>
    /// <param name="database">What to copy.</param>
    /// <param name="register">The register beside which there is room for the copy.</param>
    /// <param name="cancellation">Stops copying.</param>
    public static SqliteScratch CopyOf(string database, string register, CancellationToken cancellation)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(register))!;
        RemoveLeftOver(beside);
        var scratch = new SqliteScratch(Path.Combine(beside, $"{Prefix}{Guid.NewGuid():N}"));
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

    public void Dispose()
    {
        _inUse.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    // A process that is killed cannot remove its copy, which is of everybody's data.
    private static void RemoveLeftOver(string beside)
    {
        foreach (var directory in Directory.EnumerateDirectories(beside, $"{Prefix}*"))
        {
            try
            {
                var inUse = Path.Combine(directory, LockName);
                if (!System.IO.File.Exists(inUse) || FileLock.TryTake(inUse) is not { } left) continue;
                left.Dispose();
                Directory.Delete(directory, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // Another process was faster.
            }
        }
    }
}
