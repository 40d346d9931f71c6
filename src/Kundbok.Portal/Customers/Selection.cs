namespace Kundbok.Portal.Customers;

/// <summary>The customers that are selected: chosen ones, of several pages perhaps, or all that match.</summary>
public sealed class Selection
{
    private readonly HashSet<long> _ids = [];
    private long? _anchor;

    /// <summary>Whether all that match are selected, on whatever page.</summary>
    public bool IsEverything { get; private set; }

    /// <summary>The chosen ones; those of the page when everything is selected.</summary>
    public IReadOnlyCollection<long> Ids => _ids;

    /// <summary>Whether nobody is selected.</summary>
    public bool IsEmpty => !IsEverything && _ids.Count == 0;

    /// <summary>Whether the customer is selected.</summary>
    public bool Has(long id) => IsEverything || _ids.Contains(id);

    /// <summary>Whether everybody on the page is selected.</summary>
    public bool HasAll(IReadOnlyList<Contracts.Customer> page) => page.Count > 0 && page.All(customer => Has(customer.Id));

    /// <summary>Selects a row of the page, or no longer.</summary>
    /// <param name="page">The rows.</param>
    /// <param name="index">Which.</param>
    /// <param name="isRange">Whether also those between it and the row before.</param>
    public void Toggle(IReadOnlyList<Contracts.Customer> page, int index, bool isRange)
    {
        var isSelected = !Has(page[index].Id);
        if (IsEverything) KeepPage(page);
        var from = isRange && _anchor is { } anchor ? IndexOf(page, anchor) : -1;
        if (from < 0) from = index;
        for (var row = Math.Min(from, index); row <= Math.Max(from, index); row++) Set(page[row].Id, isSelected);
        _anchor = page[index].Id;
    }

    /// <summary>Selects everybody on the page; nobody when everybody is.</summary>
    public void TogglePage(IReadOnlyList<Contracts.Customer> page)
    {
        if (IsEverything)
        {
            Clear();
            return;
        }

        var isSelected = !HasAll(page);
        foreach (var customer in page) Set(customer.Id, isSelected);
        _anchor = null;
    }

    /// <summary>Selects all that match.</summary>
    public void SelectEverything() => IsEverything = true;

    /// <summary>Selects nobody.</summary>
    public void Clear()
    {
        IsEverything = false;
        _ids.Clear();
        _anchor = null;
    }

    private static int IndexOf(IReadOnlyList<Contracts.Customer> page, long id)
    {
        for (var index = 0; index < page.Count; index++)
        {
            if (page[index].Id == id) return index;
        }

        return -1;
    }

    // All but one of a million is not what a hand selects: of everything, the page stays.
    private void KeepPage(IReadOnlyList<Contracts.Customer> page)
    {
        Clear();
        foreach (var customer in page) _ids.Add(customer.Id);
    }

    private void Set(long id, bool isSelected)
    {
        if (isSelected) _ids.Add(id);
        else _ids.Remove(id);
    }
}
