using System.Security.Cryptography;
using System.Text;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Kundbok.Server.Changes;

/// <summary>
/// A request to change something: who makes it, for which versions (<c>If-Match</c>), and under which key (<c>Idempotency-Key</c>). While it
/// is not disposed of, no other request with the key is worked on.
/// </summary>
internal sealed class WriteRequest : IDisposable
{
    public const string KeyHeader = "Idempotency-Key";
    public const int LongestKey = 255;

    private readonly IDisposable? _running;

    private WriteRequest(ChangeOrigin origin, VersionCondition? condition, IDisposable? running)
    {
        _running = running;
        Origin = origin;
        Condition = condition;
    }

    private WriteRequest(ProblemHttpResult problem)
    {
        Origin = new ChangeOrigin(new Actor(ActorKind.Program, ""));
        Problem = problem;
    }

    /// <summary>Where the change comes from.</summary>
    public ChangeOrigin Origin { get; }

    /// <summary>What versions it is meant for; null: any.</summary>
    public VersionCondition? Condition { get; }

    /// <summary>Why it cannot be worked on; null when it can.</summary>
    public ProblemHttpResult? Problem { get; }

    /// <summary>Begins a request that takes a key but is about no version.</summary>
    /// <param name="context">The request.</param>
    /// <param name="body">Its body, which a repetition must have too.</param>
    public static WriteRequest Begin(HttpContext context, ReadOnlyMemory<byte> body = default) => Begin(context, body, condition: null);

    /// <summary>Begins a request that may be meant for one version.</summary>
    /// <inheritdoc cref="Begin(HttpContext, ReadOnlyMemory{byte})"/>
    public static WriteRequest BeginOfVersion(HttpContext context, ReadOnlyMemory<byte> body = default)
    {
        var (condition, problem) = EntityTags.ReadCondition(context.Request);
        return problem is null ? Begin(context, body, condition) : new WriteRequest(problem);
    }

    /// <inheritdoc/>
    public void Dispose() => _running?.Dispose();

    private static WriteRequest Begin(HttpContext context, ReadOnlyMemory<byte> body, VersionCondition? condition)
    {
        AwaitOutcome(context);
        var actor = context.User.Actor();
        var sent = context.Request.Headers[KeyHeader];
        if (sent.Count == 0) return new WriteRequest(new ChangeOrigin(actor), condition, running: null);

        if (sent is not [{ Length: > 0 and <= LongestKey } key])
            return new WriteRequest(Problems.Problem(ProblemCode.InvalidRequest, KeyHeader, $"{KeyHeader} takes 1 to {LongestKey} characters, sent once: a random UUID for each change is best."));

        var retry = new RetryKey(SHA256.HashData(Encoding.UTF8.GetBytes(key)), HashOf(context.Request, body.Span));
        return context.RequestServices.GetRequiredService<RunningKeys>().TryBegin(context.User.Merchant(), retry.Key.Span) is { } running
            ? new WriteRequest(new ChangeOrigin(actor, retry), condition, running)
            : new WriteRequest(WriteProblems.KeyInProgress(context));
    }

    // A write that waits cannot be taken back: to be answered as timed out, which says that nothing was stored, it would have to.
    private static void AwaitOutcome(HttpContext context) => context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();

    // The path without the slash that it may end in; no query means anything to a change.
    private static byte[] HashOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path.Value?.TrimEnd('/')}\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
