namespace Kundbok.Lookup.Online;

/// <summary>Lets a request through when it has a turn; a repeated one takes another.</summary>
/// <param name="turns">The turns.</param>
/// <param name="source">Whose.</param>
/// <param name="window">The span of time for which they are counted.</param>
/// <param name="most">How many there are in it.</param>
internal sealed class TurnHandler(ILookupTurns turns, string source, TimeSpan window, int most) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!await turns.TryTakeAsync(source, window, most, cancellationToken)) throw new SourceException("allows no more requests for now", window);
        return await base.SendAsync(request, cancellationToken);
    }
}
