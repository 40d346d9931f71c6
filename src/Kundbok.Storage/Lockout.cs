namespace Kundbok.Storage;

/// <summary>For how long failed sign-ins lock a user name out, so that a password cannot be guessed by trying.</summary>
internal static class Lockout
{
    /// <summary>Failures without a success before them are forgotten after a day.</summary>
    public const long MemorySeconds = 24 * 60 * 60;

    private const int FirstThatLocks = 5;
    private const long FirstSeconds = 60;
    private const long MostSeconds = 60 * 60;

    /// <summary>Seconds after so many failures: 0 for the first four, a minute for the fifth, twice as long for each further one, an hour at most.</summary>
    public static long Seconds(long failures) =>
        failures < FirstThatLocks ? 0 : Math.Min(MostSeconds, FirstSeconds << (int)Math.Min(failures - FirstThatLocks, 16));
}
