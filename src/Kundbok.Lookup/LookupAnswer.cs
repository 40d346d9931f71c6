using Kundbok.Contracts;

namespace Kundbok.Lookup;

/// <summary>What a source says about a number.</summary>
public abstract record LookupAnswer
{
    private LookupAnswer()
    {
    }

    /// <summary>Why it is this answer, where that needs saying, in a few words for the operator. Never personal data, nor anything that the source sent.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The answer's kind as it is counted and audited: <c>found</c>, <c>not_found</c>, <c>invalid</c> or <c>unavailable</c>. A protected person is <c>not_found</c> there too.</summary>
    public string Outcome => this switch
    {
        Found => "found",
        Invalid => "invalid",
        Unavailable => "unavailable",
        _ => "not_found",
    };

    /// <summary>The source knows who it is.</summary>
    /// <param name="Party">Who it is.</param>
    public sealed record Found(Party Party) : LookupAnswer
    {
        /// <summary>Whether it is an answer of an earlier day, because the source could not be asked now.</summary>
        public bool IsStale { get; init; }

        /// <summary>Whether the source could not tell all that it may know, such as the address. Good for one answer, not to be kept.</summary>
        public bool IsPartial { get; init; }

        /// <summary>The outcome alone: a record would show the party, and what is shown ends in a log.</summary>
        public override string ToString() => nameof(Found);
    }

    /// <summary>The source was asked and has no such number.</summary>
    public sealed record NotFound : LookupAnswer;

    /// <summary>The source, which keeps numbers of this kind, says that this is none, although its check digit is right.</summary>
    public sealed record Invalid : LookupAnswer;

    /// <summary>
    /// A person with a protected identity. Nobody else is asked, nothing is kept, and whoever asked is told
    /// <see cref="NotFound"/>: that there is something to protect is protected too.
    /// </summary>
    public sealed record Protected : LookupAnswer;

    /// <summary>The source could not be asked, so it is not known whether it has the number.</summary>
    /// <param name="RetryAfter">How long to wait before it is worth asking again; more than zero.</param>
    public sealed record Unavailable(TimeSpan RetryAfter) : LookupAnswer;
}
