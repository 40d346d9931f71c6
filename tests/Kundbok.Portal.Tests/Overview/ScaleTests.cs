using Kundbok.Portal.Overview;

namespace Kundbok.Portal.Tests.Overview;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(4, 1, 4)]
    [InlineData(5, 2, 6)]
    [InlineData(9, 5, 10)]
    [InlineData(57, 20, 60)]
    [InlineData(80, 20, 80)]
    [InlineData(81, 50, 100)]
    [InlineData(1_234_567, 500_000, 1_500_000)]
    public void An_axis_has_few_round_marks_and_room_for_the_largest(long largest, long step, long top)
    {
        var scale = Scale.For(largest);

        (scale.Step, scale.Top).ShouldBe((step, top));
        scale.Marks.Count().ShouldBeInRange(2, 5);
        scale.Marks.Last().ShouldBe(top);
    }
}
