namespace Kundbok.Contracts;

/// <summary>
/// Hangul syllables, which decompose into two or three jamo by arithmetic (Unicode Standard, section 3.12; names as there).
/// </summary>
internal static class Hangul
{
    private const int SBase = 0xAC00;
    private const int LBase = 0x1100;
    private const int VBase = 0x1161;
    private const int TBase = 0x11A7;
    private const int LCount = 19;
    private const int VCount = 21;
    private const int TCount = 28;
    private const int SCount = LCount * VCount * TCount;

    public static bool IsSyllable(int scalar) => scalar is >= SBase and < SBase + SCount;

    /// <summary>The jamo of a syllable: a leading consonant, a vowel and, for most, a trailing consonant.</summary>
    public static ReadOnlySpan<char> Decompose(int syllable, Span<char> jamo)
    {
        var index = syllable - SBase;
        jamo[0] = (char)(LBase + index / (VCount * TCount));
        jamo[1] = (char)(VBase + index / TCount % VCount);
        if (index % TCount == 0) return jamo[..2];
        jamo[2] = (char)(TBase + index % TCount);
        return jamo[..3];
    }

    /// <summary>The syllable of a leading consonant and a vowel, or of such a syllable and a trailing consonant.</summary>
    public static bool TryCompose(int first, int second, out int syllable)
    {
        var (l, v, s, t) = (first - LBase, second - VBase, first - SBase, second - TBase);
        if (l is >= 0 and < LCount && v is >= 0 and < VCount)
        {
            syllable = SBase + (l * VCount + v) * TCount;
            return true;
        }

        syllable = first + t;
        return s is >= 0 and < SCount && s % TCount == 0 && t is > 0 and < TCount;
    }
}
