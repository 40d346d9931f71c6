namespace Kundbok.Storage;

/// <summary>A register: one database with everything of every merchant. An engine implements it; nothing else knows which.</summary>
public interface IRegister : IAsyncDisposable
{
    /// <summary>The customers.</summary>
    ICustomerStore Customers { get; }

    /// <summary>What was changed.</summary>
    IChangeLog Changes { get; }

    /// <summary>The merchants, users and tokens.</summary>
    IAccessStore Access { get; }

    /// <summary>Where the merchants want to be told of changes.</summary>
    IWebhookStore Webhooks { get; }

    /// <summary>What is kept of asking who a number belongs to.</summary>
    ILookupStore Lookups { get; }

    /// <summary>The directory of organisations, which is no merchant's.</summary>
    IOrganisationDirectory Directory { get; }

    /// <summary>What an operator does to the register as a whole.</summary>
    IRegisterMaintenance Maintenance { get; }

    /// <summary>Copies of the register in one file; null for an engine whose database server has tools of its own for that.</summary>
    IRegisterBackup? Backup { get; }

    /// <summary>The register as a whole, so that it can be taken to another engine.</summary>
    IRegisterTransfer Transfer { get; }
}

/// <summary>Who opens a register.</summary>
public enum RegisterUse
{
    /// <summary>A command, for as long as it runs.</summary>
    Command,

    /// <summary>A server. Others can tell that one uses the register; see <see cref="IRegisterTransfer.IsServedAsync"/>.</summary>
    Server,
}

/// <summary>
/// The database cannot answer now: it is away, its disk is full, or it does not get its lock. Nothing of the call was stored, unless
/// <see cref="IsOutcomeUnknown"/>, and trying again later is right. The message is for the operator's log.
/// </summary>
public sealed class RegisterUnavailableException : Exception
{
    /// <summary>Creates the fault.</summary>
    /// <param name="message">What the operator should know; no personal data, no SQL.</param>
    /// <param name="inner">The engine's own fault.</param>
    public RegisterUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>
    /// Whether the call may have been stored all the same: the database was lost while it was storing it, or could not confirm that a
    /// standby has it.
    /// </summary>
    public bool IsOutcomeUnknown { get; init; }
}

/// <summary>The register cannot be opened as it is; the message is one line that says what to do.</summary>
public sealed class RegisterUnusableException : Exception
{
    /// <summary>Creates the fault.</summary>
    /// <param name="message">One line for the operator that says what is wrong and what to do.</param>
    /// <param name="inner">The engine's own fault.</param>
    public RegisterUnusableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
