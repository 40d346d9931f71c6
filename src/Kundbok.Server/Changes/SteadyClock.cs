namespace Kundbok.Server.Changes;

/// <summary>
/// Tells whether the clock has been going as time does, which a clock that is being set does not: a machine that starts with the date of
/// years ahead, until it has asked the network, must not forget what is younger than it believes.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    /// <summary>How much the clock may have been set by since it was looked at the last time. A machine that slept has another time than it has run.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private DateTimeOffset _now = time.GetUtcNow();
    private long _timestamp = time.GetTimestamp();

    /// <summary>What time it is; null when the clock was set since it was looked at the last time, or since this was made.</summary>
    public DateTimeOffset? Read()
    {
        var (now, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
        var setBy = now - _now - time.GetElapsedTime(_timestamp, timestamp);
        (_now, _timestamp) = (now, timestamp);
        return setBy.Duration() <= Tolerance ? now : null;
    }
}
