namespace Kundbok.Storage;

/// <summary>What an operator does to the register as a whole.</summary>
public interface IRegisterMaintenance
{
    /// <summary>Reads something, so that a database that cannot answer is noticed.</summary>
    /// <exception cref="RegisterUnavailableException">It cannot answer.</exception>
    ValueTask PingAsync(CancellationToken cancellation);

    /// <summary>
    /// Looks for damage: of the database itself, and any derived column or search entry that is not what its customer's document
    /// makes it. Reads in pieces, so that the register can be written meanwhile.
    /// </summary>
    /// <returns>A sentence for each finding, naming the customer by id alone; none when all is well.</returns>
    IAsyncEnumerable<string> CheckAsync(CancellationToken cancellation);

    /// <summary>Makes every derived column and search entry again from the documents, in small transactions.</summary>
    /// <returns>How many customers were gone through.</returns>
    ValueTask<long> ReindexAsync(CancellationToken cancellation);

    /// <summary>Writes a copy of the register, as of one instant, while it is used. The copy appears whole or not at all.</summary>
    /// <param name="file">Where to; must not exist.</param>
    /// <param name="cancellation">Stops before the copy appears.</param>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    ValueTask BackUpAsync(string file, CancellationToken cancellation);
}
