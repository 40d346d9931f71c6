using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>How docs/api.md has receivers check a signature, word for word.</summary>
internal static class SignatureOfThePage
{
    /// <summary>Whether the message is signed, and not old.</summary>
    public static bool IsRight(string secret, Receiver.Request request) => IsSigned(
        secret, request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body, DateTimeOffset.UtcNow);

    public static bool IsSigned(string secret, string id, string timestamp, string signatures, byte[] body, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > 300) return false;

        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        return signatures.Split(' ').Any(signature => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), expected));
    }
}
