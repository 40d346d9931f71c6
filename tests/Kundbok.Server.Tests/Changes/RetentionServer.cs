using System.Globalization;
using Kundbok.Server.Changes;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Changes;

/// <summary>A server that keeps changes for some days, by a clock that tests set.</summary>
public class RetentionServer : TestServer
{
    public const int Days = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromMilliseconds(50);

    public RetentionClock Clock { get; } = new();

    protected override TimeProvider Time => Clock;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["Retention:Days"] = Days.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Lets time pass, at least an hour; then the server has forgotten once what it keeps no longer.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        using var patience = new CancellationTokenSource(Patience);
        await Clock.WaitingAsync(patience.Token);
        var rounds = Clock.Rounds;
        Clock.Advance(time);
        while (Clock.Rounds == rounds)
        {
            Clock.Advance(BetweenSteps);
            await Task.Delay(1, patience.Token);
        }
    }

    /// <summary>A client of the merchant, with a token of now.</summary>
    public async Task<HttpClient> ClientAsync(long merchant) => WithToken(await TokenAsync(merchant));
}

/// <summary>The same over PostgreSQL.</summary>
public sealed class PostgresRetentionServer : RetentionServer
{
    protected override bool UsesPostgres => true;
}

/// <summary>A clock that tests set, which knows how often the server has begun to wait until it forgets again.</summary>
public sealed class RetentionClock() : FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero))
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _rounds;

    /// <summary>How often the server has forgotten what it keeps no longer, or has seen that it cannot.</summary>
    public int Rounds => Volatile.Read(ref _rounds);

    /// <summary>How wrong the clock is.</summary>
    public TimeSpan WrongBy { get; set; }

    /// <summary>Ends when the server waits to begin.</summary>
    public Task WaitingAsync(CancellationToken cancellation) => _waiting.Task.WaitAsync(cancellation);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + WrongBy;

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == RetentionService.FirstWait) _waiting.TrySetResult();
        if (dueTime == RetentionService.Interval) Interlocked.Increment(ref _rounds);
        return timer;
    }
}
