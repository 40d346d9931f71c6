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
        if (File.Exists(file)) throw new IOException($"{file} exists already: name another file, or remove it first.");

        var part = $"{file}.{Guid.NewGuid():N}.part";
        OwnerOnly.CreateFile(part).Dispose();
        try
        {
            using (var source = Open(database, SqliteOpenMode.ReadOnly))
            using (var target = Open(part, SqliteOpenMode.ReadWrite))
            {
                Copy(source, target, cancellation);
                Execute(target, "PRAGMA journal_mode = DELETE"); // one plain file, that can be read from a disk that is read-only
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
    public static void Over(string source, string target, CancellationToken cancellation)
    {
        using var from = Open(source, SqliteOpenMode.ReadOnly);
        using var to = new SqliteSession(target, readOnly: false);
        Copy(from, to.Connection, cancellation);
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Copy(SqliteConnection from, SqliteConnection to, CancellationToken cancellation)
    {
        // A transaction that is open all the while: otherwise every write of somebody else would start the copy over.
        Execute(from, "BEGIN; SELECT count(*) FROM sqlite_schema");
        using var backup = SQLitePCL.raw.sqlite3_backup_init(to.Handle, "main", from.Handle, "main");
        if (backup.IsInvalid) SqliteException.ThrowExceptionForRC(SQLitePCL.raw.sqlite3_errcode(to.Handle), to.Handle);

        int step;
        while ((step = SQLitePCL.raw.sqlite3_backup_step(backup, PagesAStep)) == SQLitePCL.raw.SQLITE_OK) cancellation.ThrowIfCancellationRequested();
        if (step != SQLitePCL.raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(step, to.Handle);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
