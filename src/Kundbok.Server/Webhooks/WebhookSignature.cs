using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kundbok.Server.Webhooks;

/// <summary>The three headers by which a receiver tells a message of ours from a forged, changed or repeated one (Standard Webhooks 1.0.0).</summary>
internal static class WebhookSignature
{
    /// <summary>Header: the message's id, the same in every attempt to deliver it.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>Header: when the attempt was made, in whole seconds since 1970 in UTC.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>Header: the signatures, separated by spaces; one of them being right is enough.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const string Version = "v1,";

    /// <summary>
    /// The value of <see cref="SignatureHeader"/>: for each secret, <c>v1,</c> and the base64 of the HMAC-SHA256 of
    /// <c>{id}.{timestamp}.{body}</c>. A webhook has two secrets while the receiver changes from one to the other.
    /// </summary>
    /// <param name="secrets">At least one.</param>
    /// <param name="id">The message's id: letters, digits, hyphens and underscores. A full stop could be taken for the end of it.</param>
    /// <param name="timestamp">Seconds since 1970.</param>
    /// <param name="body">The body, byte for byte as it is sent.</param>
    /// <exception cref="ArgumentException">There is no secret, or the id has other characters.</exception>
    public static string Sign(IReadOnlyList<WebhookSecret> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        if (secrets.Count == 0) throw new ArgumentException("A message is signed with one secret at least.", nameof(secrets));
        if (id.Length == 0 || !id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            throw new ArgumentException("The id of a message has letters, digits, hyphens and underscores alone.", nameof(id));

        var signatures = new string[secrets.Count];
        for (var i = 0; i < signatures.Length; i++) signatures[i] = Sign(secrets[i], id, timestamp, body);
        return string.Join(' ', signatures);
    }

    private static string Sign(WebhookSecret secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Key);
        hmac.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        return Version + Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
