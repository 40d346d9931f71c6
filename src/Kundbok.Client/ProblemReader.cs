using System.Globalization;
using System.Text;
using System.Text.Json;
using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>Makes the exception of an answer that is a problem, or of one that a machine in between gave.</summary>
internal static class ProblemReader
{
    private const int MostBytes = 1 << 20; // more is no problem of ours

    public static async ValueTask<KundbokException> ReadAsync(HttpResponseMessage response, string? key, TimeProvider time, CancellationToken cancellation)
    {
        var problem = await TryReadAsync(response, cancellation).ConfigureAwait(false);
        return new KundbokException(MessageOf(response, problem))
        {
            Status = response.StatusCode,
            Code = problem.Code is { } code ? ProblemCode.Find(code) : null,
            Detail = problem.Detail,
            Errors = problem.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal),
            Customers = problem.Missing ?? problem.Changed ?? (problem.Existing is { } existing ? [existing] : []),
            Version = AnswerHeaders.VersionOf(response),
            RetryAfter = RetryAfterOf(response, time),
            TraceId = problem.TraceId ?? AnswerHeaders.TextOf(response, "X-Request-Id"),
            IdempotencyKey = key,
        };
    }

    private static async ValueTask<Problem> TryReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json")) return new Problem();
        try
        {
            await response.Content.LoadIntoBufferAsync(MostBytes, cancellation).ConfigureAwait(false);
            return await RequestSender.ReadAsync(response, ClientJson.Default.Problem, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is JsonException or HttpRequestException or IOException)
        {
            return new Problem(); // the status says enough
        }
    }

    private static string MessageOf(HttpResponseMessage response, Problem problem)
    {
        var message = new StringBuilder();
        if (problem.Title is { } title) message.Append(title);
        else message.Append(CultureInfo.InvariantCulture, $"The request was answered with the status {(int)response.StatusCode}");
        message.Append(CultureInfo.InvariantCulture, $" ({problem.Code ?? "no code"}, {(int)response.StatusCode}).");
        if (problem.Detail is { } detail) message.Append(' ').Append(detail);
        foreach (var (name, sentences) in problem.Errors ?? [])
        {
            foreach (var sentence in sentences.Where(sentence => sentence != problem.Detail)) message.Append(CultureInfo.InvariantCulture, $" {name}: {sentence}");
        }

        return message.ToString();
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider time)
    {
        if (response.Headers.RetryAfter is not { } asked) return null;
        var wait = asked.Delta ?? (asked.Date - time.GetUtcNow());
        return wait is { } some && some < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}

/// <summary>A problem as it is on the wire.</summary>
internal sealed record Problem
{
    public string? Title { get; init; }

    public string? Detail { get; init; }

    public string? Code { get; init; }

    public Dictionary<string, string[]>? Errors { get; init; }

    public long? Existing { get; init; }

    public List<long>? Missing { get; init; }

    public List<long>? Changed { get; init; }

    public string? TraceId { get; init; }
}
