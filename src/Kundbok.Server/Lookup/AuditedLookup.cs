using Kundbok.Contracts;
using Kundbok.Lookup;
using Kundbok.Storage;

namespace Kundbok.Server.Lookup;

/// <summary>Asks the sources, and notes who asked. An answer that cannot be noted is not given.</summary>
internal sealed class AuditedLookup(LookupChain chain, ILookupStore store, NumberHashes hashes, TimeProvider time)
{
    // Whoever asked has gone before there was an answer; the sources were asked all the same.
    private const string Abandoned = "abandoned";

    /// <summary>Who the number belongs to.</summary>
    /// <param name="merchant">The merchant that wants to know.</param>
    /// <param name="actor">Who asks for it.</param>
    /// <param name="number">The number.</param>
    /// <param name="cancellation">Nobody waits for the answer any more.</param>
    /// <param name="answered">See <see cref="LookupChain.AskAsync"/>.</param>
    /// <exception cref="RegisterUnavailableException">The look-up cannot be noted.</exception>
    public async ValueTask<LookupResult> AskAsync(
        long merchant, Actor actor, IdentityNumberResult.Valid number, CancellationToken cancellation, Action<LookupStep>? answered = null)
    {
        var at = time.GetUtcNow();
        LookupResult? result = null;
        try
        {
            return result = await chain.AskAsync(merchant, number, cancellation, answered);
        }
        finally
        {
            var audit = new LookupAudit(merchant, at, actor, result?.Source, result?.Answer.Outcome ?? Abandoned, hashes.HashForAudit(number));
            await store.AddAuditAsync(audit, CancellationToken.None);
        }
    }
}
