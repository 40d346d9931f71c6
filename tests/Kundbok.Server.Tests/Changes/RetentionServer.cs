using System.Globalization;
using System.Threading.Channels;
using Kundbok.Server.Changes;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Changes;

/// <summary>A server that keeps changes for some days, by a clock that tests set.</summary>
public class RetentionServer : TestServer
{
    public const int Days = 4;

    public RetentionClock Clock { get; } = new();

    protected override TimeProvider Time => Clock;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["Retention:Days"] = Days.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Lets time pass, at least an hour; then the server has forgotten once what it keeps no longer.</summary>
    public Task PassAsync(TimeSpan time) => Clock.PassAsync(time);

    /// <summary>A client of the merchant, with a token of now.</summary>
    public async Task<HttpClient> ClientAsync(long merchant) => WithToken(await TokenAsync(merchant));
}

/// <summary>The same over PostgreSQL.</summary>
public sealed class PostgresRetentionServer : RetentionServer
{
    protected override bool UsesPostgres => true;
}

/// <summary>A clock that tests set for those who wait to forget; others wait as time goes.</summary>
public sealed class RetentionClock() : FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<TimeSpan> _waiting = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>How wrong the clock is.</summary>
    public TimeSpan WrongBy { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Lets time pass once the server waits, and until it waits again.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await WaitingAsync();
        while (_waiting.Reader.TryRead(out _)) continue;
        Advance(time);
        await WaitingAsync();
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + WrongBy;

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != RetentionService.FirstWait && dueTime != RetentionService.Interval) return System.CreateTimer(callback, state, dueTime, period);
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waiting.Writer.TryWrite(dueTime);
        return timer;
    }

    private Task WaitingAsync() => _waiting.Reader.WaitToReadAsync().AsTask().WaitAsync(Patience);
}
