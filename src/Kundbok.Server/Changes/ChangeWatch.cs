using System.Threading.Channels;
using Kundbok.Storage;

namespace Kundbok.Server.Changes;

/// <summary>
/// Waits for changes. What this node commits is noticed at once. What other nodes and commands commit is found by asking the register every
/// <see cref="Interval"/>, in one read for all who wait, and only while somebody does: see docs/decisions/0017-the-feed-is-polled.md.
/// </summary>
internal sealed partial class ChangeWatch : BackgroundService
{
    /// <summary>How often the register is asked while somebody waits.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly IChangeLog _log;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly ILogger<ChangeWatch> _logger;
    private readonly Channel<bool> _polls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, HashSet<Waiter>> _waiters = [];
    private bool _isAway;

    public ChangeWatch(IChangeLog log, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ChangeWatch> logger)
    {
        _log = log;
        _time = time;
        _stopping = lifetime.ApplicationStopping;
        _logger = logger;
        _timer = time.CreateTimer(_ => Poll(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _log.OnCommitted += Notice;
    }

    /// <summary>Waits until the merchant's log has a change behind a sequence.</summary>
    /// <inheritdoc cref="WaitAnyAsync"/>
    public ValueTask<bool> WaitAsync(long merchant, long after, TimeSpan most, CancellationToken cancellation) =>
        WaitAnyAsync(new Dictionary<long, long> { [merchant] = after }, most, cancellation);

    /// <summary>Waits until the log of at least one of the merchants has a change behind the sequence given for it.</summary>
    /// <param name="after">Merchants, and the sequence that is known of each; not changed while waiting.</param>
    /// <param name="most">How long to wait.</param>
    /// <param name="cancellation">Stops waiting, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// Whether there is such a change. False when the time is over, while the register cannot be asked too; and at once when the server
    /// begins to stop, so that whoever waits in a loop must look at <see cref="IHostApplicationLifetime.ApplicationStopping"/>.
    /// </returns>
    public async ValueTask<bool> WaitAnyAsync(IReadOnlyDictionary<long, long> after, TimeSpan most, CancellationToken cancellation)
    {
        var waiter = new Waiter(after);
        await using var timeout = _time.CreateTimer(static waiter => ((Waiter)waiter!).End(hasChange: false), waiter, most, Timeout.InfiniteTimeSpan);
        await using var stop = _stopping.UnsafeRegister(static waiter => ((Waiter)waiter!).End(hasChange: false), waiter);
        await using var gone = cancellation.UnsafeRegister(static (waiter, token) => ((Waiter)waiter!).Cancel(token), waiter);
        Add(waiter);
        try
        {
            return await waiter.Ended;
        }
        finally
        {
            Remove(waiter);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _log.OnCommitted -= Notice;
        _timer.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in _polls.Reader.ReadAllAsync(stoppingToken)) await TryPollAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void Add(Waiter waiter)
    {
        lock (_lock)
        {
            if (_waiters.Count == 0) _timer.Change(Interval, Interval);
            foreach (var merchant in waiter.After.Keys)
            {
                if (!_waiters.TryGetValue(merchant, out var waiters)) _waiters.Add(merchant, waiters = []);
                waiters.Add(waiter);
            }
        }

        // Something may have been committed since the caller looked.
        Poll();
    }

    private void Remove(Waiter waiter)
    {
        lock (_lock)
        {
            foreach (var merchant in waiter.After.Keys)
            {
                if (_waiters[merchant].Remove(waiter) && _waiters[merchant].Count == 0) _waiters.Remove(merchant);
            }

            if (_waiters.Count == 0) _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Notice(long merchant)
    {
        bool isAwaited;
        lock (_lock) isAwaited = _waiters.ContainsKey(merchant);
        if (isAwaited) Poll();
    }

    // One poll is enough for everything that was committed before it begins.
    private void Poll() => _polls.Writer.TryWrite(true);

    private async Task TryPollAsync(CancellationToken cancellation)
    {
        try
        {
            await PollAsync(cancellation);
            _isAway = false;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // Whatever it is, the next poll may succeed; until then whoever waits waits.
            if (!_isAway) LogAway(fault is RegisterUnavailableException ? fault.Message : fault.GetType().Name);
            _isAway = true;
        }
    }

    private async Task PollAsync(CancellationToken cancellation)
    {
        long[] merchants;
        lock (_lock) merchants = [.. _waiters.Keys];
        if (merchants.Length == 0) return;

        var last = await _log.ReadLastAsync(merchants, cancellation);
        foreach (var waiter in Ready(last)) waiter.End(hasChange: true);
    }

    private List<Waiter> Ready(IReadOnlyDictionary<long, long> last)
    {
        var ready = new List<Waiter>();
        lock (_lock)
        {
            foreach (var (merchant, sequence) in last)
            {
                if (_waiters.TryGetValue(merchant, out var waiters)) ready.AddRange(waiters.Where(waiter => waiter.After[merchant] < sequence));
            }
        }

        return ready;
    }

    [LoggerMessage(1, LogLevel.Warning, "Whoever waits for changes waits on: {Reason}")]
    private partial void LogAway(string reason);

    private sealed class Waiter(IReadOnlyDictionary<long, long> after)
    {
        private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyDictionary<long, long> After => after;

        public Task<bool> Ended => _ended.Task;

        public void End(bool hasChange) => _ended.TrySetResult(hasChange);

        public void Cancel(CancellationToken cancellation) => _ended.TrySetCanceled(cancellation);
    }
}
