using System.Collections.Concurrent;
using System.Diagnostics;
using Kundbok.Contracts;
using Kundbok.Server.Webhooks;
using Kundbok.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>A server that delivers to receivers of this machine, and keeps every line that it logs.</summary>
public class DispatchServer : TestServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public ConcurrentQueue<string> Log { get; } = [];

    internal IWebhookStore Webhooks => Register.Webhooks;

    internal WebhookSeal Seal => Services.GetRequiredService<WebhookSeal>();

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Webhooks:AllowPrivateTargets"] = "true",
        ["Logging:LogLevel:Default"] = "Trace",
        ["Logging:LogLevel:System"] = "Trace",
    };

    /// <summary>Adds a webhook that is told of everything from now on.</summary>
    internal async Task<Webhook> AddAsync(long merchant, string url, WebhookSecret secret, WantedKinds kinds = default, long position = 0)
    {
        var id = Webhook.NewId();
        var webhook = new Webhook(id, merchant, url, "", kinds, DateTimeOffset.UnixEpoch, new WebhookSecrets(Seal.Seal(secret, merchant, id)), new WebhookState(position));
        (await Webhooks.AddAsync(webhook, CancellationToken.None)).ShouldBeTrue();
        Wake();
        return webhook;
    }

    /// <summary>Has the dispatcher look for what has changed, as the endpoints do.</summary>
    internal void Wake() => Services.GetRequiredService<WebhookSignal>().Set();

    /// <summary>Adds a customer, and gives its id.</summary>
    internal async Task<long> CreateAsync(long merchant, string name) =>
        ((CustomerWrite.Stored)await Register.Customers.CreateAsync(merchant, CustomerInputOf(name), CancellationToken.None)).Id;

    internal static CustomerInput CustomerInputOf(string name) => CustomerInputReader.Read(System.Text.Encoding.UTF8.GetBytes($$"""{"name":"{{name}}"}"""), isNew: true).Input!;

    /// <summary>The webhook, when it is as the test waits for.</summary>
    internal async Task<Webhook> UntilAsync(Webhook webhook, Func<WebhookState, bool> isAwaited, Action? meanwhile = null)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(10))
        {
            if (await Webhooks.FindAsync(webhook.Merchant, webhook.Id, CancellationToken.None) is { } now && isAwaited(now.State)) return now;
            meanwhile?.Invoke();
        }

        throw new TimeoutException("The webhook was not as awaited within a minute.");
    }

    /// <summary>Waits for a line that is logged once.</summary>
    internal async Task LoggedAsync(string text)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !Log.Any(line => line.Contains(text, StringComparison.Ordinal));) await Task.Delay(10);
        Log.Count(line => line.Contains(text, StringComparison.Ordinal)).ShouldBe(1, text);
    }

    protected override void SetUpLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders();
#pragma warning disable CA2000 // The logger factory disposes of its providers.
        logging.AddProvider(new Recorder(Log));
#pragma warning restore CA2000
    }

    private sealed class Recorder(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

/// <summary>The same over PostgreSQL.</summary>
public sealed class PostgresDispatchServer : DispatchServer
{
    protected override bool UsesPostgres => true;
}

/// <summary>The same with a clock that tests set.</summary>
public class DispatchClockServer : DispatchServer
{
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));

    protected override TimeProvider Time => Clock;
}

/// <summary>The same over PostgreSQL.</summary>
public sealed class PostgresDispatchClockServer : DispatchClockServer
{
    protected override bool UsesPostgres => true;
}

/// <summary>The server of an operator who has allowed nothing.</summary>
public sealed class StrictDispatchServer : DispatchServer
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal);
}
