using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>A customer, and the version that it has: its place among the merchant's changes.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Version">What to send with a change, so that nobody else's is overwritten unseen.</param>
public sealed record VersionedCustomer(Customer Customer, long Version);

/// <summary>A page of a list.</summary>
/// <param name="Customers">The customers, in the order that was asked for.</param>
/// <param name="Next">The cursor from which the next page begins; null when this is the last.</param>
public sealed record CustomerPage(IReadOnlyList<Customer> Customers, string? Next);

/// <summary>In what order customers are listed; ties by id. As it is by default: by id.</summary>
public readonly record struct CustomerOrder
{
    private CustomerOrder(string name) => Name = name;

    /// <summary>By id, which is the order in which they were created.</summary>
    public static CustomerOrder ById { get; } = new("id");

    /// <summary>By name, in Swedish order.</summary>
    public static CustomerOrder ByName { get; } = new("name");

    /// <summary>By customer number: those of digits alone by value, before the others.</summary>
    public static CustomerOrder ByNumber { get; } = new("customerid");

    /// <summary>By when they were created.</summary>
    public static CustomerOrder ByDate { get; } = new("date");

    /// <summary>The same, from the last to the first.</summary>
    public CustomerOrder Reversed => new(Name is ['-', .. var name] ? name : $"-{Name ?? "id"}");

    /// <summary>As it is written in an address; null by default.</summary>
    internal string? Name { get; }

    /// <summary>As it is written in an address, such as <c>-name</c>.</summary>
    public override string ToString() => Name ?? "id"; // the one of a record would write the reverse of the reverse of …
}

/// <summary>What a removal did.</summary>
/// <param name="Count">How many customers were removed.</param>
/// <param name="Operation">What to undo it by; null when nothing was removed.</param>
public sealed record Removal(int Count, long? Operation);

/// <summary>A version of a customer, and what it changed.</summary>
/// <param name="Version">The version.</param>
/// <param name="Kind">What happened; null for a kind that this client does not know.</param>
/// <param name="Time">When, by the clock of the node that made the change.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Operation">The first change that was made together with this one.</param>
/// <param name="Changed">Each field that changed, in the order of the fields.</param>
public sealed record CustomerVersion(long Version, ChangeKind? Kind, DateTimeOffset Time, ChangeActor Actor, long Operation, IReadOnlyList<FieldDifference> Changed);

/// <summary>A page of a customer's history.</summary>
/// <param name="Versions">The versions, the newest first.</param>
/// <param name="Next">The version before which the next page begins; null when this is the last.</param>
public sealed record HistoryPage(IReadOnlyList<CustomerVersion> Versions, long? Next);

/// <summary>What a change did to one field.</summary>
/// <param name="Field">The field.</param>
/// <param name="From">What it was; null when that is no longer kept.</param>
/// <param name="To">What it is.</param>
public sealed record FieldDifference(CustomerField Field, string? From, string To);

/// <summary>Who a number belongs to.</summary>
/// <param name="Party">Who it is.</param>
/// <param name="IsStale">Whether it is what a register said on an earlier day, since it cannot be asked now.</param>
/// <param name="Source">
/// Who said so: <c>own-customers</c>, <c>directory</c>, or the name of a register, such as <c>bolagsverket</c>; null when the server does not tell.
/// </param>
public sealed record LookupResult(Party Party, bool IsStale, string? Source);
