namespace Kundbok.Storage;

/// <summary>What a list is ordered by.</summary>
public enum SortField
{
    /// <summary>The id, which is the order of creation.</summary>
    Id,

    /// <summary>The name, by <see cref="Contracts.NameSortKey"/>.</summary>
    Name,

    /// <summary>The customer number, by <see cref="NumberSortKey"/>.</summary>
    Number,

    /// <summary>The instant of creation.</summary>
    Created,
}

/// <summary>An order of customers; ties are always by ascending id.</summary>
/// <param name="Field">What to order by.</param>
/// <param name="Descending">From the last to the first.</param>
public readonly record struct CustomerSort(SortField Field, bool Descending)
{
    /// <summary>By id, ascending: the order when none is asked for.</summary>
    public static CustomerSort Default => new(SortField.Id, Descending: false);
}

/// <summary>A place in an order of customers: behind the customer that has this key and id.</summary>
/// <param name="Key">
/// The sort key as stored: text for names and numbers, milliseconds since 1970 as digits for creation, empty for ids. It
/// holds for as long as the customer's key does not change, even after the customer is removed. Personal data.
/// </param>
/// <param name="Id">The customer's id.</param>
public sealed record CustomerPosition(string Key, long Id);

/// <summary>A stretch of a list.</summary>
/// <param name="Sort">The order.</param>
/// <param name="After">The place to start behind; null: from the start.</param>
/// <param name="Skip">Customers to skip from there.</param>
/// <param name="Limit">The most customers, from 1.</param>
public sealed record CustomerSlice(CustomerSort Sort, CustomerPosition? After, long Skip, int Limit);
