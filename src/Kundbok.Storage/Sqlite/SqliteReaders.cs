using System.Collections.Concurrent;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// A pool of reading connections. A read runs on its caller's thread, to its end, within one snapshot; it never waits for
/// the writer, nor the writer for it. Results are copied out, so no read is open while a client is slow.
/// </summary>
internal sealed class SqliteReaders(string file) : IAsyncDisposable
{
    private static readonly int MostReaders = Math.Max(4, 2 * Environment.ProcessorCount);

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _free = new(MostReaders);

    /// <exception cref="RegisterUnavailableException">The database cannot answer now.</exception>
    public ValueTask<T> ReadAsync<TState, T>(TState state, Func<SqliteSession, TState, T> read, CancellationToken cancellation) => ReadAsync(state, read, isLong: false, cancellation);

    /// <summary>A read that may take long: on a thread of its own, since its caller's is one of few that all requests share.</summary>
    /// <inheritdoc cref="ReadAsync{TState, T}(TState, Func{SqliteSession, TState, T}, CancellationToken)"/>
    public ValueTask<T> ReadLongAsync<TState, T>(TState state, Func<SqliteSession, TState, T> read, CancellationToken cancellation) => ReadAsync(state, read, isLong: true, cancellation);

    private async ValueTask<T> ReadAsync<TState, T>(TState state, Func<SqliteSession, TState, T> read, bool isLong, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        SqliteSession? session = null;
        try
        {
            if (!_idle.TryTake(out session)) session = new SqliteSession(file, readOnly: true);
            var result = isLong ? await OnOwnThreadAsync(session, state, read, cancellation) : Interruptible(session, state, read, cancellation);
            _idle.Add(session);
            return result;
        }
        catch (Exception fault)
        {
            session?.Dispose(); // A connection that has seen a fault is not used again.
            cancellation.ThrowIfCancellationRequested();
            if (SqliteFaults.Unavailable(fault) is { } unavailable) throw unavailable;
            throw;
        }
        finally
        {
            _free.Release();
        }
    }

    // Reads that run, such as those of an export that was broken off, are waited for.
    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < MostReaders; i++) await _free.WaitAsync();
        foreach (var session in _idle) session.Dispose();
        _free.Dispose();
    }

    private static Task<T> OnOwnThreadAsync<TState, T>(SqliteSession session, TState state, Func<SqliteSession, TState, T> read, CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Interruptible(session, state, read, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // Whoever asked may be gone before a long read ends.
    private static T Interruptible<TState, T>(SqliteSession session, TState state, Func<SqliteSession, TState, T> read, CancellationToken cancellation)
    {
        using var interrupt = cancellation.UnsafeRegister(
            static session => SQLitePCL.raw.sqlite3_interrupt(((SqliteSession)session!).Connection.Handle), session);
        session.Cancellation = cancellation;
        return read(session, state);
    }
}
