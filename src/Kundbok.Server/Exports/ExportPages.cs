using System.Runtime.CompilerServices;
using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Server.Exports;

/// <summary>
/// The customers of an export, page by page. Each page is read by itself, so that no transaction stays open while a client reads
/// slowly. A page may be used until the next one is asked for.
/// </summary>
internal static class ExportPages
{
    // About as many usual customers as a page reads at once.
    private const int PageSize = 1000;

    /// <summary>The customers that match, by ascending id.</summary>
    public static async IAsyncEnumerable<CustomerPage> Matching(
        ICustomerStore store, long merchant, CustomerFilter filter, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        CustomerPosition? after = null;
        do
        {
            using var page = await store.ListAsync(merchant, filter, new CustomerSlice(CustomerSort.Default, after, Skip: 0, PageSize), cancellation);
            yield return page;
            for (var unread = page.Unread; unread.Count > 0;)
            {
                using var more = await store.FindManyAsync(merchant, unread, cancellation);
                yield return more;
                unread = more.Unread;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>The customers with these ids, in that order.</summary>
    /// <exception cref="CustomerRemovedException">One of them is no longer there, whether or not it has been given already.</exception>
    public static async IAsyncEnumerable<CustomerPage> Chosen(
        ICustomerStore store, long merchant, IReadOnlyList<long> ids, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var asked in ids.Chunk(PageSize))
        {
            for (IReadOnlyList<long> unread = asked; unread.Count > 0;)
            {
                using var page = await store.FindManyAsync(merchant, unread, cancellation);
                if (page.Ids.Count + page.Unread.Count < unread.Count) throw new CustomerRemovedException();
                yield return page;
                unread = page.Unread;
            }
        }

        if ((await store.FindMissingAsync(merchant, ids, cancellation)).Count > 0) throw new CustomerRemovedException();
    }
}

/// <summary>One of the customers that were chosen was removed while they were exported.</summary>
internal sealed class CustomerRemovedException() : Exception("A customer of the export was removed meanwhile.");
