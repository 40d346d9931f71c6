using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kundbok.Client;

/// <summary>Sends requests, again when that may help, and reads the answers.</summary>
internal sealed class RequestSender
{
    private const int MostRetries = 10;

    private readonly HttpClient _http;
    private readonly Uri _baseAddress;
    private readonly Func<CancellationToken, ValueTask<string?>> _token;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly RetrySchedule _schedule;

    public RequestSender(HttpClient http, KundbokClientOptions options)
    {
        var address = options.BaseAddress ?? http.BaseAddress;
        if (address is not { IsAbsoluteUri: true }) throw new ArgumentException("Say where the register is: in BaseAddress, whole, such as https://register.example/.", nameof(options));
        if (options.Retries is < 0 or > MostRetries) throw new ArgumentException($"Retries is from 0 to {MostRetries}.", nameof(options));
        if (options.Timeout <= TimeSpan.Zero) throw new ArgumentException("Timeout is more than no time.", nameof(options));
        if (options.RetryDelay < TimeSpan.Zero || options.MostRetryDelay < TimeSpan.Zero) throw new ArgumentException("Waits are not less than no time.", nameof(options));

        _http = http;
        _baseAddress = address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
        var token = options.Token;
        _token = options.GetToken ?? (_ => ValueTask.FromResult(token));
        _timeout = options.Timeout;
        _time = options.TimeProvider;
        _schedule = new RetrySchedule(options.Retries, options.RetryDelay, options.MostRetryDelay);
    }

    /// <summary>Sends, and reads an answer of JSON.</summary>
    public Task<T> SendAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SendAsync(request, (response, token) => ReadAsync(response, type, token), cancellation);

    /// <summary>Sends, and reads the answer in a way of its own. What <paramref name="read"/> throws of connections is a failure of the attempt.</summary>
    public async Task<T> SendAsync<T>(ApiRequest request, Func<HttpResponseMessage, CancellationToken, ValueTask<T>> read, CancellationToken cancellation)
    {
        for (var retries = 0; ; retries++)
        {
            var (answer, failure) = await TryAsync(request, read, cancellation).ConfigureAwait(false);
            if (failure is null) return answer!;
            if (!request.IsRepeatable || _schedule.Next(retries, failure) is not { } delay) throw failure;

            await Task.Delay(delay, _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Reads JSON. One that is not what the API says is a failure that does not pass.</summary>
    public static async ValueTask<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(stream, type, cancellation).ConfigureAwait(false) ?? throw new JsonException("The answer is null.");
    }

    private async ValueTask<(T? Answer, KundbokException? Failure)> TryAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, ValueTask<T>> read, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_timeout + request.Wait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        HttpResponseMessage? response = null;
        var isKept = false;
        try
        {
            using var message = request.ToMessage(_baseAddress, await _token(cancellation).ConfigureAwait(false));
            response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotModified)
                return (default, await ProblemReader.ReadAsync(response, request.Key, _time, either.Token).ConfigureAwait(false));

            var answer = await read(response, either.Token).ConfigureAwait(false);
            isKept = request.IsStreamed;
            return (answer, null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OperationCanceledException late)
        {
            return (default, NoAnswer("The register did not answer in time.", late, request));
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            return (default, NoAnswer("The register could not be reached, or the connection was lost.", lost, request));
        }
        catch (Exception wrong) when (response is not null && wrong is JsonException or FormatException or InvalidOperationException)
        {
            throw new KundbokException("The answer is not what the API says.", wrong) { Status = response!.StatusCode, IdempotencyKey = request.Key };
        }
        finally
        {
            if (!isKept) response?.Dispose();
        }
    }

    private static KundbokException NoAnswer(string message, Exception cause, ApiRequest request) => new(message, cause) { IdempotencyKey = request.Key };
}
