namespace Kundbok.Storage;

/// <summary>The right to deliver to webhooks, until it is disposed of, or its holder dies or loses the database.</summary>
public interface IDeliveryLease : IAsyncDisposable
{
    /// <summary>
    /// Asks whether the right is still held, of the database where that grants it. To be asked every ten seconds at least: a holder that has not
    /// asked for <see cref="LongestSilence"/> may lose it, since it seems to stand still.
    /// </summary>
    ValueTask<bool> IsHeldAsync(CancellationToken cancellation);

    /// <summary>How long a holder may go without asking.</summary>
    static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);
}
