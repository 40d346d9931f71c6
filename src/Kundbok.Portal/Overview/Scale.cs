namespace Kundbok.Portal.Overview;

/// <summary>The axis of a chart of counts: round numbers from 0 to at least the largest.</summary>
/// <param name="Step">The distance between two marks: 1, 2 or 5 and zeros.</param>
/// <param name="Top">The last mark, at least 1.</param>
public sealed record Scale(long Step, long Top)
{
    private const int MostSteps = 4;

    private static readonly long[] Leading = [1, 2, 5];

    /// <summary>The marks, from 0.</summary>
    public IEnumerable<long> Marks
    {
        get
        {
            for (var mark = 0L; mark <= Top; mark += Step) yield return mark;
        }
    }

    /// <summary>The scale for numbers up to one.</summary>
    public static Scale For(long largest)
    {
        for (var power = 1L; ; power *= 10)
        {
            foreach (var leading in Leading)
            {
                var step = leading * power;
                if (largest <= step * MostSteps) return new Scale(step, step * Math.Max(1, (largest + step - 1) / step));
            }
        }
    }
}
