using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>Tells what a fault of SQLite means, by its numeric code, never by its text.</summary>
internal static class SqliteFaults
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>Whether any other write would meet the fault too, as long as it lasts.</summary>
    public static bool ConcernsAll(Exception fault) =>
        fault is SqliteException { SqliteErrorCode: Full or Busy or Locked or InputOutput or ReadOnly or CannotOpen };

    /// <summary>What the operator should know when the database cannot answer now; null for any other fault, which is ours.</summary>
    public static RegisterUnavailableException? Unavailable(Exception fault) => (fault as SqliteException)?.SqliteErrorCode switch
    {
        Full => new("The disk, or the size allowed to the database, is full: make room, then writes go on by themselves.", fault),
        Busy or Locked => new("Another program holds the database's lock.", fault),
        InputOutput => new("The disk is full, or reports an error.", fault),
        ReadOnly => new("The database cannot be written: look at the rights of its file and directory.", fault),
        CannotOpen => new("The database cannot be opened: look at its directory, and at the number of open files.", fault),
        Corrupt or NotADatabase => new("The database is damaged: stop the server and restore a backup.", fault),
        _ => null,
    };
}
