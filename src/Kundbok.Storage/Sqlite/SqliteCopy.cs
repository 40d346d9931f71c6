using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// Copies whole databases by SQLite's online backup: as of one instant, while the source is written. A copy of the file itself would
/// miss what is still in the write-ahead log, or catch a page half written.
/// </summary>
internal static class SqliteCopy
{
    private const int PagesAStep = 1_000;

    /// <summary>Writes a copy of the database to a new file, which appears whole and on disk, or not at all.</summary>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    public static void ToNewFile(string database, string file, CancellationToken cancellation)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } directory && !Directory.Exists(directory)) throw new IOException($"{file} cannot be written: there is no directory {directory}.");
        if (File.Exists(file)) throw new IOException($"{file} exists already: name another file, or remove it first.");

        var part = $"{file}.{Guid.NewGuid():N}.part";
        try
        {
            OwnerOnly.CreateFile(part).Dispose();
            using (var source = SqliteSession.Open(database, SqliteOpenMode.ReadOnly))
            using (var target = SqliteSession.Open(part, SqliteOpenMode.ReadWrite))
            {
                Copy(source, target, cancellation);
                target.Execute("PRAGMA journal_mode = DELETE"); // one plain file, that can be read from a disk that is read-only
            }

            using (var stream = new FileStream(part, FileMode.Open, FileAccess.ReadWrite)) stream.Flush(flushToDisk: true);
            File.Move(part, file);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Replaces the content of one database by that of another, in one transaction, also while others use it.</summary>
    /// <param name="source">The database to copy; nobody else uses it.</param>
    /// <param name="target">The database to replace.</param>
    /// <param name="carryOver">Changes the source beforehand by what the target holds, which is attached as <c>present</c>.</param>
    /// <param name="cancellation">Stops before anything is replaced.</param>
    public static void Over(string source, string target, Action<SqliteSession> carryOver, CancellationToken cancellation)
    {
        using var from = new SqliteSession(source, readOnly: false);
        using var to = new SqliteSession(target, readOnly: false);
        using var backup = Begin(from.Connection, to.Connection);

        // A step of no pages takes the target's write lock: from here on nobody changes what is carried over.
        Check(SQLitePCL.raw.sqlite3_backup_step(backup, 0), to.Connection);
        from.Prepared("ATTACH $target AS present").With("$target", target).ExecuteNonQuery();
        carryOver(from);
        from.Execute("DETACH present");
        Run(backup, to.Connection, cancellation);
    }

    private static void Copy(SqliteConnection from, SqliteConnection to, CancellationToken cancellation)
    {
        // A transaction that is open all the while: otherwise every write of somebody else would start the copy over.
        from.Execute("BEGIN; SELECT count(*) FROM sqlite_schema");
        using var backup = Begin(from, to);
        Run(backup, to, cancellation);
    }

    private static SQLitePCL.sqlite3_backup Begin(SqliteConnection from, SqliteConnection to)
    {
        var backup = SQLitePCL.raw.sqlite3_backup_init(to.Handle, "main", from.Handle, "main");
        if (backup.IsInvalid) Check(SQLitePCL.raw.sqlite3_errcode(to.Handle), to);
        return backup;
    }

    private static void Run(SQLitePCL.sqlite3_backup backup, SqliteConnection to, CancellationToken cancellation)
    {
        int step;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            Check(step = SQLitePCL.raw.sqlite3_backup_step(backup, PagesAStep), to);
        }
        while (step != SQLitePCL.raw.SQLITE_DONE);
    }

    private static void Check(int result, SqliteConnection connection)
    {
        if (result != SQLitePCL.raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, connection.Handle);
    }
}
