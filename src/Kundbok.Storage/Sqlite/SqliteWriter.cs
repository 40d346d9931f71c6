using System.Threading.Channels;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// The one writer, on a thread of its own, with group commit: writes that wait at the same time share one transaction and one
/// sync of the disk, and each is answered only after that. A write is done or not as a whole, since it decides everything
/// before it changes anything; should one fail all the same, the group is rolled back and each write is tried alone.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MostInGroup = 256;
    private const int MostWaiting = 10_000;

    private readonly Channel<Write> _waiting = Channel.CreateBounded<Write>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly SqliteSession _session;
    private readonly Thread _thread;

    public SqliteWriter(string file)
    {
        _session = new SqliteSession(file, readOnly: false);
        _thread = new Thread(Run) { Name = "SQLite writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs the write within a transaction and returns once that is on disk. Cancelling stops the waiting, not the write.</summary>
    /// <exception cref="RegisterUnavailableException">The database cannot take it now; nothing of it was stored.</exception>
    public ValueTask<T> WriteAsync<TState, T>(TState state, Func<SqliteSession, TState, T> write, CancellationToken cancellation) =>
        EnqueueAsync(
            (state, write),
            static (group, asked) =>
            {
                RegisterStates.EnsureOpen(group.State);
                return Apart(group, asked);
            },
            cancellation);

    /// <summary>Does the same with one merchant's customers.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    public ValueTask<T> WriteCustomersAsync<TState, T>(long merchant, TState state, Func<IMerchantRows, TState, T> write, CancellationToken cancellation) =>
        EnqueueAsync(
            (merchant, state, write),
            static (group, asked) =>
            {
                RegisterStates.EnsureOpen(group.State);
                return asked.write(group.RowsOf(asked.merchant), asked.state);
            },
            cancellation);

    /// <summary>What may be done with the register, within a write's transaction.</summary>
    public static RegisterState StateOf(SqliteSession session) => RegisterStates.Parse((string)session.Prepared("SELECT state FROM register").ExecuteScalar()!);

    /// <summary>Does the same, whatever the register's state is.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    public ValueTask<T> WriteAlwaysAsync<TState, T>(TState state, Func<SqliteSession, TState, T> write, CancellationToken cancellation) =>
        EnqueueAsync((state, write), Apart, cancellation);

    /// <summary>Does something, on a connection of its own, while no write of this process is under way. Writes wait for it.</summary>
    /// <exception cref="RegisterUnavailableException">The register is being closed.</exception>
    public async ValueTask<T> BetweenWritesAsync<T>(Func<T> work) =>
        await EnqueueAsync(new Write<Func<T>, T>(work, static (_, work) => work()) { IsAlone = true }, CancellationToken.None);

    // It may read or change what is counted.
    private static T Apart<TState, T>(SqliteGroup group, (TState State, Func<SqliteSession, TState, T> Write) asked)
    {
        group.Store();
        return asked.Write(group.Session, asked.State);
    }

    private ValueTask<T> EnqueueAsync<TState, T>(TState state, Func<SqliteGroup, TState, T> write, CancellationToken cancellation) =>
        EnqueueAsync(new Write<TState, T>(state, write), cancellation);

    private async ValueTask<T> EnqueueAsync<TState, T>(Write<TState, T> waiting, CancellationToken cancellation)
    {
        try
        {
            await _waiting.Writer.WriteAsync(waiting, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new RegisterUnavailableException("The register is being closed.");
        }

        return await waiting.Outcome.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await Task.Run(_thread.Join);
        _session.Dispose();
    }

    private void Run()
    {
        var group = new List<Write>(MostInGroup);
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < MostInGroup && _waiting.Reader.TryPeek(out var next) && !next.IsAlone && _waiting.Reader.TryRead(out var write)) group.Add(write);
            if (group.Count > 0) Commit(group);
            else if (_waiting.Reader.TryRead(out var alone)) DoAlone(alone);
        }
    }

    private void DoAlone(Write work)
    {
        try
        {
            work.Do(new SqliteGroup(_session));
        }
        catch (Exception fault)
        {
            work.Fail(fault);
            return;
        }

        work.Acknowledge();
    }

    private void Commit(List<Write> group)
    {
        if (TryCommit(group) is not { } fault) return;

        if (group.Count == 1 || SqliteFaults.ConcernsAll(fault))
        {
            foreach (var write in group) write.Fail(fault);
            return;
        }

        foreach (var write in group)
        {
            if (TryCommit([write]) is { } alone) write.Fail(alone);
        }
    }

    private Exception? TryCommit(List<Write> group)
    {
        try
        {
            _session.Prepared("BEGIN IMMEDIATE").ExecuteNonQuery();
            var counted = new SqliteGroup(_session);
            foreach (var write in group) write.Do(counted);
            counted.Store();
            _session.Prepared("COMMIT").ExecuteNonQuery();
        }
        catch (Exception fault)
        {
            RollBack();
            return fault;
        }

        foreach (var write in group) write.Acknowledge();
        return null;
    }

    private void RollBack()
    {
        try
        {
            if (_session.InTransaction) _session.Prepared("ROLLBACK").ExecuteNonQuery();
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // The fault that led here is the one to report; a transaction that is still open makes the next BEGIN fail.
        }
    }

    private abstract class Write
    {
        /// <summary>Whether it is done outside of any transaction, with no other.</summary>
        public bool IsAlone { get; init; }

        public abstract void Do(SqliteGroup group);

        public abstract void Acknowledge();

        public abstract void Fail(Exception fault);
    }

    private sealed class Write<TState, T>(TState state, Func<SqliteGroup, TState, T> write) : Write
    {
        private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Outcome => _outcome.Task;

        public override void Do(SqliteGroup group) => _result = write(group, state);

        public override void Acknowledge() => _outcome.SetResult(_result!);

        public override void Fail(Exception fault) => _outcome.SetException(SqliteFaults.Unavailable(fault) ?? fault);
    }
}
