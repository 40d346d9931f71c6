using Kundbok.Server.Changes;

namespace Kundbok.Server.Tests.Changes;

/// <summary>Whether a clock is believed that is set while it is looked at now and then.</summary>
public sealed class SteadyClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly SetClock _time = new();

    [Fact]
    public void A_clock_that_goes_as_time_does_is_believed()
    {
        var clock = new SteadyClock(_time);
        for (var i = 0; i < 100; i++)
        {
            _time.Pass(Hour);
            clock.Read().ShouldBe(_time.Now);
        }

        _time.Pass(TimeSpan.FromDays(400));
        clock.Read().ShouldBe(_time.Now);
        clock.Read().ShouldBe(_time.Now, "no time has gone by");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-6)]
    [InlineData(60 * 24 * 365 * 10)]
    [InlineData(-60 * 24 * 365 * 10)]
    public void A_clock_that_was_set_is_not_believed_once_and_then_again(int minutes)
    {
        var clock = new SteadyClock(_time);
        _time.Pass(Hour);
        _time.SetBy(TimeSpan.FromMinutes(minutes));

        clock.Read().ShouldBeNull();

        _time.Pass(Hour);
        clock.Read().ShouldBe(_time.Now);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    public void A_clock_that_is_set_and_set_right_again_is_believed_only_after_that(int days)
    {
        var clock = new SteadyClock(_time);
        _time.SetBy(TimeSpan.FromDays(days));
        _time.Pass(Hour);
        clock.Read().ShouldBeNull();
        _time.SetBy(TimeSpan.FromDays(-days));
        _time.Pass(Hour);
        clock.Read().ShouldBeNull();

        _time.Pass(Hour);
        clock.Read().ShouldBe(_time.Now);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public void A_clock_that_is_set_by_a_little_is_believed(int minutes)
    {
        var clock = new SteadyClock(_time);
        for (var i = 0; i < 3; i++)
        {
            _time.Pass(Hour);
            _time.SetBy(TimeSpan.FromMinutes(minutes));
            clock.Read().ShouldBe(_time.Now);
        }
    }

    [Fact]
    public void That_it_was_set_before_it_was_looked_at_first_is_not_known()
    {
        _time.SetBy(TimeSpan.FromDays(400));
        var clock = new SteadyClock(_time);
        _time.Pass(Hour);
        clock.Read().ShouldBe(_time.Now);
    }

    private sealed class SetClock : TimeProvider
    {
        private long _timestamp = 1_000_000;

        public DateTimeOffset Now { get; private set; } = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time)
        {
            _timestamp += time.Ticks;
            SetBy(time);
        }

        public void SetBy(TimeSpan time) => Now += time;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => _timestamp;
    }
}
