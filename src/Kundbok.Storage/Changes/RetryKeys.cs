namespace Kundbok.Storage;

/// <summary>What is kept of a request with a key, and what its repetition is answered with.</summary>
internal static class RetryKeys
{
    /// <summary>How long a request may be repeated.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Whether what was kept at that time, in milliseconds since 1970, is no longer looked at.</summary>
    public static bool IsOver(long at, DateTimeOffset now) => at <= (now - Lifetime).ToUnixTimeMilliseconds();

    /// <summary>What to keep of an outcome; null when it is no success.</summary>
    public static KeptOutcome? OutcomeOf(CustomerWrite outcome, RetryKey key, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        return outcome switch
        {
            CustomerWrite.Stored stored => new(key.Request, at, KeptKind.Stored, stored.Version, 1),
            CustomerWrite.Removed removed => new(key.Request, at, KeptKind.Removed, removed.Operation, removed.Count),
            CustomerWrite.Undone undone => new(key.Request, at, KeptKind.Undone, null, undone.Count),
            CustomerWrite.Erased erased => new(key.Request, at, KeptKind.Erased, erased.Change.Sequence, 1),
            _ => null,
        };
    }

    /// <summary>The outcome once more, out of the log; null when the log has been purged of it, which takes a clock that was months ahead.</summary>
    public static CustomerWrite? Repeat(KeptOutcome kept, RetryKey key, IMerchantRows rows)
    {
        if (kept.Request.IsEmpty) return new CustomerWrite.WasErased();
        if (!kept.Request.Span.SequenceEqual(key.Request.Span)) return new CustomerWrite.KeyReused();

        return kept.Kind switch
        {
            KeptKind.Removed => new CustomerWrite.Removed(kept.Customers, kept.Change) { IsReplay = true },
            KeptKind.Undone => new CustomerWrite.Undone(kept.Customers) { IsReplay = true },
            _ => rows.FindChange(kept.Change!.Value) switch
            {
                null => null,
                { Document: { } document } change => new CustomerWrite.Stored(change.Customer, change.Sequence, document) { IsReplay = true },
                var erased => new CustomerWrite.Erased(erased) { IsReplay = true },
            },
        };
    }
}
