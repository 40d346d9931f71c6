using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <inheritdoc cref="IRegisterMaintenance"/>
internal sealed class SqliteMaintenance(string file, SqliteReaders readers, SqliteWriter writer, TimeProvider time) : IRegisterMaintenance
{
    /// <inheritdoc/>
    public async ValueTask PingAsync(CancellationToken cancellation) =>
        await readers.ReadAsync(0, static (session, _) => session.Prepared("SELECT last FROM customer_id").ExecuteScalar(), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> CheckAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var copy = await RunAsync(() => SqliteScratch.CopyOf(file, file, cancellation));
        using var session = new SqliteSession(copy.File, readOnly: false);
        foreach (var finding in new SqliteCheck(session, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Findings(cancellation)) yield return finding;
    }

    /// <inheritdoc/>
    public ValueTask<long> ReindexAsync(CancellationToken cancellation) => new SqliteReindex(writer, time).RunAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask BackUpAsync(string backup, CancellationToken cancellation) =>
        await RunAsync(() =>
        {
            SqliteCopy.ToNewFile(file, backup, cancellation);
            return true;
        });

    /// <inheritdoc/>
    public async ValueTask RestoreAsync(string backup, CancellationToken cancellation) =>
        await RunAsync(() =>
        {
            SqliteRestore.Run(backup, file, cancellation);
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
}
