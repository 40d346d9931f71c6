using System.Security.Cryptography;
using Kundbok.Storage;
using Microsoft.AspNetCore.Identity;

namespace Kundbok.Server.Access;

/// <summary>Hashes and checks passwords as ASP.NET Core Identity does.</summary>
internal sealed class Passwords
{
    /// <summary>The fewest characters of a password.</summary>
    public const int ShortestPassword = 10;

    private const string GeneratedLetters = "abcdefghijkmnpqrstuvwxyz23456789"; // 32, without those that are mistaken for others
    private const int GeneratedGroups = 5;
    private const int GroupLetters = 5;

    private static readonly object Nobody = new();
    private static readonly PasswordHasher<object> Hasher = new();

    // What a password is compared with when nobody has the name: it takes as long, and tells nothing.
    private static readonly string NobodysHash = Hasher.HashPassword(Nobody, RandomNumberGenerator.GetHexString(32));

    private int _verifications;

    /// <summary>How many passwords have been compared with a hash, which is what a sign-in costs.</summary>
    public int Verifications => _verifications;

    /// <summary>The hash to store.</summary>
    public static string Hash(string password) => Hasher.HashPassword(Nobody, password);

    /// <summary>A random password of 125 bits, in groups that can be read aloud.</summary>
    public static string Generate() =>
        string.Join('-', Enumerable.Range(0, GeneratedGroups).Select(_ => RandomNumberGenerator.GetString(GeneratedLetters, GroupLetters)));

    /// <summary>Whether it is the user's password. Takes as long when there is no such user.</summary>
    public PasswordVerificationResult Verify(User? user, string password)
    {
        Interlocked.Increment(ref _verifications);
        var result = Hasher.VerifyHashedPassword(Nobody, user?.PasswordHash ?? NobodysHash, password);
        return user is null ? PasswordVerificationResult.Failed : result;
    }
}
