using System.Diagnostics;
using Kundbok.Contracts;

namespace Kundbok.Lookup;

/// <summary>Asks the sources in order until one of them knows the number.</summary>
/// <param name="sources">The sources, in the order to ask them.</param>
public sealed class LookupChain(IEnumerable<ILookupSource> sources)
{
    private readonly ILookupSource[] _sources = [.. sources];

    /// <summary>The sources, in the order in which they are asked.</summary>
    public IReadOnlyList<ILookupSource> Sources => _sources;

    /// <summary>
    /// Who the number belongs to. The first source that has it ends the search, and so does one that protects it. When nobody
    /// has it, a source that could not be asked outweighs those that do not know, and one that calls the number invalid
    /// outweighs those that merely do not have it.
    /// </summary>
    /// <param name="merchant">The merchant that wants to know.</param>
    /// <param name="number">The number.</param>
    /// <param name="cancellation">Nobody waits for the answer any more.</param>
    /// <param name="answered">Is told what each source that was asked said, and how long that took; of a protected person that it was not found.</param>
    public async ValueTask<LookupResult> AskAsync(long merchant, IdentityNumberResult.Valid number, CancellationToken cancellation, Action<LookupStep>? answered = null)
    {
        var result = new LookupResult(new LookupAnswer.NotFound(), Source: null);
        foreach (var source in _sources)
        {
            if (!source.Serves(number.Kind)) continue;

            var asked = Stopwatch.GetTimestamp();
            var answer = await source.AskAsync(merchant, number, cancellation);
            answered?.Invoke(new LookupStep(source.Name, answer is LookupAnswer.Protected ? new LookupAnswer.NotFound() : answer, Stopwatch.GetElapsedTime(asked)));
            if (answer is LookupAnswer.Found) return new LookupResult(answer, source.Name);
            if (answer is LookupAnswer.Protected) return new LookupResult(new LookupAnswer.NotFound(), Source: null);
            if (Outweighs(answer, result.Answer)) result = new LookupResult(answer, source.Name);
        }

        return result;
    }

    // Of two that could not be asked, the one that is back sooner: it may be the one that knows.
    private static bool Outweighs(LookupAnswer answer, LookupAnswer other) => (answer, other) switch
    {
        (LookupAnswer.Unavailable a, LookupAnswer.Unavailable b) => a.RetryAfter < b.RetryAfter,
        (LookupAnswer.Unavailable, _) => true,
        (LookupAnswer.Invalid, LookupAnswer.NotFound) => true,
        _ => false,
    };
}

/// <summary>What one of the sources said.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Answer">Any answer but <see cref="LookupAnswer.Protected"/>.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record LookupStep(string Source, LookupAnswer Answer, TimeSpan Elapsed);

/// <summary>What became of a look-up.</summary>
/// <param name="Answer">Any answer but <see cref="LookupAnswer.Protected"/>.</param>
/// <param name="Source">Name of the source whose answer it is; null when all that were asked just did not have the number, or one protects it: the two are not told apart.</param>
public sealed record LookupResult(LookupAnswer Answer, string? Source);
