using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kundbok.Server.Webhooks;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>What a receiver does with a message: reads it, and checks by the published rules who sent it.</summary>
internal static class ReceivedMessages
{
    public static string Id(this Receiver.Request request) => request.Headers["webhook-id"];

    public static JsonNode Json(this Receiver.Request request) => JsonNode.Parse(request.Body)!;

    public static string Type(this Receiver.Request request) => request.Json()["type"]!.GetValue<string>();

    public static long Sequence(this Receiver.Request request) => request.Json()["data"]!["sequence"]!.GetValue<long>();

    /// <summary>Whether one of the signatures is by the secret. Written after Standard Webhooks 1.0.0, without the code that signs.</summary>
    public static bool IsSignedBy(this Receiver.Request request, WebhookSecret secret)
    {
        var key = Convert.FromBase64String(secret.ToText()["whsec_".Length..]);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}."), .. request.Body];
        return request.Headers["webhook-signature"].Split(' ').Contains($"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}", StringComparer.Ordinal);
    }
}
