namespace Kundbok.Lookup.Online;

/// <summary>Which online sources are asked, and how. Nobody is, unless the operator says so.</summary>
public sealed class OnlineLookupOptions
{
    /// <summary>Bolagsverket, for Swedish organisations.</summary>
    public BolagsverketOptions Bolagsverket { get; init; } = new();

    /// <summary>Brønnøysundregistrene, for Norwegian ones.</summary>
    public RegistryOptions Brreg { get; init; } = new();

    /// <summary>Patentti- ja rekisterihallitus, for Finnish ones.</summary>
    public RegistryOptions Prh { get; init; } = new();

    /// <summary>Qvickly, for merchants who have an account there; each merchant switches it on for itself.</summary>
    public QvicklyOptions Qvickly { get; init; } = new();

    /// <summary>How long a source may take for an answer, the body included, before a repetition or giving up.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Every address that may be set, with the name of its setting.</summary>
    public IEnumerable<(string Setting, Uri? Address)> Addresses =>
    [
        ("Bolagsverket:BaseAddress", Bolagsverket.BaseAddress),
        ("Bolagsverket:TokenAddress", Bolagsverket.TokenAddress),
        ("Brreg:BaseAddress", Brreg.BaseAddress),
        ("Prh:BaseAddress", Prh.BaseAddress),
        ("Qvickly:BaseAddress", Qvickly.BaseAddress),
    ];
}

/// <summary>A registry that takes no key.</summary>
public sealed class RegistryOptions
{
    /// <summary>Whether it is asked.</summary>
    public bool Enabled { get; init; }

    /// <summary>Another address than its own, for tests; ends with a slash.</summary>
    public Uri? BaseAddress { get; init; }
}

/// <summary>How Bolagsverket is asked: it is when both are set.</summary>
public sealed class BolagsverketOptions
{
    /// <summary>The id that Bolagsverket has given the operator.</summary>
    public string? ClientId { get; init; }

    /// <summary>The secret that goes with it.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Another address than its own, for tests; ends with a slash.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>Another address for tokens than its own, for tests.</summary>
    public Uri? TokenAddress { get; init; }

    /// <summary>Whether it is asked.</summary>
    public bool Enabled => !string.IsNullOrEmpty(ClientId) && !string.IsNullOrEmpty(ClientSecret);
}

/// <summary>How Qvickly is asked.</summary>
public sealed class QvicklyOptions
{
    /// <summary>Another address than its own, for tests.</summary>
    public Uri? BaseAddress { get; init; }
}
