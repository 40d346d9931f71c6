using Kundbok.Contracts;

namespace Kundbok.Lookup;

/// <summary>Somebody who may know who an identity number belongs to: the merchant's own customers, a directory, a registry.</summary>
public interface ILookupSource
{
    /// <summary>The source's name for logs and audits; unique among the sources, and never changed.</summary>
    string Name { get; }

    /// <summary>
    /// Whether the source should know numbers of this kind. Only then is it asked, and only then does its silence matter. A
    /// source for organisations does not serve the kinds of persons, whose numbers it must not even see.
    /// </summary>
    bool Serves(IdentityNumberKind kind);

    /// <summary>
    /// Asks the source. What can be expected of it is an answer, not an exception: a source that is away, slow, over its limit
    /// or talking nonsense is <see cref="LookupAnswer.Unavailable"/>, never <see cref="LookupAnswer.NotFound"/>. One that the
    /// merchant has not set up has no record to give: <see cref="LookupAnswer.NotFound"/>.
    /// </summary>
    /// <param name="merchant">The merchant that wants to know.</param>
    /// <param name="number">The number, of a kind that the source serves. Personal data: not for logs, traces or metrics.</param>
    /// <param name="cancellation">Nobody waits for the answer any more.</param>
    ValueTask<LookupAnswer> AskAsync(long merchant, IdentityNumberResult.Valid number, CancellationToken cancellation);
}
