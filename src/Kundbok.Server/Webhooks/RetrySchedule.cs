using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>When a message that was not delivered is tried again: after pauses that grow, as Standard Webhooks 1.0.0 advises, for three days.</summary>
internal static class RetrySchedule
{
    /// <summary>How long after the first failure a webhook is paused, with the attempt that fails then.</summary>
    public static readonly TimeSpan GivesUpAfter = TimeSpan.FromDays(3);

    private const double MostJitter = 0.1;

    /// <summary>The pause after each failure; after further ones the last.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private static TimeSpan LongestPause => Pauses[^1] * (1 + MostJitter);

    /// <summary>How long to wait for the next attempt. One that is further away than any pause was set by a clock that was wrong: it is made now.</summary>
    public static TimeSpan WaitOf(WebhookState state, DateTimeOffset now) =>
        state.NextAttempt - now is { } wait && wait > TimeSpan.Zero && wait <= LongestPause ? wait : TimeSpan.Zero;

    /// <summary>What follows from an attempt.</summary>
    /// <param name="read">The webhook's state before it.</param>
    /// <param name="attempt">The attempt, at the change with this sequence.</param>
    /// <param name="retryAfter">How long the receiver asks to be left alone; it makes a pause longer, not shorter.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="jitter">From 0 to 1, by chance: receivers that failed together are not tried together.</param>
    public static WebhookState After(WebhookState read, DeliveryAttempt attempt, TimeSpan? retryAfter, DateTimeOffset now, double jitter)
    {
        if (attempt.IsDelivered) return new WebhookState(attempt.Sequence!.Value);

        var since = read.FailingSince < attempt.At ? read.FailingSince.Value : attempt.At;
        var failed = read with { Failures = read.Failures + 1, FailingSince = since, NextAttempt = null };
        if (PausedReasonOf(attempt.FailedReason!) is { } reason) return failed with { PausedReason = reason };
        if (now - since >= GivesUpAfter) return failed with { PausedReason = PausedReasons.Failing };

        var pause = Pauses[Math.Min(read.Failures, Pauses.Count - 1)] * (1 + (MostJitter * jitter));
        if (retryAfter > pause) pause = retryAfter.Value;
        return failed with { NextAttempt = Instants.ToMilliseconds(Earlier(now + pause, since + GivesUpAfter)) };
    }

    // What another attempt does not mend.
    private static string? PausedReasonOf(string failedReason) => failedReason switch
    {
        WebhookReason.Gone => PausedReasons.Gone,
        WebhookReason.SecretLost => PausedReasons.SecretLost,
        _ => null,
    };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
