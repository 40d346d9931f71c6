using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Kundbok.Contracts;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Kundbok.Lookup.Online;

/// <summary>
/// What is the same for every online source: those who ask for the same number share a request, what may be kept is kept, and whatever
/// goes wrong becomes <see cref="LookupAnswer.Unavailable"/> with its reason. The HTTP client under it has the limits, see <see cref="OnlineLookup"/>.
/// </summary>
internal sealed class OnlineCaller(string source, IHttpClientFactory clients, LookupCache cache, LookupMeter meter, INumberHasher hasher, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly SingleFlight _flights = new();
    private long _pausedUntil; // in ticks: what the source asked for in a 429

    /// <summary>The source's name.</summary>
    public string Source => source;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>What is kept of the number, else what asking gives. Who no longer waits does not stop it: others may, and it ends soon by its own limits.</summary>
    /// <param name="scope">Whose answer it is, when that matters; the same number in another scope is asked for anew.</param>
    /// <param name="number">The number.</param>
    /// <param name="ask">Asks the source; may throw.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async ValueTask<LookupAnswer> AskAsync(string scope, IdentityNumberResult.Valid number, Func<Task<LookupAnswer>> ask, CancellationToken cancellation)
    {
        var key = $"{source} {scope} {hasher.Hash(number)}";
        var kept = number.IsPerson ? null : cache.Find(key);
        if (kept is not null && cache.IsFresh(kept))
        {
            meter.AddKept(source, kept.Answer, isStale: false);
            return kept.Answer;
        }

        var answer = await _flights.RunAsync(key, () => MeasureAsync(ask, number.IsPerson ? null : key)).WaitAsync(cancellation);
        if (answer is not LookupAnswer.Unavailable || kept?.Answer is not LookupAnswer.Found found) return answer;

        meter.AddKept(source, found, isStale: true);
        return found with { IsStale = true, Reason = answer.Reason };
    }

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request; disposed of.</param>
    /// <param name="route">The path with names in the place of what differs, for traces.</param>
    /// <param name="client">The HTTP client to use, when it is not the source's own.</param>
    /// <exception cref="SourceException">The source has asked for a pause, redirects, or is at fault.</exception>
    public async Task<SourceResponse> SendAsync(HttpRequestMessage request, string route, string? client = null)
    {
        using var _ = request;
        EnsureNotPaused();
        using var activity = LookupMeter.Activities.StartActivity($"{request.Method} {route}", ActivityKind.Client);
        activity?.SetTag("lookup.source", source);
        activity?.SetTag("http.request.method", request.Method.Method);
        activity?.SetTag("url.template", route);

        using var http = clients.CreateClient(client ?? source);
        using var response = await http.SendAsync(request);
        activity?.SetTag("http.response.status_code", (int)response.StatusCode);
        if (response.StatusCode == HttpStatusCode.TooManyRequests) throw Pause(response);
        if ((int)response.StatusCode is >= 300 and < 400) throw new SourceException("sends elsewhere, which is not followed", SourceException.Later);
        if ((int)response.StatusCode >= 500) throw new SourceException(SourceException.Status((int)response.StatusCode).Message, RetryAfterOf(response) ?? SourceException.Soon);
        return new SourceResponse((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    private async Task<LookupAnswer> MeasureAsync(Func<Task<LookupAnswer>> ask, string? keepUnder)
    {
        var asked = Stopwatch.GetTimestamp();
        var answer = await TryAskAsync(ask);
        meter.Add(source, answer, Stopwatch.GetElapsedTime(asked));
        if (keepUnder is not null) cache.Keep(keepUnder, answer);
        return answer;
    }

    private static async Task<LookupAnswer> TryAskAsync(Func<Task<LookupAnswer>> ask)
    {
        try
        {
            return await ask();
        }
        catch (SourceException fault)
        {
            return Unavailable(fault.Message, fault.RetryAfter);
        }
        catch (BrokenCircuitException)
        {
            return Unavailable("failed too often and is left alone for a while", SourceException.Soon);
        }
        catch (TimeoutRejectedException)
        {
            return Unavailable("did not answer in time", SourceException.Soon);
        }
        catch (HttpRequestException fault)
        {
            return Unavailable(string.Create(CultureInfo.InvariantCulture, $"cannot be reached ({fault.HttpRequestError})"), SourceException.Soon);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // The JSON reader throws these over what is no JSON, or has something else in the place of a text or list.
            return Unavailable(SourceException.Nonsense().Message, SourceException.Later);
        }
        catch (Exception fault)
        {
            return Unavailable($"could not be asked ({fault.GetType().Name})", SourceException.Soon);
        }
    }

    private static LookupAnswer.Unavailable Unavailable(string reason, TimeSpan retryAfter) => new(retryAfter) { Reason = reason };

    private void EnsureNotPaused()
    {
        var wait = TimeSpan.FromTicks(Interlocked.Read(ref _pausedUntil) - time.GetUtcNow().UtcTicks);
        if (wait > TimeSpan.Zero) throw new SourceException("has asked for a pause", wait);
    }

    private SourceException Pause(HttpResponseMessage response)
    {
        var wait = RetryAfterOf(response) ?? SourceException.Later;
        Interlocked.Exchange(ref _pausedUntil, (time.GetUtcNow() + wait).UtcTicks);
        return new SourceException("has asked for a pause", wait);
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - time.GetUtcNow();
        if (asked is not { } wait) return null;
        return wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait > LongestPause ? LongestPause : wait;
    }
}
