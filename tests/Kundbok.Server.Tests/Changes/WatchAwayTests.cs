using System.Collections.Concurrent;
using System.Reflection;
using Kundbok.Server.Changes;
using Kundbok.Storage;
using Microsoft.Extensions.Logging;
using static Kundbok.Server.Tests.Changes.FeedRequests;

namespace Kundbok.Server.Tests.Changes;

/// <summary>The register cannot be asked while somebody waits for changes.</summary>
public sealed class WatchAwayTests(WatchAwayTests.AwayServer server) : IClassFixture<WatchAwayTests.AwayServer>
{
    [Fact]
    public async Task Whoever_waits_waits_on_and_hears_of_the_next_change()
    {
        using var client = await server.NewMerchantAsync();
        var cursor = await client.CursorAsync();
        server.Log.IsAway = true;
        var waiting = client.ChangesAsync(cursor, "&wait=60");
        await server.Log.UntilRefusedAsync(1);
        server.Clock.Advance(ChangeWatch.Interval);
        await server.Log.UntilRefusedAsync(2);
        var id = await client.CreateAsync("""{"name":"A"}""");
        await server.Log.UntilRefusedAsync(3);
        waiting.IsCompleted.ShouldBeFalse();

        server.Log.IsAway = false;
        server.Clock.Advance(ChangeWatch.Interval);

        Kinds(await waiting).ShouldBe([$"created {id}"]);
        server.Warnings.Where(line => line.Contains("waits on", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("away for a test");
    }

    public sealed class AwayServer : FeedServer
    {
        private readonly ConcurrentQueue<string> _warnings = new();

        public AwayLog Log { get; private set; } = null!;

        public IEnumerable<string> Warnings => _warnings;

        private protected override IRegister OpenRegister(ServerSettings settings)
        {
            var register = base.OpenRegister(settings);
            var log = DispatchProxy.Create<IChangeLog, AwayLog>();
            Log = (AwayLog)(object)log;
            Log.Target = register.Changes;
            var disguised = DispatchProxy.Create<IRegister, WithLog>();
            ((WithLog)(object)disguised).Target = register;
            ((WithLog)(object)disguised).Log = log;
            return disguised;
        }

        protected override void SetUpLogging(ILoggingBuilder logging) => logging.ClearProviders().AddProvider(new Warned(_warnings));

        private sealed class Warned(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
        {
            public ILogger CreateLogger(string categoryName) => this;

            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (logLevel == LogLevel.Warning) lines.Enqueue(formatter(state, exception));
            }

            public void Dispose()
            {
            }
        }
    }

    /// <summary>A register with another log.</summary>
    public class WithLog : DispatchProxy
    {
        internal IRegister? Target { get; set; }

        internal IChangeLog? Log { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.ReturnType == typeof(IChangeLog) ? Log : targetMethod.Invoke(Target, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
    }

    /// <summary>A log that does not say what the last changes are while it is away.</summary>
    public class AwayLog : DispatchProxy
    {
        private volatile bool _isAway;
        private int _refused;

        public bool IsAway
        {
            get => _isAway;
            set => _isAway = value;
        }

        internal IChangeLog? Target { get; set; }

        public async Task UntilRefusedAsync(int times)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (Volatile.Read(ref _refused) < times) await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (!_isAway || targetMethod!.Name != nameof(IChangeLog.ReadLastAsync)) return targetMethod!.Invoke(Target, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);

            Interlocked.Increment(ref _refused);
            throw new RegisterUnavailableException("The register is away for a test.");
        }
    }
}
