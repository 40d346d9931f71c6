namespace Kundbok.Lookup.Online;

/// <summary>Counts the requests to a source whose provider allows only so many, over all nodes of the register.</summary>
public interface ILookupTurns
{
    /// <summary>Takes a turn.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="window">Turns are counted for each such span of time, from 1970 on.</param>
    /// <param name="most">How many there are in one.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>False when all of them have been taken.</returns>
    ValueTask<bool> TryTakeAsync(string source, TimeSpan window, int most, CancellationToken cancellation);
}
