namespace Kundbok.Storage;

/// <summary>What an operator does to the register as a whole.</summary>
public interface IRegisterMaintenance
{
    /// <summary>Reads something, so that a database that cannot answer is noticed.</summary>
    /// <exception cref="RegisterUnavailableException">It cannot answer.</exception>
    ValueTask PingAsync(CancellationToken cancellation);

    /// <summary>
    /// Looks for damage: of the database itself, and any derived column or search entry that is not what its customer's document
    /// makes it. Looks at a copy, so that the register can be used meanwhile; there must be room for one beside it.
    /// </summary>
    /// <returns>A sentence for each finding, naming the customer by id alone; none when all is well.</returns>
    IAsyncEnumerable<string> CheckAsync(CancellationToken cancellation);

    /// <summary>
    /// Makes every derived column and search entry again from the documents, in small transactions. The search index is compared in a
    /// copy, for which there must be room; only one that is damaged is made again as a whole, while writes wait.
    /// </summary>
    /// <returns>How many customers were gone through.</returns>
    ValueTask<long> ReindexAsync(CancellationToken cancellation);

    /// <summary>
    /// Lets one process at a time set the register up, over all nodes: whoever else calls this waits until what is returned is disposed
    /// of, or that process is gone.
    /// </summary>
    ValueTask<IAsyncDisposable> LockSetUpAsync(CancellationToken cancellation);
}
