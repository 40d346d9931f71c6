using Microsoft.Extensions.DependencyInjection;

namespace Kundbok.Client;

/// <summary>Registers the client.</summary>
public static class KundbokClientServices
{
    /// <summary>
    /// Adds <see cref="KundbokClient"/>, over an <see cref="HttpClient"/> of the factory. What the factory logs of requests is switched off: their
    /// addresses can have organisation numbers and names that are searched for.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Sets the options: at least <see cref="KundbokClientOptions.BaseAddress"/>.</param>
    /// <returns>To add handlers to.</returns>
    public static IHttpClientBuilder AddKundbokClient(this IServiceCollection services, Action<KundbokClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddKundbokClient((options, _) => configure(options));
    }

    /// <param name="services">Where to.</param>
    /// <param name="configure">Sets the options with the help of other services, such as one that has the token; for each client anew.</param>
    /// <inheritdoc cref="AddKundbokClient(IServiceCollection, Action{KundbokClientOptions})"/>
    public static IHttpClientBuilder AddKundbokClient(this IServiceCollection services, Action<KundbokClientOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services
            .AddHttpClient<KundbokClient, KundbokClient>((http, provider) =>
            {
                var options = new KundbokClientOptions { TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System };
                configure(options, provider);
                http.Timeout = Timeout.InfiniteTimeSpan; // the client has its own, which knows what waits and what streams
                return new KundbokClient(http, options);
            })
            .RemoveAllLoggers();
    }
}
