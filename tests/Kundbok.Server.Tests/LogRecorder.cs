using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Kundbok.Server.Tests;

/// <summary>Records everything that is logged at all, scopes and faults included. Its levels are set under <c>Logging:Recorder</c>.</summary>
[ProviderAlias("Recorder")]
internal sealed class LogRecorder(ConcurrentQueue<string> log) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(log, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<string> log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            log.Enqueue($"scope {category} {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
