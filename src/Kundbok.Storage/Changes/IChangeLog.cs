namespace Kundbok.Storage;

/// <summary>
/// The log: every change to a customer, one row each, written in the transaction of the change. Every method names the merchant first and
/// sees that merchant's changes only.
/// </summary>
/// <remarks>Every method may throw <see cref="RegisterUnavailableException"/>.</remarks>
public interface IChangeLog
{
    /// <summary>
    /// The merchant's next changes, in order, nothing skipped: as many as asked for, fewer when there are no more or their documents are over a
    /// mebibyte, at least one when there is one.
    /// </summary>
    /// <param name="merchant">The merchant.</param>
    /// <param name="after">The sequence behind which to begin; before <see cref="ChangeLogState.Purged"/> there are gaps.</param>
    /// <param name="limit">The most changes, from 1 to 10,000.</param>
    /// <param name="cancellation">Stops reading.</param>
    ValueTask<ChangePage> ReadAsync(long merchant, long after, int limit, CancellationToken cancellation);

    /// <summary>One change; null when it never was, was purged, or went with a customer that was erased.</summary>
    ValueTask<Change?> FindAsync(long merchant, long sequence, CancellationToken cancellation);

    /// <summary>What the merchant's log holds.</summary>
    ValueTask<ChangeLogState> ReadStateAsync(long merchant, CancellationToken cancellation);

    /// <summary>The sequence of the last change of each of these merchants, in one read; those without a change may be missing.</summary>
    ValueTask<IReadOnlyDictionary<long, long>> ReadLastAsync(IReadOnlyCollection<long> merchants, CancellationToken cancellation);

    /// <summary>What is kept of one customer, whether or not it is there, the newest first.</summary>
    /// <param name="merchant">The merchant.</param>
    /// <param name="customer">The customer's id.</param>
    /// <param name="before">The sequence before which to begin; null: the newest.</param>
    /// <param name="limit">The most changes, from 1.</param>
    /// <param name="cancellation">Stops reading.</param>
    ValueTask<IReadOnlyList<Change>> ReadHistoryAsync(long merchant, long customer, long? before, int limit, CancellationToken cancellation);

    /// <summary>What is called after changes of this process were committed, with the merchant; never while a lock is held. Must return at once.</summary>
    Action<long>? OnCommitted { get; set; }

    /// <summary>
    /// Forgets, in one small transaction, some of what was changed before an instant: versions that had been replaced by then, and everything
    /// of customers that were gone by then. The last version of each customer that is there is kept whatever its age. What is
    /// dated in the future, by a clock that was wrong, is as old as the next change that is not.
    /// </summary>
    /// <param name="merchant">The merchant.</param>
    /// <param name="before">The instant.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>How many changes were looked at; 0 when there is nothing more to forget.</returns>
    ValueTask<int> PurgeAsync(long merchant, DateTimeOffset before, CancellationToken cancellation);

    /// <summary>Forgets, in one small transaction, some of the answers that were kept for keys of before an instant.</summary>
    /// <returns>How many; 0 when there are no more.</returns>
    ValueTask<int> PurgeKeysAsync(DateTimeOffset before, CancellationToken cancellation);
}
