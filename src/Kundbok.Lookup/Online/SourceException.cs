namespace Kundbok.Lookup.Online;

/// <summary>A source could not be asked, or said what cannot be understood. It becomes <see cref="LookupAnswer.Unavailable"/>.</summary>
/// <param name="reason">A few words for the operator; nothing that the source sent.</param>
/// <param name="retryAfter">When it is worth asking again; more than zero.</param>
internal sealed class SourceException(string reason, TimeSpan retryAfter) : Exception(reason)
{
    /// <summary>After a fault that passes by itself.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>After a fault that somebody has to see to.</summary>
    public static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    /// <summary>When it is worth asking again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;

    /// <summary>The source does not accept what we show it.</summary>
    public static SourceException Refused() => new("does not accept the credentials", Later);

    /// <summary>The source sent something else than it is known to send.</summary>
    public static SourceException Nonsense() => new("sent an answer that cannot be understood", Later);

    /// <summary>The source answered with a status that says neither yes nor no.</summary>
    public static SourceException Status(int status) => new(FormattableString.Invariant($"answered with status {status}"), status >= 500 ? Soon : Later);
}
