using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>A connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    // Settings belong to the connection, so each one gets them. A commit is on disk when it returns (FULL), whoever made it; what is
    // removed is overwritten.
    private const string Settings =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA busy_timeout = 10000;
        PRAGMA trusted_schema = OFF;
        PRAGMA secure_delete = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -16384;
        PRAGMA mmap_size = 2147418112;
        PRAGMA journal_size_limit = 67108864;
        """;

    // What many customers written together change, all over the indexes, is written out once. Nor is the log moved into the database for every
    // few customers, but once it has as many pages as one table of its index holds: readers look through all of them.
    private const string WriterSettings =
        """
        PRAGMA cache_size = -65536;
        PRAGMA wal_autocheckpoint = 4000;
        """;

    // Filters come in more shapes than are worth keeping, and a long one is large once it is prepared.
    private const int MostCharactersPrepared = 64 * 1024;

    // Microsoft.Data.Sqlite would try for so many seconds more once SQLite itself has waited for a lock as long as it is told to.
    private const int SecondsMore = 1;

    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private int _charactersPrepared;

    public SqliteSession(string file, bool readOnly)
    {
        Connection = Open(file, SqliteOpenMode.ReadWrite); // a reader too: it takes part in the write-ahead log's index
        try
        {
            Connection.DefaultTimeout = SecondsMore;
            Execute(Settings);

            // Plans do not depend on parameters, else a statement would be prepared again whenever one of them changes.
            SQLitePCL.raw.sqlite3_db_config(Connection.Handle, SQLitePCL.raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            Execute(readOnly ? "PRAGMA query_only = ON" : WriterSettings);
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    public SqliteConnection Connection { get; }

    /// <summary>Whether a transaction is open; SQLite itself ends one when its disk is full.</summary>
    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    /// <summary>Looked at before each statement; whoever sets it interrupts a statement that runs.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>Opens a bare connection, without the settings of a session.</summary>
    public static SqliteConnection Open(string file, SqliteOpenMode mode)
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

    /// <summary>The statement, prepared once and kept. Its parameters keep their last values: set them all.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the result any more.</exception>
    public SqliteCommand Prepared(string sql)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (_commands.TryGetValue(sql, out var command)) return command;

        if (_charactersPrepared > MostCharactersPrepared) Forget();
        _charactersPrepared += sql.Length;
        command = Connection.CreateCommand();
        command.CommandText = sql;
        _commands.Add(sql, command);
        return command;
    }

    /// <summary>A statement that every write runs, kept for as long as the session.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement)) _statements.Add(sql, statement = new SqliteStatement(Connection, sql));
        return statement;
    }

    /// <summary>Runs statements that are not worth keeping.</summary>
    public void Execute(string sql) => Connection.Execute(sql);

    /// <summary>Runs reads that must see one state of the register.</summary>
    public void InSnapshot(Action reads)
    {
        Prepared("BEGIN").ExecuteNonQuery();
        reads();
        Prepared("COMMIT").ExecuteNonQuery(); // a fault ends with the connection, which its reader gives up
    }

    public void Dispose()
    {
        Forget();
        foreach (var statement in _statements.Values) statement.Dispose();
        Connection.Dispose();
    }

    private void Forget()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _commands.Clear();
        _charactersPrepared = 0;
    }
}

/// <summary>Reads as a sentence where a statement is used: <c>session.Prepared(Sql).With("$id", id).ExecuteNonQuery()</c>.</summary>
internal static class SqliteCommandExtensions
{
    /// <summary>Runs statements that are not worth keeping.</summary>
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Sets a parameter; null is SQL's NULL.</summary>
    public static SqliteCommand With(this SqliteCommand command, string name, object? value)
    {
        var index = command.Parameters.IndexOf(name);
        if (index >= 0) command.Parameters[index].Value = value ?? DBNull.Value;
        else command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
