using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.TestDatabases;

/// <summary>Changes that nobody in particular makes, under no key and for any version.</summary>
public static class StoreExtensions
{
    /// <summary>Where such changes come from.</summary>
    public static ChangeOrigin Nobody { get; } = new(new Actor(ActorKind.Program, "test"));

    /// <summary>Adds a customer.</summary>
    public static ValueTask<CustomerWrite> CreateAsync(this ICustomerStore store, long merchant, CustomerInput input, CancellationToken cancellation) =>
        store.CreateAsync(merchant, input, Nobody, cancellation);

    /// <summary>Adds customers.</summary>
    public static ValueTask<CustomerWrite.NumberTaken?> CreateManyAsync(this ICustomerStore store, long merchant, IReadOnlyList<NewCustomer> customers, CancellationToken cancellation) =>
        store.CreateManyAsync(merchant, customers, Nobody.Actor, cancellation);

    /// <summary>Changes a customer.</summary>
    public static ValueTask<CustomerWrite> UpdateAsync(this ICustomerStore store, long merchant, long id, CustomerInput input, CancellationToken cancellation) =>
        store.UpdateAsync(merchant, id, input, condition: null, Nobody, cancellation);

    /// <summary>Removes customers, and says how many.</summary>
    public static async ValueTask<int> RemoveAsync(this ICustomerStore store, long merchant, IReadOnlyCollection<long> ids, CancellationToken cancellation) =>
        ((CustomerWrite.Removed)await store.RemoveManyAsync(merchant, ids, Nobody, cancellation)).Count;
}
