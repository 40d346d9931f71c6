using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Kundbok.Storage.Sqlite;

/// <summary>Tells what a fault of SQLite means, by its numeric code, never by its text.</summary>
internal static class SqliteFaults
{
    /// <summary>Whether the file is damaged, or no database at all.</summary>
    public static bool IsDamage(Exception fault) => fault is SqliteException { SqliteErrorCode: SQLITE_CORRUPT or SQLITE_NOTADB };

    /// <summary>Whether another connection has what is needed.</summary>
    public static bool IsBusy(Exception fault) => fault is SqliteException { SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED };

    /// <summary>Whether any other write would meet the fault too, as long as it lasts.</summary>
    public static bool ConcernsAll(Exception fault) =>
        fault is SqliteException { SqliteErrorCode: SQLITE_FULL or SQLITE_BUSY or SQLITE_LOCKED or SQLITE_IOERR or SQLITE_READONLY or SQLITE_CANTOPEN };

    /// <summary>What the operator should know when the database cannot answer now; null for any other fault, which is ours.</summary>
    public static RegisterUnavailableException? Unavailable(Exception fault) => (fault as SqliteException)?.SqliteErrorCode switch
    {
        SQLITE_FULL => new("The disk, or the size allowed to the database, is full: make room, then writes go on by themselves.", fault),
        SQLITE_BUSY or SQLITE_LOCKED => new("Another program holds the database's lock.", fault),
        SQLITE_IOERR => new("The disk is full, or reports an error.", fault),
        SQLITE_READONLY => new("The database cannot be written: look at the rights of its file and directory.", fault),
        SQLITE_CANTOPEN => new("The database cannot be opened: look at its directory, and at the number of open files.", fault),
        SQLITE_CORRUPT or SQLITE_NOTADB => new("The database is damaged: stop the server, move kundbok.db and what begins with its name away, and restore a backup.", fault),
        _ => null,
    };
}
