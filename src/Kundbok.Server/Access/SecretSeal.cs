using System.Security.Cryptography;

namespace Kundbok.Server.Access;

/// <summary>
/// Encrypts short byte strings, so that what is stored or sent away can be neither read nor forged without the secret file: AES-GCM under
/// a key that is derived for a purpose, bound to data that both sides know. What was sealed opens for as long as its secret is in force.
/// </summary>
/// <param name="secrets">The secrets.</param>
/// <param name="purpose">What is sealed; one purpose cannot open what another has sealed. Never changed.</param>
internal sealed class SecretSeal(SecretKeys secrets, string purpose)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Seals under the newest secret.</summary>
    /// <param name="content">What nobody else is to read.</param>
    /// <param name="binding">Whose it is, in clear: what is sealed opens with the same binding alone.</param>
    /// <returns>28 bytes more than the content: nonce, tag and what was encrypted. Different each time.</returns>
    public byte[] Seal(ReadOnlySpan<byte> content, ReadOnlySpan<byte> binding)
    {
        var box = new byte[NonceBytes + TagBytes + content.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(secrets.Derive(purpose), TagBytes);
        cipher.Encrypt(box.AsSpan(0, NonceBytes), content, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), binding);
        return box;
    }

    /// <summary>Opens what was sealed under any secret that is in force; null when it was not, or for another purpose or binding.</summary>
    public SecretContent? Open(ReadOnlySpan<byte> box, ReadOnlySpan<byte> binding)
    {
        if (box.Length < NonceBytes + TagBytes) return null;

        var content = new byte[box.Length - NonceBytes - TagBytes];
        var isNewest = true;
        foreach (var key in secrets.DeriveEach(purpose))
        {
            if (TryDecrypt(key, box, content, binding)) return new SecretContent(content, isNewest);
            isNewest = false;
        }

        return null;
    }

    private static bool TryDecrypt(byte[] key, ReadOnlySpan<byte> box, Span<byte> content, ReadOnlySpan<byte> binding)
    {
        using var cipher = new AesGcm(key, TagBytes);
        try
        {
            cipher.Decrypt(box[..NonceBytes], box[(NonceBytes + TagBytes)..], box.Slice(NonceBytes, TagBytes), content, binding);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}

/// <summary>What was in a seal.</summary>
/// <param name="Bytes">What was sealed.</param>
/// <param name="IsNewest">
/// Whether it was sealed under the newest secret. What is kept for long and was not has to be sealed again, or it is lost when its secret
/// goes out of force.
/// </param>
internal sealed record SecretContent(byte[] Bytes, bool IsNewest);
