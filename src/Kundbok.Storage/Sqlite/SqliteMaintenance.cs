using System.Runtime.CompilerServices;
using Kundbok.Contracts;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <inheritdoc cref="IRegisterMaintenance"/>
internal sealed class SqliteMaintenance(string file, SqliteReaders readers, SqliteWriter writer, TimeProvider time) : IRegisterMaintenance, IRegisterBackup
{
    /// <inheritdoc/>
    public async ValueTask PingAsync(CancellationToken cancellation)
    {
        // Unix lets a file that is open be deleted: all would seem well until the program ends.
        if (!File.Exists(file)) throw new RegisterUnavailableException("The database's file is gone from its directory.");
        await readers.ReadAsync(0, static (session, _) => session.Prepared("SELECT last FROM customer_id").ExecuteScalar(), cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> CheckAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var copy = await RunAsync(() => SqliteScratch.CopyOf(file, file, cancellation));
        using var session = new SqliteSession(copy.File, readOnly: false);
        foreach (var finding in new SqliteCheck(session, Instants.ToDate(time.GetUtcNow())).Run(cancellation)) yield return finding;
    }

    /// <inheritdoc/>
    public async ValueTask<long> ReindexAsync(CancellationToken cancellation)
    {
        var reindex = new SqliteReindex(writer, time);
        var count = await reindex.RepairAsync(cancellation);
        if (!await RunAsync(() => IsIndexSound(cancellation))) await reindex.RebuildIndexAsync(cancellation);
        return count;
    }

    /// <inheritdoc/>
    public async ValueTask BackUpAsync(string backup, CancellationToken cancellation) =>
        await RunAsync(() => SqliteCopy.ToNewFile(file, backup, cancellation));

    /// <inheritdoc/>
    public async ValueTask RestoreAsync(string backup, CancellationToken cancellation)
    {
        if (!await RunAsync(() => SqliteRestore.Run(backup, file, cancellation))) return;
        using var erasure = new SqliteErasure(file, writer, time);
        await erasure.OverwriteAsync();
    }

    /// <inheritdoc/>
    public async ValueTask<IAsyncDisposable> LockSetUpAsync(CancellationToken cancellation) =>
        new HeldLock(await Task.Run(() => FileLock.Take(file + ".setup-lock"), cancellation));

    // Comparing the index takes the write lock, so it is a copy's index that is compared.
    private bool IsIndexSound(CancellationToken cancellation)
    {
        using var copy = SqliteScratch.CopyOf(file, file, cancellation);
        using var session = new SqliteSession(copy.File, readOnly: false);
        return SqliteCheck.IsIndexSound(session);
    }

    private static Task RunAsync(Action work) => RunAsync(() =>
    {
        work();
        return true;
    });

    // Copying takes its time, on a thread that nobody waits on.
    private static async Task<T> RunAsync<T>(Func<T> work)
    {
        try
        {
            return await Task.Run(work);
        }
        catch (SqliteException fault)
        {
            if (SqliteFaults.Unavailable(fault) is { } unavailable) throw unavailable;
            throw;
        }
    }

    private sealed class HeldLock(IDisposable held) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            held.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
