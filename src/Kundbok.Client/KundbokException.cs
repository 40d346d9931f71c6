using System.Net;
using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>
/// A request did not get what it asked for: the register refused it, or did not answer. The message is made of what the register says,
/// which is free of customers' data, and of nothing that was sent.
/// </summary>
public sealed class KundbokException : Exception
{
    internal KundbokException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>The status of the answer; null when none came.</summary>
    public HttpStatusCode? Status { get; internal init; }

    /// <summary>What kind of problem it is; null when no answer came, or one that says no kind that this client knows.</summary>
    public ProblemCode? Code { get; internal init; }

    /// <summary>The sentence about this occurrence: what is wrong and what to do; null when there is none.</summary>
    public string? Detail { get; internal init; }

    /// <summary>What is wrong with which field or parameter; <c>body</c> is the whole. Empty when it is about none.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; internal init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>The version that the customer has now, with <see cref="ProblemCode.VersionMismatch"/>; else null.</summary>
    public long? Version { get; internal init; }

    /// <summary>
    /// The customers that it is about: those that are missing (<see cref="ProblemCode.CustomerNotFound"/> of an export), that have changed
    /// (<see cref="ProblemCode.ChangedSince"/>), or the one that has the number (<see cref="ProblemCode.CustomerIdTaken"/>). Else empty.
    /// </summary>
    public IReadOnlyList<long> Customers { get; internal init; } = [];

    /// <summary>How long the register asks to wait before the request is sent again; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>The id by which the request is found in the traces of what answered; null when it gave none.</summary>
    public string? TraceId { get; internal init; }

    /// <summary>
    /// The key of a write that failed. Whether it was made may be unknown (<see cref="Status"/> null, 502, 503 or 504): sending the same write with
    /// the same key within 24 hours makes it, unless it was made, and answers alike. Null when it was no write, or one that takes no key.
    /// </summary>
    public string? IdempotencyKey { get; internal init; }

    /// <summary>What was asked for is not there.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>Somebody has changed the customer meanwhile, to <see cref="Version"/>.</summary>
    public bool IsVersionMismatch => Code == ProblemCode.VersionMismatch;
}
