using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>What the operator is told of deliveries: webhooks by their ids alone, and of a register that is away a line a minute at the most.</summary>
internal sealed partial class DeliveryLog(TimeProvider time, ILogger<WebhookDispatcher> log)
{
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _lastFault;

    /// <summary>Something failed that will be tried again.</summary>
    public void Note(Exception fault)
    {
        lock (_lock)
        {
            if (_lastFault is { } last && time.GetElapsedTime(last) < BetweenFaults) return;
            _lastFault = time.GetTimestamp();
        }

        LogFault(fault is RegisterUnavailableException or RegisterUnusableException ? fault.Message : fault.GetType().Name);
    }

    [LoggerMessage(1, LogLevel.Debug, "This node delivers to webhooks")]
    public partial void LogTaken();

    [LoggerMessage(2, LogLevel.Debug, "This node delivers to webhooks no longer")]
    public partial void LogEnded();

    [LoggerMessage(3, LogLevel.Warning, "This node has lost the right to deliver to webhooks, or its secret file is old: another one goes on")]
    public partial void LogLost();

    [LoggerMessage(4, LogLevel.Warning, "The webhook {Webhook} is paused: {Reason}")]
    public partial void LogPaused(string webhook, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Deliveries to webhooks wait: {Reason}")]
    private partial void LogFault(string reason);
}
