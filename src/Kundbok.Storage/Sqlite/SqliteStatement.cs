using System.Text;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// A statement that is run for each write, without what a <see cref="SqliteCommand"/> does beside: it finds parameters by their names and
/// makes a reader every time. Parameters are bound in the order in which the statement has them, all of them each time.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SQLitePCL.sqlite3_stmt _statement;
    private byte[] _text = new byte[1024];
    private int _bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection;
        Check(sqlite3_prepare_v3(connection.Handle, sql, SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Binds the next parameter.</summary>
    public SqliteStatement Bind(long value)
    {
        Check(sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    public SqliteStatement Bind(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most) _text = new byte[most];
        var length = Encoding.UTF8.GetBytes(text, _text);
        Check(sqlite3_bind_text(_statement, ++_bound, _text.AsSpan(0, length)));
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    public SqliteStatement Bind(ReadOnlySpan<byte> bytes)
    {
        Check(sqlite3_bind_blob(_statement, ++_bound, bytes));
        return this;
    }

    /// <summary>Binds NULL to the next parameter.</summary>
    public SqliteStatement BindNull()
    {
        Check(sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="SqliteException">SQLite could not; nothing of it was done.</exception>
    public void Run()
    {
        _bound = 0;
        var result = sqlite3_step(_statement);
        var reset = sqlite3_reset(_statement);
        Check(result == SQLITE_DONE ? reset : result);
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result == SQLITE_OK) return;
        _bound = 0;
        SqliteException.ThrowExceptionForRC(result, _connection.Handle);
    }
}
