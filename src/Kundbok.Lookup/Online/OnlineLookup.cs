using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace Kundbok.Lookup.Online;

/// <summary>Adds the online sources that are switched on, and what they are asked with.</summary>
public static class OnlineLookup
{
    private const int Repetitions = 2;
    private const int AttemptsWorth = 2; // how long all attempts together may take
    private const int MostHeaderKilobytes = 16;
    private const int LeastAskedToJudge = 6;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Judged = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(3); // then its host is looked up again

    /// <summary>
    /// Adds them, behind the sources that are there. The caller adds <see cref="INumberHasher"/>, <see cref="ILookupTurns"/>, <see cref="IQvicklyAccounts"/> and a clock.
    /// </summary>
    public static void AddOnlineLookup(this IServiceCollection services, OnlineLookupOptions options)
    {
        services.AddSingleton<LookupCache>();
        services.AddSingleton<LookupMeter>();
        if (options.Bolagsverket.Enabled)
        {
            services.AddSourceClient(BolagsverketToken.ClientName, options.Timeout);
            services.AddSourceClient(BolagsverketSource.SourceName, options.Timeout)
                .AddHttpMessageHandler(provider => new TurnHandler(provider.GetRequiredService<ILookupTurns>(), BolagsverketSource.SourceName, BolagsverketSource.TurnWindow, BolagsverketSource.Turns));
            services.AddSingleton<ILookupSource>(provider =>
            {
                var caller = provider.Caller(BolagsverketSource.SourceName);
#pragma warning disable CA2000 // Ends with the process.
                return new BolagsverketSource(caller, new BolagsverketToken(caller, options.Bolagsverket), options.Bolagsverket);
#pragma warning restore CA2000
            });
        }

        if (options.Brreg.Enabled)
        {
            services.AddSourceClient(BrregSource.SourceName, options.Timeout);
            services.AddSingleton<ILookupSource>(provider => new BrregSource(provider.Caller(BrregSource.SourceName), options.Brreg));
        }

        if (options.Prh.Enabled)
        {
            services.AddSourceClient(PrhSource.SourceName, options.Timeout);
            services.AddSingleton<ILookupSource>(provider => new PrhSource(provider.Caller(PrhSource.SourceName), options.Prh));
        }

        services.AddSourceClient(QvicklySource.SourceName, options.Timeout);
        services.AddSingleton<ILookupSource>(provider => new QvicklySource(provider.Caller(QvicklySource.SourceName), provider.GetRequiredService<IQvicklyAccounts>(), options.Qvickly));
    }

    private static OnlineCaller Caller(this IServiceProvider provider, string source) => ActivatorUtilities.CreateInstance<OnlineCaller>(provider, source);

    private static IHttpClientBuilder AddSourceClient(this IServiceCollection services, string name, TimeSpan timeout)
    {
        var client = services.AddHttpClient(name, http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan; // the pipeline has its own
                http.DefaultRequestHeaders.UserAgent.ParseAdd("Kundbok");
            })
            .RemoveAllLoggers() // they write addresses, and so numbers
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                MaxResponseHeadersLength = MostHeaderKilobytes,
                MaxResponseDrainSize = 0,
                ConnectTimeout = timeout,
                PooledConnectionLifetime = ConnectionLifetime,
                ActivityHeadersPropagator = null, // no trace of the framework's, which would have the address; ours has the route
            });
        client.AddResilienceHandler("lookup", (pipeline, context) => Configure(pipeline, timeout, context.ServiceProvider.GetRequiredService<LookupMeter>(), name));
        return client.AddHttpMessageHandler(() => new BoundedBodyHandler()); // what is added later is further in
    }

    private static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, TimeSpan timeout, LookupMeter meter, string client)
    {
        pipeline.TimeProvider = TimeProvider.System; // time that passes, not what a clock is set to
        pipeline
            .AddTimeout(timeout * AttemptsWorth)
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = Repetitions,
                Delay = FirstWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldRetryAfterHeader = false,
                ShouldHandle = attempt => ValueTask.FromResult(IsWorthAnother(attempt.Outcome)),
            })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = LeastAskedToJudge,
                SamplingDuration = Judged,
                BreakDuration = LeftAlone,
                StateProvider = meter.Circuit(client),
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome is { Exception: HttpRequestException or TimeoutRejectedException } or { Result.StatusCode: >= HttpStatusCode.InternalServerError }),
            })
            .AddTimeout(timeout);
    }

    // No connection, or a fault of the server's that it did not ask to be spared after. Not what took too long: that would take long again.
    private static bool IsWorthAnother(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } } => true,
        { Result: { StatusCode: >= HttpStatusCode.InternalServerError, Headers.RetryAfter: null } } => true,
        _ => false,
    };
}
