using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Kundbok.Server.Webhooks;

/// <summary>
/// Delivers messages: one POST an attempt, signed, and a word about how it ended. What a receiver answers beside its status is read only
/// so that the connection can be used again, and thrown away. Safe to use from many threads; a slow receiver keeps up its own messages alone.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    /// <summary>How long an attempt may take, from looking the host up to the end of the answer.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The longest that a receiver can ask to be left alone.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    private const int MostAnswerBytes = 64 << 10;
    private const int PieceBytes = 8 << 10;
    private const string UserAgent = "Kundbok";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly TargetGuard _guard;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly HttpMessageInvoker _http; // no HttpClient of a factory: that one logs addresses

    /// <param name="guard">What may be reached.</param>
    /// <param name="time">The clock: signatures, the time limit and durations.</param>
    public WebhookSender(TargetGuard guard, TimeProvider time)
        : this(guard, WebhookHandler.Create(new TargetConnections(guard), DefaultTimeout), time, DefaultTimeout)
    {
    }

    /// <param name="guard">What may be reached.</param>
    /// <param name="handler">Sends; <see cref="WebhookHandler"/>. Disposed of with the sender.</param>
    /// <param name="time">The clock: signatures, the time limit and durations.</param>
    /// <param name="timeout">How long an attempt may take.</param>
    public WebhookSender(TargetGuard guard, HttpMessageHandler handler, TimeProvider time, TimeSpan timeout)
    {
        _guard = guard;
        _time = time;
        _timeout = timeout;
        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>
    /// Makes one attempt to deliver the message. A receiver that has answered 200 to 299 has the message, however it goes on after that.
    /// </summary>
    /// <param name="url">The webhook's target, as it was accepted. It is looked at again: what may be reached can have changed.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellation">The server stops.</param>
    /// <exception cref="OperationCanceledException">The server stops, and whether the receiver has the message is not known.</exception>
    public async Task<WebhookOutcome> SendAsync(string url, WebhookMessage message, CancellationToken cancellation)
    {
        var begun = _time.GetTimestamp();
        if (!WebhookTarget.TryParse(url, _guard, out var target, out _)) return Without(WebhookReason.TargetNotAllowed, begun);

        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var request = Request(target, message);
        try
        {
            using var answer = await _http.SendAsync(request, either.Token);
            await ReadAwayAsync(answer.Content, either.Token);
            return new WebhookOutcome(WebhookReason.Of((int)answer.StatusCode), (int)answer.StatusCode, _time.GetElapsedTime(begun), RetryAfter(answer));
        }
        catch (HttpRequestException fault)
        {
            return Without(WebhookReason.Of(fault), begun);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Without(WebhookReason.Timeout, begun);
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task ReadAwayAsync(HttpContent content, CancellationToken cancellation)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellation);
            var rest = MostAnswerBytes;
            while (rest > 0 && await body.ReadAsync(piece.AsMemory(0, Math.Min(rest, PieceBytes)), cancellation) is > 0 and var read) rest -= read;
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status is known, which is all that counts; the connection ends with the answer.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private HttpRequestMessage Request(WebhookTarget target, WebhookMessage message)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, target.Address) { Content = new ReadOnlyMemoryContent(message.Body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, message.Id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Sign(message.Secrets, message.Id, timestamp, message.Body.Span));
        return request;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || answer.Headers.RetryAfter is not { } asked) return null;

        var pause = asked.Delta ?? asked.Date - _time.GetUtcNow();
        if (pause is null || pause <= TimeSpan.Zero) return null;
        return pause > LongestRetryAfter ? LongestRetryAfter : pause;
    }

    private WebhookOutcome Without(string reason, long begun) => new(reason, Status: null, _time.GetElapsedTime(begun), RetryAfter: null);
}
