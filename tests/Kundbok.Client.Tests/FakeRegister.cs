using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Client.Tests;

/// <summary>Answers as a test says, one answer after the other, the last one again and again; and keeps what was asked.</summary>
internal sealed class FakeRegister(params Func<CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    /// <summary>
    /// How long a test may take, in milliseconds: its clock stands still, so a client that waits once more than the test lets time pass would wait for ever.
    /// </summary>
    public const int Patience = 60_000;

    private readonly Lock _lock = new();
    private readonly List<Asked> _asked = [];
    private readonly Channel<Asked> _arrivals = Channel.CreateUnbounded<Asked>();

    public WaitClock Clock { get; } = new();

    public IReadOnlyList<Asked> Asked
    {
        get
        {
            lock (_lock) return [.. _asked];
        }
    }

    public static Func<CancellationToken, Task<HttpResponseMessage>> Answer(int status, string json = "{}", params (string Name, string Value)[] headers) => _ =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, status < 400 ? "application/json" : "application/problem+json") };
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return Task.FromResult(response);
    };

    /// <summary>No answer, since there is no connection.</summary>
    public static Func<CancellationToken, Task<HttpResponseMessage>> Lost() => _ => Task.FromException<HttpResponseMessage>(new HttpRequestException("Connection refused"));

    /// <summary>No answer, however long it is waited for.</summary>
    public static Func<CancellationToken, Task<HttpResponseMessage>> Silent() => async cancellation =>
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        throw new InvalidOperationException("The silence was broken.");
    };

    /// <summary>An answer that is lost after it began.</summary>
    public static Func<CancellationToken, Task<HttpResponseMessage>> BrokenOff() => _ => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenStream()) });

    public KundbokClient Client(Action<KundbokClientOptions>? set = null)
    {
        var options = new KundbokClientOptions { BaseAddress = new Uri("http://register.example/kundbok"), TimeProvider = Clock };
        set?.Invoke(options);
        return new KundbokClient(new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan }, options);
    }

    /// <summary>Waits for a request.</summary>
    public ValueTask<Asked> NextAsync() => _arrivals.Reader.ReadAsync();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = new Asked(
            request.Method.Method,
            request.RequestUri!,
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
            request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            Clock.GetUtcNow());
        int count;
        lock (_lock)
        {
            _asked.Add(asked);
            count = _asked.Count;
        }

        _arrivals.Writer.TryWrite(asked);
        return await answers[Math.Min(count, answers.Length) - 1](cancellationToken);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The connection was reset.");
    }
}

/// <summary>What was asked.</summary>
internal sealed record Asked(string Method, Uri Address, string Body, IReadOnlyDictionary<string, string> Headers, DateTimeOffset Time)
{
    public string? Key => Headers.GetValueOrDefault("Idempotency-Key");
}

/// <summary>A clock that stands still, and tells what is waited for.</summary>
internal sealed class WaitClock : FakeTimeProvider
{
    // The limit of an attempt, as it is by default.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < Limit) _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits for a retry, and lets that time pass.</summary>
    public async Task<TimeSpan> PassAsync()
    {
        var wait = await _waits.Reader.ReadAsync();
        Advance(wait);
        return wait;
    }

    /// <summary>Waits until somebody waits for a retry, but lets no time pass.</summary>
    public ValueTask<TimeSpan> NextAsync() => _waits.Reader.ReadAsync();
}
