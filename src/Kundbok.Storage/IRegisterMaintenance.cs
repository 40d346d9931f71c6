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

    /// <summary>Writes a copy of the register, as of one instant, while it is used. The copy appears whole or not at all.</summary>
    /// <param name="backup">The file to write; must not exist.</param>
    /// <param name="cancellation">Stops before the copy appears.</param>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    ValueTask BackUpAsync(string backup, CancellationToken cancellation);

    /// <summary>
    /// Replaces everything by what a backup holds, in one transaction, also while the register is used. Ids that were given since
    /// the backup are not given again, tokens that were revoked since stay so, and those that were made since are not known any more.
    /// </summary>
    /// <param name="backup">The file that <see cref="BackUpAsync"/> wrote; it is not changed.</param>
    /// <param name="cancellation">Stops before anything is replaced.</param>
    /// <exception cref="RegisterUnusableException">The file is no backup of a register, is damaged, or is a newer version's.</exception>
    /// <exception cref="IOException">The file is not there, or there is no room for a copy of it.</exception>
    ValueTask RestoreAsync(string backup, CancellationToken cancellation);
}
