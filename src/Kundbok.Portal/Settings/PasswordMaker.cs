using System.Security.Cryptography;

namespace Kundbok.Portal.Settings;

/// <summary>Makes passwords that can be read aloud and typed.</summary>
internal static class PasswordMaker
{
    // Without those that look alike.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    private const int Groups = 4;
    private const int InGroup = 5;

    /// <summary>A password of four groups of five letters: 99 bits.</summary>
    public static string Make() => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, InGroup)));
}
