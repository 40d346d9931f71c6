using Kundbok.Contracts;

namespace Kundbok.Server.OpenApi;

/// <summary>Webhooks for examples.</summary>
internal static class WebhookExamples
{
    public const string Id = "wh_7d3k9m2p5q8r1s4t6v0w3x5y7z";

    public const string Url = "https://shop.example/kundbok";

    public const string Description = "The shop's customer list";

    /// <summary>A secret that is in use nowhere.</summary>
    public const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    public static readonly WebhookAnswer Active = new(Id, Url, Description, ["created", "updated", "removed"], "active", null, 0, null, null, "2026-01-15T09:30:00.000Z", 0);

    public static readonly WebhookAnswer WithSecret = Active with { Secret = Secret };

    public static readonly WebhookAnswer Paused = Active with { Status = "paused", PausedReason = "failing", Failures = 10, FailingSince = "2026-01-16T02:00:00.000Z", Behind = 312 };

    public static readonly DeliveryAnswer Delivered = new(2, "1f4c09ab-1-17", 17, 2, "2026-01-15T10:30:05.200Z", 87, 200, "delivered");

    public static readonly DeliveryAnswer Failed = new(1, "1f4c09ab-1-17", 17, 1, "2026-01-15T10:30:00.000Z", 15000, null, "timeout");

    public static readonly DeliveryAnswer Test = new(3, "test-9f86d081884c7d65", null, 1, "2026-01-15T10:31:00.000Z", 64, 200, "delivered");
}
