using Kundbok.Lookup.Online;
using Kundbok.Storage;

namespace Kundbok.Server.Lookup;

/// <summary>Turns that are counted in the register, and so over all of its nodes.</summary>
internal sealed class SharedTurns(ILookupStore store, TimeProvider time) : ILookupTurns
{
    /// <inheritdoc/>
    public ValueTask<bool> TryTakeAsync(string source, TimeSpan window, int most, CancellationToken cancellation) =>
        store.TryTakeTurnAsync(source, time.GetUtcNow().UtcTicks / window.Ticks, most, cancellation);
}
