namespace Kundbok.Storage;

/// <summary>A register: one database with everything of every merchant. An engine implements it; nothing else knows which.</summary>
public interface IRegister : IAsyncDisposable
{
    /// <summary>The customers.</summary>
    ICustomerStore Customers { get; }

    /// <summary>The merchants, users and tokens.</summary>
    IAccessStore Access { get; }

    /// <summary>What an operator does to the register as a whole.</summary>
    IRegisterMaintenance Maintenance { get; }
}

/// <summary>
/// The database cannot answer now: it is away, its disk is full, or it does not get its lock. Nothing of the call was stored, and
/// trying again later is right. The message is for the operator's log.
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
