namespace Kundbok.Server.Webhooks;

/// <summary>Sets up what delivers to webhooks.</summary>
internal static class WebhookSetup
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton(provider => new TargetGuard(provider.GetRequiredService<ServerSettings>().Webhooks));
        services.AddSingleton(provider => new WebhookSender(provider.GetRequiredService<TargetGuard>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WebhookSeal>();
        services.AddSingleton<WebhookAttempts>();
        services.AddSingleton<SingleDelivery>();
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<SendTurns>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<DeliveryServices>();
        services.AddHostedService<WebhookDispatcher>();
    }
}
