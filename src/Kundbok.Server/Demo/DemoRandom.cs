namespace Kundbok.Server.Demo;

/// <summary>
/// A stream of choices that is the same for a seed on every machine and with every version of .NET, which
/// <see cref="Random"/> does not promise. SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
/// </summary>
internal sealed class DemoRandom(long seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>From 0 to below the limit.</summary>
    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary>From 0 to below 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True once in that many times.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>The pattern with a digit for each <c>#</c>.</summary>
    public string Digits(string pattern) =>
        string.Create(pattern.Length, (Random: this, Pattern: pattern), static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = from.Pattern[i] == '#' ? (char)('0' + from.Random.Below(10)) : from.Pattern[i];
        });

    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
