using Kundbok.Client;
using Kundbok.Contracts;

namespace Kundbok.Portal.Customers;

/// <summary>
/// The page of customers that is shown, and how many there are. The page and the count are asked for side by side, and the page does not wait
/// for the count. What was asked for last is what is shown, in whatever order the answers come; until it is there, the rows before stay.
/// </summary>
public sealed class CustomerList(CustomersClient customers, TimeProvider time) : IDisposable
{
    /// <summary>The most rows of a page.</summary>
    public const int PageSize = 25;

    private CancellationTokenSource? _asking;
    private CustomerFilter? _counted;

    /// <summary>Raised when there is something else to show.</summary>
    public event EventHandler? Changed;

    /// <summary>The rows; null before there was an answer.</summary>
    public IReadOnlyList<Contracts.Customer>? Rows { get; private set; }

    /// <summary>Where the next page begins; null when this is the last.</summary>
    public string? Next { get; private set; }

    /// <summary>How many customers there are; null when it is not known.</summary>
    public long? Total { get; private set; }

    /// <summary>How many match; null when it is not known (yet).</summary>
    public long? Matching { get; private set; }

    /// <summary>Whether rows are waited for.</summary>
    public bool IsLoading { get; private set; }

    /// <summary>Why what was asked for last did not come; null when it did, or may yet.</summary>
    public KundbokException? Problem { get; private set; }

    /// <summary>Asks for a page, and no longer for the page that was asked for before. Ends when the page is there; the count may come later.</summary>
    /// <param name="query">Which.</param>
    /// <param name="search">The text that is searched for.</param>
    /// <param name="isChanged">Whether customers may have come or gone, so that they must be counted again.</param>
    public async Task LoadAsync(ListQuery query, string search, bool isChanged = false)
    {
        var before = _asking;
        var asking = _asking = new CancellationTokenSource();
        if (before is not null)
        {
            await before.CancelAsync();
            before.Dispose();
        }

        if (asking != _asking) return;
        var filter = query.Filter(search, time);
        IsLoading = true;
        Problem = null;
        var page = LoadPageAsync(filter, query, asking);
        _ = LoadCountsAsync(filter, isChanged, asking);
        Changed?.Invoke(this, EventArgs.Empty);
        await page;
    }

    /// <summary>Asks for nothing further.</summary>
    public void Dispose()
    {
        _asking?.Cancel();
        _asking?.Dispose();
        _asking = null;
    }

    private async Task LoadPageAsync(CustomerFilter filter, ListQuery query, CancellationTokenSource asking)
    {
        KundbokException? problem = null;
        CustomerPage? page = null;
        try
        {
            page = await customers.GetPageAsync(filter, query.Order, PageSize, query.After, cancellation: asking.Token);
        }
        catch (OperationCanceledException)
        {
        }
        catch (KundbokException failure)
        {
            problem = failure;
        }

        if (asking != _asking) return;
        IsLoading = false;
        Problem = problem;
        if (page is not null)
        {
            (Rows, Next) = (page.Customers, page.Next);
            if (query.After is null && Next is null) Matching = Rows.Count;
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    private async Task LoadCountsAsync(CustomerFilter filter, bool isChanged, CancellationTokenSource asking)
    {
        if (!isChanged && _counted is not null && Total is not null && _counted.Conditions.SequenceEqual(filter.Conditions, ConditionComparer.Instance)) return;

        _counted = null;
        var isAll = filter.Conditions.Count == 0;
        try
        {
            if (!isAll && (isChanged || Total is null)) _ = LoadTotalAsync(asking);
            var count = await customers.CountAsync(filter, asking.Token);
            if (asking != _asking) return;
            Matching = count;
            if (isAll) Total = count;
            _counted = filter;
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (KundbokException)
        {
            if (asking != _asking) return;
            Matching = null; // the page tells what is wrong
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    private async Task LoadTotalAsync(CancellationTokenSource asking)
    {
        try
        {
            var count = await customers.CountAsync(cancellation: asking.Token);
            if (asking != _asking) return;
            Total = count;
            Changed?.Invoke(this, EventArgs.Empty);
        }
        catch (Exception failure) when (failure is OperationCanceledException or KundbokException)
        {
            // Asked for again with the next page.
        }
    }

    // Conditions hold lists, which records compare by reference.
    private sealed class ConditionComparer : IEqualityComparer<FilterCondition>
    {
        public static ConditionComparer Instance { get; } = new();

        public bool Equals(FilterCondition? one, FilterCondition? other) => (one, other) switch
        {
            (ContainsTerms a, ContainsTerms b) => a.Scope == b.Scope && a.Terms.SequenceEqual(b.Terms),
            (OfKind a, OfKind b) => a.Kinds.SequenceEqual(b.Kinds),
            _ => object.Equals(one, other),
        };

        public int GetHashCode(FilterCondition condition) => condition.GetType().GetHashCode();
    }
}
