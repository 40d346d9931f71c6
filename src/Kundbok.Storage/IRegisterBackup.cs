namespace Kundbok.Storage;

/// <summary>Copies of a register in one file.</summary>
public interface IRegisterBackup
{
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
