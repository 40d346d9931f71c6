using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Kundbok.Server.Webhooks;

/// <summary>
/// The secret that a webhook's messages are signed with, known to its receiver: written <c>whsec_</c> and the base64 of 24 to 64 bytes
/// (Standard Webhooks 1.0.0, signature scheme).
/// </summary>
internal sealed class WebhookSecret
{
    /// <summary>What is wrong with a text that is no secret, and what to do. Never quotes the text.</summary>
    public const string Rule = "A secret is whsec_ and the base64, with padding, of 24 to 64 random bytes: send such a text, or none to be given one.";

    private const string Prefix = "whsec_";
    private const int LeastBytes = 24;
    private const int MostBytes = 64;
    private const int NewBytes = 32;
    private const int MostBase64 = (MostBytes + 2) / 3 * 4;

    private readonly byte[] _key;

    /// <param name="key">The bytes of a secret, such as <see cref="Key"/> gives them to be kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are not 24 to 64.</exception>
    public WebhookSecret(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, LeastBytes, nameof(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, MostBytes, nameof(key));
        _key = key.ToArray();
    }

    /// <summary>The key of the signatures: 24 to 64 bytes. Not to be stored in clear.</summary>
    public ReadOnlySpan<byte> Key => _key;

    /// <summary>A new secret of 32 random bytes.</summary>
    public static WebhookSecret Create() => new(RandomNumberGenerator.GetBytes(NewBytes));

    /// <summary>Reads a secret that a client chose; false when it breaks <see cref="Rule"/>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > Prefix.Length + MostBase64) return false;

        var key = new byte[MostBase64];
        if (!Convert.TryFromBase64Chars(text.AsSpan(Prefix.Length), key, out var length) || length is < LeastBytes or > MostBytes) return false;

        var read = new WebhookSecret(key.AsSpan(0, length));
        if (read.ToText() != text) return false; // white space, or bits that a receiver's decoder may take for something else

        secret = read;
        return true;
    }

    /// <summary>The secret as its receiver needs it. Shown when it is made, and never written to a log.</summary>
    public string ToText() => Prefix + Convert.ToBase64String(_key);

    /// <summary>Not the secret: what is shown ends in a log.</summary>
    public override string ToString() => Prefix + "…";
}
