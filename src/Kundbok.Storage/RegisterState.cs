namespace Kundbok.Storage;

/// <summary>What may be done with a register.</summary>
public enum RegisterState
{
    /// <summary>Everything.</summary>
    Open,

    /// <summary>It can be read only: it was copied to another database, which goes on from there.</summary>
    ReadOnly,

    /// <summary>Nothing yet: another register is being copied into it.</summary>
    Receiving,
}

/// <summary>How the states are stored, and what they forbid.</summary>
internal static class RegisterStates
{
    // Not "open": versions from before the log know that word, and would make changes that the log misses.
    private const string Open = "logged";

    public static string Format(RegisterState state) => state switch
    {
        RegisterState.ReadOnly => "read-only",
        RegisterState.Receiving => "receiving",
        _ => Open,
    };

    public static RegisterState Parse(string text) => text switch
    {
        Open => RegisterState.Open,
        "receiving" => RegisterState.Receiving,
        _ => RegisterState.ReadOnly, // what is not known is better not written to
    };

    /// <exception cref="RegisterUnusableException">Nothing is being copied into the register any more: another copy has ended meanwhile.</exception>
    public static void EnsureReceiving(RegisterState state)
    {
        if (state != RegisterState.Receiving) throw new RegisterUnusableException("The target is no longer being copied into: another copy has ended meanwhile, or somebody released it. Nothing more was written.");
    }

    /// <exception cref="RegisterUnavailableException">The register takes no writes.</exception>
    public static void EnsureOpen(RegisterState state)
    {
        if (state == RegisterState.ReadOnly) throw new RegisterUnavailableException("The register is read-only, since it was copied to another database: use that one, or make this one writable again with the command release.");
        if (state == RegisterState.Receiving) throw new RegisterUnavailableException("The register is being copied into: wait for the command copy, or run it again.");
    }
}
