using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// Sees to it that what was removed from the tables is in none of the database's files. Every connection overwrites what it removes
/// (<c>secure_delete</c>); what is left is the write-ahead log, which has the pages as they were before.
/// </summary>
internal static class SqliteErasure
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    /// <summary>Moves the write-ahead log into the database and cuts it off. Waits for whoever still reads what was before: a backup, a check.</summary>
    /// <exception cref="RegisterUnavailableException">Somebody reads for too long.</exception>
    public static void EmptyLog(string file, TimeProvider time)
    {
        var start = time.GetTimestamp();
        using var session = new SqliteSession(file, readOnly: false);
        while (!TryEmptyLog(session))
        {
            if (time.GetElapsedTime(start) > LongestWait)
                throw new RegisterUnavailableException("What was erased is still in the database's log, which a backup or check reads: ask for it again when that has ended.");
            Thread.Sleep(BetweenAttempts);
        }
    }

    private static bool TryEmptyLog(SqliteSession session)
    {
        try
        {
            using var reader = session.Prepared("PRAGMA wal_checkpoint(TRUNCATE)").ExecuteReader();
            return reader.Read() && reader.GetInt32(0) == 0;
        }
        catch (SqliteException fault) when (SqliteFaults.IsBusy(fault))
        {
            return false;
        }
    }
}
