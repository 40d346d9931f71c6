using Kundbok.Storage;

namespace Kundbok.Server.Changes;

/// <summary>Some versions of a customer, and the older ones that tell what the last of them changed.</summary>
/// <param name="Changes">The newest first, the older ones included.</param>
/// <param name="Count">How many of them the page is of.</param>
internal sealed record HistoryPage(IReadOnlyList<Change> Changes, int Count)
{
    /// <summary>Before a version may come one without a document, and before that one that has it.</summary>
    private const int MostOlder = 2;

    private const int ReadAtOnce = 32;

    // A document may have over half a mebibyte: a page ends early rather than grow beyond all bounds.
    private const int MostBytes = 1 << 20;

    /// <summary>Whether there are versions before those of the page.</summary>
    public bool HasMore => Changes.Count > Count;

    /// <summary>The last document that the customer had before a version of the page; null when none is kept.</summary>
    public ReadOnlyMemory<byte>? DocumentBefore(int index) => Changes.Skip(index + 1).FirstOrDefault(change => change.Document is not null)?.Document;

    /// <summary>Reads a page: as many versions as asked for, fewer when there are no more or their documents are over a mebibyte.</summary>
    public static async ValueTask<HistoryPage> ReadAsync(IChangeLog log, long merchant, long customer, HistoryQuery query, CancellationToken cancellation)
    {
        var changes = new List<Change>();
        var most = query.Limit + MostOlder;
        var bytes = 0L;
        while (changes.Count < most && bytes <= MostBytes)
        {
            var asked = Math.Min(ReadAtOnce, most - changes.Count);
            var read = await log.ReadHistoryAsync(merchant, customer, changes.Count == 0 ? query.Before : changes[^1].Sequence, asked, cancellation);
            changes.AddRange(read);
            bytes += read.Sum(change => (long)(change.Document?.Length ?? 0));
            if (read.Count < asked) return new HistoryPage(changes, Math.Min(query.Limit, changes.Count));
        }

        return new HistoryPage(changes, changes.Count - MostOlder);
    }
}
