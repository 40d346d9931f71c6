using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>
/// Changes to customers, one transaction a merchant at a time: over all nodes by the lock on the merchant's row, in this one by a
/// queue, whose writes share the next transaction. Merchants do not wait for each other. A write is done or not as a whole, since it
/// decides everything before it changes anything; should one fail all the same, each of its group is tried alone.
/// </summary>
internal sealed class PostgresWriter(PostgresTransactions transactions) : IAsyncDisposable
{
    private const int MostInGroup = 256;
    private const int MostCustomersInGroup = 2_000;
    private const int MostWaiting = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Queue<Write>> _queues = []; // a merchant is here while its queue is being worked off
    private readonly SemaphoreSlim _room = new(MostWaiting);
    private int _working;
    private TaskCompletionSource? _idle;

    /// <summary>
    /// Runs the write on the merchant's rows within a transaction and returns once that is committed. Cancelling stops the waiting, not
    /// the write.
    /// </summary>
    /// <exception cref="RegisterUnavailableException">The database cannot take it now.</exception>
    public async ValueTask<T> WriteAsync<T>(long merchant, PostgresWriteNeeds needs, Func<IMerchantRows, T> write, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        var waiting = new Write<T>(needs, write);
        Enqueue(merchant, waiting);
        return await waiting.Outcome.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task idle;
        lock (_gate)
        {
            _idle = new TaskCompletionSource();
            if (_working == 0) _idle.SetResult();
            idle = _idle.Task;
        }

        await idle;
        _room.Dispose();
    }

    private void Enqueue(long merchant, Write write)
    {
        lock (_gate)
        {
            if (_idle is not null) throw new RegisterUnavailableException("The register is being closed.");
            if (_queues.TryGetValue(merchant, out var queue))
            {
                queue.Enqueue(write);
                return;
            }

            _queues.Add(merchant, new Queue<Write>([write]));
            _working++;
        }

        _ = Task.Run(() => WorkOffAsync(merchant));
    }

    private async Task WorkOffAsync(long merchant)
    {
        while (NextGroup(merchant) is { Count: > 0 } group)
        {
            await CommitAsync(merchant, group);
            _room.Release(group.Count);
        }

        lock (_gate)
        {
            if (--_working == 0) _idle?.SetResult();
        }
    }

    private List<Write> NextGroup(long merchant)
    {
        lock (_gate)
        {
            var group = new List<Write>();
            var (queue, customers) = (_queues[merchant], 0);
            while (group.Count < MostInGroup && queue.TryPeek(out var next) && (group.Count == 0 || (!next.Needs.IsAlone && customers + next.Needs.Weight <= MostCustomersInGroup)))
            {
                group.Add(queue.Dequeue());
                customers += next.Needs.Weight;
                if (next.Needs.IsAlone) break;
            }

            if (group.Count == 0) _queues.Remove(merchant);
            return group;
        }
    }

    private async Task CommitAsync(long merchant, List<Write> group)
    {
        if (await TryAsync(merchant, group) is not { } fault) return;

        if (group.Count == 1 || fault is RegisterUnavailableException)
        {
            foreach (var write in group) write.Fail(fault);
            return;
        }

        foreach (var write in group)
        {
            if (await TryAsync(merchant, [write]) is { } alone) write.Fail(alone);
        }
    }

    private async Task<Exception?> TryAsync(long merchant, List<Write> group)
    {
        try
        {
            await transactions.RunAsync(connection => DoAsync(connection, merchant, group), PostgresTransactionStart.ByTheChange);
        }
        catch (Exception fault)
        {
            return fault;
        }

        foreach (var write in group) write.Acknowledge();
        return null;
    }

    private static async Task<bool> DoAsync(NpgsqlConnection connection, long merchant, List<Write> group)
    {
        var needs = PostgresWriteNeeds.Of([.. group.Select(write => write.Needs)]);
        var rows = await PostgresMerchantRows.LoadAsync(connection, merchant, needs);
        if (!CustomerNumbers.MayBeExhausted(rows.NumberCount, needs.Numbers, needs.NewIds))
        {
            foreach (var write in group) write.Do(rows);
            await rows.SaveAsync(connection);
            return true;
        }

        // Which number is free depends on what the write before has done.
        foreach (var write in group)
        {
            rows = await PostgresMerchantRows.ReloadAsync(connection, merchant, write.Needs);
            write.Do(rows);
            await rows.SaveAsync(connection);
        }

        return true;
    }

    private abstract class Write(PostgresWriteNeeds needs)
    {
        public PostgresWriteNeeds Needs => needs;

        public abstract void Do(IMerchantRows rows);

        public abstract void Acknowledge();

        public abstract void Fail(Exception fault);
    }

    private sealed class Write<T>(PostgresWriteNeeds needs, Func<IMerchantRows, T> write) : Write(needs)
    {
        private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Outcome => _outcome.Task;

        public override void Do(IMerchantRows rows) => _result = write(rows);

        public override void Acknowledge() => _outcome.SetResult(_result!);

        public override void Fail(Exception fault) => _outcome.SetException(fault);
    }
}
