using System.Runtime.CompilerServices;
using Kundbok.Storage;

namespace Kundbok.Server.Changes;

/// <summary>Everything that the log has of one customer, read page by page, and the customer as it was when the reading began.</summary>
internal sealed class Dossier
{
    // A version may have over half a mebibyte.
    private const int ReadAtOnce = 16;

    private const int MostAttempts = 10;

    private readonly IChangeLog _log;
    private readonly IReadOnlyList<Change> _newest;

    private Dossier(IChangeLog log, long merchant, long customer, CustomerVersion? present, IReadOnlyList<Change> newest)
    {
        _log = log;
        _newest = newest;
        Merchant = merchant;
        Customer = customer;
        Present = present;
    }

    public long Merchant { get; }

    /// <summary>The customer's id.</summary>
    public long Customer { get; }

    /// <summary>The customer as it is; null when it is gone.</summary>
    public CustomerVersion? Present { get; }

    /// <summary>Begins to read; null when nothing is held about such a customer.</summary>
    public static async ValueTask<Dossier?> BeginAsync(ICustomerStore store, IChangeLog log, long merchant, long customer, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var present = await store.FindAsync(merchant, customer, cancellation);
            var newest = await log.ReadHistoryAsync(merchant, customer, present is { } found ? found.Version + 1 : null, ReadAtOnce, cancellation);
            if (present is null && newest.Count == 0) return null;

            // The two are read one after the other: when somebody came between them, they are read again. Where the log is damaged they never agree.
            var agree = newest.Count > 0 && (present is null) == (newest[0].Document is null);
            if (agree || attempt == MostAttempts) return new Dossier(log, merchant, customer, present, newest);
        }
    }

    /// <summary>Every version that is kept, the newest first.</summary>
    public async IAsyncEnumerable<Change> VersionsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var page = _newest; page.Count > 0;)
        {
            foreach (var change in page) yield return change;
            page = await _log.ReadHistoryAsync(Merchant, Customer, page[^1].Sequence, ReadAtOnce, cancellation);
        }
    }
}
