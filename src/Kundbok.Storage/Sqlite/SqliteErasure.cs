using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// Sees to it that what was removed from the tables is in none of the database's files. Every connection overwrites what it removes
/// (<c>secure_delete</c>); what is left is the write-ahead log, which has the pages as they were before, and copies of rows that SQLite
/// left behind on a page when it moved them to another (<see cref="SqlitePages"/>).
/// </summary>
internal sealed class SqliteErasure(string file, TimeProvider time) : IDisposable
{
    private const int PagesAtOnce = 4_000;

    // Whoever waits for readers keeps all writers off meanwhile: rather often and briefly.
    private const string WaitBriefly = "PRAGMA busy_timeout = 250";

    // A transaction that changes a page: whoever has pages in memory reads them again then.
    private const string Touch = "UPDATE register SET epoch = epoch";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _turn = new(1);
    private long _begun;
    private long _ended;

    /// <summary>
    /// Overwrites whatever the database's files have of what was removed by transactions that were committed before. Goes through the whole
    /// database; several at once share that. Waits for whoever still reads what was before: a backup, a check.
    /// </summary>
    /// <exception cref="RegisterUnavailableException">Somebody reads for too long.</exception>
    public async Task OverwriteAsync()
    {
        var before = Interlocked.Read(ref _begun);
        await _turn.WaitAsync();
        try
        {
            if (_ended > before) return; // one that began after the caller's commit
            var run = Interlocked.Increment(ref _begun);
            await Task.Run(Overwrite);
            _ended = run;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits for what is going on.</summary>
    public void Dispose()
    {
        _turn.Wait();
        _turn.Dispose();
    }

    private void Overwrite()
    {
        using var session = new SqliteSession(file, readOnly: false);
        session.Execute(WaitBriefly);
        EmptyLog(session);
        var pages = new SqlitePages(session);
        foreach (var some in pages.FindUnclean().ToList().Chunk(PagesAtOnce)) Clean(session, pages, some);
        EmptyLog(session);
    }

    // Nobody writes meanwhile, and the log is empty: what is on the page is what the file has.
    private void Clean(SqliteSession session, SqlitePages pages, IEnumerable<long> numbers)
    {
        BeginOnEmptyLog(session);
        try
        {
            foreach (var number in numbers) pages.Clean(number);
            pages.Sync();
            session.Execute(Touch);
        }
        finally
        {
            session.Execute("COMMIT");
        }
    }

    private void BeginOnEmptyLog(SqliteSession session) => Await(() =>
    {
        if (!TryEmptyLog(session)) return false;
        session.Execute("BEGIN IMMEDIATE");
        if (new FileInfo(file + "-wal") is { Exists: false } or { Length: 0 }) return true;
        session.Execute("ROLLBACK"); // somebody was quicker
        return false;
    });

    /// <summary>Moves the write-ahead log into the database and cuts it off.</summary>
    private void EmptyLog(SqliteSession session) => Await(() => TryEmptyLog(session));

    private static bool TryEmptyLog(SqliteSession session)
    {
        using var reader = session.Prepared("PRAGMA wal_checkpoint(TRUNCATE)").ExecuteReader();
        return reader.Read() && reader.GetInt32(0) == 0;
    }

    private void Await(Func<bool> attempt)
    {
        var start = time.GetTimestamp();
        while (!Try(attempt))
        {
            if (time.GetElapsedTime(start) > LongestWait)
                throw new RegisterUnavailableException("The customer is erased, but the database's files still have it, which a backup or check reads: ask for it again when that has ended.") { IsOutcomeUnknown = true };
            Thread.Sleep(BetweenAttempts);
        }
    }

    private static bool Try(Func<bool> attempt)
    {
        try
        {
            return attempt();
        }
        catch (SqliteException fault) when (SqliteFaults.IsBusy(fault))
        {
            return false;
        }
    }
}
