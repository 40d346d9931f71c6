namespace Kundbok.Storage.Sqlite;

/// <summary>A copy of a database to work on, in a directory of its own beside the register, which goes with it.</summary>
internal sealed class SqliteScratch : IDisposable
{
    private readonly string _directory;

    private SqliteScratch(string directory) => _directory = directory;

    /// <summary>The copy's file.</summary>
    public string File => Path.Combine(_directory, SqliteRegister.FileName);

    /// <summary>Copies a database.</summary>
    /// <param name="database">What to copy.</param>
    /// <param name="register">The register beside which there is room for the copy.</param>
    /// <param name="cancellation">Stops copying.</param>
    public static SqliteScratch CopyOf(string database, string register, CancellationToken cancellation)
    {
        var scratch = new SqliteScratch(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(register))!, $"scratch-{Guid.NewGuid():N}"));
        try
        {
            OwnerOnly.CreateDirectory(scratch._directory);
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
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }
}
