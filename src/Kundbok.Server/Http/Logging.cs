using ZLogger;

namespace Kundbok.Server.Http;

/// <summary>Sets up the log: one line an event on standard error, and nothing from the framework that can carry personal data.</summary>
internal static class Logging
{
    private const int MostWaiting = 10_000;

    // What the framework may log at the most. Below warnings it writes paths, query strings and headers; and as long as the host's
    // own diagnostics may write at all, every line written during a request carries its path as a scope.
    private static readonly (string Category, LogLevel Level)[] Framework =
    [
        ("Microsoft", LogLevel.Warning),
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None),
        ("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical), // a start that fails is told in one line, not as a stack
        ("System", LogLevel.Warning),
        ("Polly", LogLevel.None), // tells of every repetition, with what it was about
        ("ZiggyCreatures", LogLevel.Warning),
    ];

    /// <param name="logging">The logging to set up.</param>
    /// <param name="configuration">Section <c>Logging</c> has the levels, as in any ASP.NET Core program.</param>
    /// <param name="more">Further providers, for tests.</param>
    public static void AddKundbokLogging(this ILoggingBuilder logging, IConfiguration configuration, Action<ILoggingBuilder>? more)
    {
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddZLoggerConsole(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.FullMode = BackgroundBufferFullMode.Block; // a log that is read slowly slows the server down; it loses nothing and takes no memory
            console.BackgroundBufferCapacity = MostWaiting;
            console.UseFormatter(() => new LogLine());
        });
        more?.Invoke(logging);
        logging.Services.PostConfigure<LoggerFilterOptions>(QuietenFramework);
    }

    // Whatever levels the operator asks for, so that curiosity about a fault cannot fill the log with names and numbers.
    private static void QuietenFramework(LoggerFilterOptions filters)
    {
        for (var i = filters.Rules.Count - 1; i >= 0; i--)
        {
            if (IsFramework(filters.Rules[i].CategoryName)) filters.Rules.RemoveAt(i);
        }

        var providers = filters.Rules.Select(rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList();
        foreach (var provider in providers)
        {
            foreach (var (category, level) in Framework) filters.Rules.Add(new LoggerFilterRule(provider, category, level, filter: null));
        }
    }

    private static bool IsFramework(string? category) =>
        category is not null && (category.StartsWith('*') || Array.Exists(Framework, framework => category.StartsWith(framework.Category, StringComparison.OrdinalIgnoreCase)));
}
