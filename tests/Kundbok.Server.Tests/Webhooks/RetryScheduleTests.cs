using Kundbok.Server.Webhooks;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Webhooks;

public sealed class RetryScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, null, 5)]
    [InlineData(0, 1, 5)]
    [InlineData(0, 1_800, 1_800)]
    [InlineData(1, 60, 300)]
    [InlineData(1, 3_600, 3_600)]
    [InlineData(3, 3_600, 7_200)]
    [InlineData(100, null, 86_400)]
    public void A_receiver_makes_the_pause_longer_and_not_shorter(int failures, int? retryAfter, int pause)
    {
        var read = new WebhookState(7, failures, failures == 0 ? null : Now.AddMinutes(-1));

        var state = After(read, WebhookReason.Throttled, retryAfter);

        state.ShouldBe(new WebhookState(7, failures + 1, read.FailingSince ?? Now, Now.AddSeconds(pause)));
        RetrySchedule.WaitOf(state, Now).ShouldBe(TimeSpan.FromSeconds(pause));
    }

    [Fact]
    public void The_last_attempt_is_when_three_days_are_over_whatever_the_receiver_asks_for()
    {
        var begun = Now.AddMinutes(1) - RetrySchedule.GivesUpAfter;

        var last = After(new WebhookState(7, 8, begun), WebhookReason.Throttled, retryAfter: 3_600);
        last.NextAttempt.ShouldBe(Now.AddMinutes(1));
        last.IsActive.ShouldBeTrue();

        var over = After(last with { FailingSince = begun.AddMinutes(-1) }, WebhookReason.ServerError, retryAfter: null);
        over.PausedReason.ShouldBe(PausedReasons.Failing);
        over.NextAttempt.ShouldBeNull();
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(60, 60)]
    [InlineData(95_040, 95_040)]
    [InlineData(95_041, 0)] // a clock that was wrong has set it
    public void Nobody_waits_longer_than_the_longest_pause(int inSeconds, int waited) =>
        RetrySchedule.WaitOf(new WebhookState(0, 1, Now, Now.AddSeconds(inSeconds)), Now).ShouldBe(TimeSpan.FromSeconds(waited));

    private static WebhookState After(WebhookState read, string reason, int? retryAfter) => RetrySchedule.After(
        read, new DeliveryAttempt(8, "m", read.Failures + 1, Now, TimeSpan.Zero, 429, reason), retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Now, jitter: 0);
}
