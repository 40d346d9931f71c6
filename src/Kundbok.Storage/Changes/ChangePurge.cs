using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>What is forgotten of a stretch of the log, the same for every engine.</summary>
/// <param name="Count">How many changes were looked at.</param>
/// <param name="Last">The sequence of the last of them.</param>
/// <param name="Forgotten">Customers, and up to which sequence their changes go.</param>
internal sealed record ChangePurge(int Count, long Last, IReadOnlyList<(long Customer, long UpTo)> Forgotten)
{
    /// <param name="next">The changes behind the last that was purged, in order.</param>
    /// <param name="before">What is older than this goes, unless it is what a customer is now.</param>
    /// <param name="now">What is dated behind this was dated by a clock that was wrong, and is as old as the next that was not.</param>
    public static ChangePurge Of(IReadOnlyList<AgingChange> next, DateTimeOffset before, DateTimeOffset now)
    {
        var (from, to) = (before.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds());
        var count = 0;
        for (var i = 0; i < next.Count && (next[i].At < from || next[i].At > to); i++)
        {
            if (next[i].At < from) count = i + 1;
        }

        var old = next.Take(count).ToList();
        var newest = new Dictionary<long, AgingChange>();
        foreach (var change in old) newest[change.Customer] = change;
        return new ChangePurge(
            old.Count,
            old.Count == 0 ? 0 : old[^1].Sequence,
            [.. newest.Values.Select(change => (change.Customer, change.Kind is ChangeKind.Removed or ChangeKind.Erased ? change.Sequence : change.Sequence - 1))]);
    }
}

/// <summary>A change that may be old enough to be forgotten.</summary>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, in milliseconds since 1970.</param>
internal sealed record AgingChange(long Sequence, long Customer, ChangeKind Kind, long At);

/// <summary>How much of the log is read at once.</summary>
internal static class ChangePages
{
    /// <summary>Bytes of documents after which a page ends.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>The changes until their documents are over a mebibyte, and at least one.</summary>
    public static IEnumerable<Change> UntilFull(IEnumerable<Change> changes)
    {
        var bytes = 0;
        foreach (var change in changes)
        {
            bytes += change.Document?.Length ?? 0;
            if (bytes > MostBytes && bytes > (change.Document?.Length ?? 0)) yield break;
            yield return change;
        }
    }
}
