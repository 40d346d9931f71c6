namespace Kundbok.Server.Webhooks;

/// <summary>Sets up what webhooks are sent with.</summary>
internal static class WebhookSending
{
    public static void AddWebhookSending(this IServiceCollection services)
    {
        services.AddSingleton(provider => new TargetGuard(provider.GetRequiredService<ServerSettings>().Webhooks));
        services.AddSingleton(provider => new WebhookSender(provider.GetRequiredService<TargetGuard>(), provider.GetRequiredService<TimeProvider>()));
    }
}
