namespace Kundbok.Storage;

/// <summary>What is kept of asking who a number belongs to: merchants' accounts with sources, who asked when, and how often a source was asked.</summary>
/// <remarks>Every method may throw <see cref="RegisterUnavailableException"/>; nothing of the call was stored then.</remarks>
public interface ILookupStore
{
    /// <summary>Every account, by merchant and source.</summary>
    ValueTask<IReadOnlyList<LookupAccount>> ListAccountsAsync(CancellationToken cancellation);

    /// <summary>The merchant's account with the source; null when it has none.</summary>
    ValueTask<LookupAccount?> FindAccountAsync(long merchant, string source, CancellationToken cancellation);

    /// <summary>Sets a merchant's account, in the place of the one that it has. False when there is no such merchant.</summary>
    ValueTask<bool> SetAccountAsync(LookupAccount account, CancellationToken cancellation);

    /// <summary>Puts the same settings, sealed anew, in the place of what was read. False when they are not that any more.</summary>
    ValueTask<bool> ResealAccountAsync(LookupAccount read, ReadOnlyMemory<byte> resealed, CancellationToken cancellation);

    /// <summary>Removes a merchant's account. False when it has none.</summary>
    ValueTask<bool> RemoveAccountAsync(long merchant, string source, CancellationToken cancellation);

    /// <summary>Notes a look-up.</summary>
    ValueTask AddAuditAsync(LookupAudit audit, CancellationToken cancellation);

    /// <summary>The merchant's look-ups, the newest first.</summary>
    ValueTask<IReadOnlyList<LookupAudit>> ListAuditsAsync(long merchant, int limit, CancellationToken cancellation);

    /// <summary>Forgets look-ups, the oldest first, in one step of bounded size.</summary>
    /// <param name="before">Those that were made before then.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>How many were forgotten; 0 when none is left.</returns>
    ValueTask<int> PurgeAuditsAsync(DateTimeOffset before, CancellationToken cancellation);

    /// <summary>Takes one of the turns that a source allows in a window of time, over every node.</summary>
    /// <param name="source">The source.</param>
    /// <param name="window">Which window it is now, counted from 1970. One that a node's clock is behind by a few is counted in the newest.</param>
    /// <param name="most">How many turns a window has.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>False when all have been taken.</returns>
    ValueTask<bool> TryTakeTurnAsync(string source, long window, int most, CancellationToken cancellation);
}

/// <summary>A merchant's account with a source.</summary>
/// <param name="Merchant">The merchant.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Settings">The account's settings, sealed with the secret file.</param>
public sealed record LookupAccount(long Merchant, string Source, ReadOnlyMemory<byte> Settings)
{
    /// <inheritdoc/>
    public bool Equals(LookupAccount? other) => other is not null && Merchant == other.Merchant && Source == other.Source && Settings.Span.SequenceEqual(other.Settings.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Merchant, Source);
}

/// <summary>A look-up: who asked, and what became of it.</summary>
/// <param name="Merchant">For which merchant.</param>
/// <param name="At">When; kept to the millisecond.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Source">Whose answer it was; null when nobody had the number.</param>
/// <param name="Outcome">What it was: a word of the program's.</param>
/// <param name="Number">An HMAC of the number.</param>
public sealed record LookupAudit(long Merchant, DateTimeOffset At, Actor Actor, string? Source, string Outcome, ReadOnlyMemory<byte> Number)
{
    /// <inheritdoc/>
    public bool Equals(LookupAudit? other) =>
        other is not null && (Merchant, At, Actor, Source, Outcome) == (other.Merchant, other.At, other.Actor, other.Source, other.Outcome) && Number.Span.SequenceEqual(other.Number.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Merchant, At, Actor, Source, Outcome);
}
