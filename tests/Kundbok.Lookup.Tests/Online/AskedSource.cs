using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Kundbok.Contracts;
using Kundbok.Lookup.Online;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Lookup.Tests.Online;

/// <summary>One online source as the program puts it together, asked at an address of the test's.</summary>
internal sealed class AskedSource : IAsyncDisposable, INumberHasher, ILookupTurns, IQvicklyAccounts, ILoggerProvider, ILogger
{
    private readonly ServiceProvider _services;

    public AskedSource(string name, OnlineLookupOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<INumberHasher>(this);
        services.AddSingleton<ILookupTurns>(this);
        services.AddSingleton<IQvicklyAccounts>(this);
        services.AddOnlineLookup(options);
        _services = services.BuildServiceProvider();
        Source = _services.GetServices<ILookupSource>().Single(source => source.Name == name);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public ILookupSource Source { get; }

    /// <summary>Everything that was logged, however talkative the log is.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Turns that are left.</summary>
    public int Turns { get; set; } = int.MaxValue;

    public int TurnsTaken { get; private set; }

    public QvicklyAccount? Account { get; set; } = new("12345", "123451234512", Persons: true, IsTest: false);

    public async Task<LookupAnswer> AskAsync(IdentityNumberResult.Valid number, long merchant = 7) => await Source.AskAsync(merchant, number, CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    void IDisposable.Dispose()
    {
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName)
    {
        Log.Enqueue($"category {categoryName}");
        return this;
    }

    IDisposable? ILogger.BeginScope<TState>(TState state)
    {
        Log.Enqueue($"scope {state}");
        return null;
    }

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Log.Enqueue($"{formatter(state, exception)} {exception}");

    string INumberHasher.Hash(IdentityNumberResult.Valid number) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{number.Canonical} {number.YearOfBirth}")));

    ValueTask<bool> ILookupTurns.TryTakeAsync(string source, TimeSpan window, int most, CancellationToken cancellation)
    {
        TurnsTaken++;
        return new ValueTask<bool>(Turns-- > 0);
    }

    ValueTask<QvicklyAccount?> IQvicklyAccounts.FindAsync(long merchant, CancellationToken cancellation) => new(Account);
}
