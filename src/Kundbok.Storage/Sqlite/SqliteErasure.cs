using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// Sees to it that what was removed from the tables is in none of the database's files. Every connection overwrites what it removes
/// (<c>secure_delete</c>); what is left is the write-ahead log, which has the pages as they were before, and copies of rows that SQLite
/// left behind on a page when it moved them to another (<see cref="SqlitePages"/>).
/// </summary>
internal sealed class SqliteErasure(string file, SqliteWriter writer, TimeProvider time) : IDisposable
{
    // What a write waits for at the most, beside readers: some hundredths of a second.
    private const int PagesAtOnce = 2_000;

    // Who waits for readers keeps all writers off meanwhile: rather often and briefly.
    private const string WaitBriefly = "PRAGMA busy_timeout = 100";

    // Changes a page, so that whoever has pages in memory reads them again.
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
            await RunAsync();
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

    private async Task RunAsync()
    {
        try
        {
            await OverwriteAllAsync();
        }
        catch (Exception fault) when (SqliteFaults.Unavailable(fault) is not null || fault is RegisterUnavailableException { IsOutcomeUnknown: false })
        {
            throw new RegisterUnavailableException((SqliteFaults.Unavailable(fault) ?? fault).Message, fault) { IsOutcomeUnknown = true }; // the erasure is committed
        }
    }

    private async Task OverwriteAllAsync()
    {
        SqliteScratch.RemoveLeftOvers(Path.GetDirectoryName(Path.GetFullPath(file))!);
        using var session = new SqliteSession(file, readOnly: false);
        session.Execute(WaitBriefly);
        await InTurnAsync(() => TryEmptyLog(session));
        var pages = new SqlitePages(session);
        foreach (var some in (await Task.Run(() => pages.FindUnclean().ToList())).Chunk(PagesAtOnce)) await InTurnAsync(() => TryClean(session, pages, some));
    }

    /// <summary>Moves the write-ahead log into the database and cuts it off.</summary>
    private static bool TryEmptyLog(SqliteSession session)
    {
        using var reader = session.Prepared("PRAGMA wal_checkpoint(TRUNCATE)").ExecuteReader();
        return reader.Read() && reader.GetInt32(0) == 0;
    }

    // Where nobody can write and the log is empty, a page is what the file has.
    private bool TryClean(SqliteSession session, SqlitePages pages, IEnumerable<long> numbers)
    {
        if (!TryEmptyLog(session)) return false;
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            if (new FileInfo(file + "-wal") is { Exists: true, Length: > 0 }) return false; // another process was quicker
            foreach (var number in numbers) pages.Clean(number);
            pages.Sync();
            session.Execute(Touch);
            return true;
        }
        finally
        {
            session.Execute("COMMIT");
        }
    }

    private async Task InTurnAsync(Func<bool> attempt)
    {
        var start = time.GetTimestamp();
        while (!await writer.BetweenWritesAsync(() => Try(attempt)))
        {
            if (time.GetElapsedTime(start) > LongestWait)
                throw new RegisterUnavailableException("The customer is erased, but the database's files still have it, which a backup or check reads: ask for it again when that has ended.") { IsOutcomeUnknown = true };
            await Task.Delay(BetweenAttempts);
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
