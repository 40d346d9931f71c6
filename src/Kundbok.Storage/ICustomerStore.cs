using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>
/// The customers of the register. Every method names the merchant first, and sees and changes that merchant's customers only:
/// another merchant's id is the same as no id. Reads give documents as they are stored (<see cref="CustomerJson"/>), to be sent
/// on unparsed. A write has been made durable when it returns; cancelling it stops the waiting, not the write.
/// </summary>
/// <remarks>Every method may throw <see cref="RegisterUnavailableException"/>; nothing of the call was stored then.</remarks>
public interface ICustomerStore
{
    /// <summary>The document of one customer; null when the merchant has none with that id.</summary>
    ValueTask<ReadOnlyMemory<byte>?> FindAsync(long merchant, long id, CancellationToken cancellation);

    /// <summary>
    /// The documents of the customers with these ids, in the order asked. Ids that are not there are left out: compare
    /// <see cref="CustomerPage.Ids"/>. Reads as one snapshot, as far as <see cref="CustomerPage.Unread"/> says.
    /// </summary>
    ValueTask<CustomerPage> FindManyAsync(long merchant, IReadOnlyList<long> ids, CancellationToken cancellation);

    /// <summary>Those of the ids that the merchant has no customer with, in the order asked, each once.</summary>
    ValueTask<IReadOnlyList<long>> FindMissingAsync(long merchant, IReadOnlyList<long> ids, CancellationToken cancellation);

    /// <summary>One slice of the customers that match. The caller disposes of the page.</summary>
    ValueTask<CustomerPage> ListAsync(long merchant, CustomerFilter filter, CustomerSlice slice, CancellationToken cancellation);

    /// <summary>How many customers match: the length of the list with the same filter.</summary>
    ValueTask<long> CountAsync(long merchant, CustomerFilter filter, CancellationToken cancellation);

    /// <summary>
    /// Adds a customer. Its id is higher than any given before. Without a customer number it gets the next free one: counting on
    /// from the highest number of one to nine digits that the merchant's register has given or seen (the first is 1001); once
    /// 999999999 has been reached, the lowest that is free.
    /// </summary>
    /// <param name="merchant">A merchant that exists.</param>
    /// <param name="input">The fields; <see cref="CustomerInput.MissingForNew"/> is null.</param>
    /// <param name="cancellation">Stops waiting for the outcome.</param>
    /// <returns><see cref="CustomerWrite.Stored"/> or <see cref="CustomerWrite.NumberTaken"/>.</returns>
    ValueTask<CustomerWrite> CreateAsync(long merchant, CustomerInput input, CancellationToken cancellation);

    /// <summary>Adds many customers as <see cref="CreateAsync"/> does, all or none, in one transaction.</summary>
    /// <param name="merchant">A merchant that exists.</param>
    /// <param name="customers">The customers, at most 10,000.</param>
    /// <param name="cancellation">Stops waiting for the outcome.</param>
    /// <returns>Null when all are stored; else the first that could not be, and nothing is stored.</returns>
    ValueTask<CustomerWrite.NumberTaken?> CreateManyAsync(long merchant, IReadOnlyList<NewCustomer> customers, CancellationToken cancellation);

    /// <summary>
    /// Replaces the fields that are sent; concurrent changes of different fields all remain. An empty customer number keeps the
    /// one that is there. A change that changes nothing is not stored again.
    /// </summary>
    /// <returns><see cref="CustomerWrite.Stored"/>, <see cref="CustomerWrite.NotFound"/> or <see cref="CustomerWrite.NumberTaken"/>.</returns>
    ValueTask<CustomerWrite> UpdateAsync(long merchant, long id, CustomerInput input, CancellationToken cancellation);

    /// <summary>Removes the customers with these ids, all in one transaction. Ids that are not there do no harm.</summary>
    /// <returns>How many customers were removed.</returns>
    ValueTask<int> RemoveAsync(long merchant, IReadOnlyCollection<long> ids, CancellationToken cancellation);
}

/// <summary>A customer to add with a time of creation of its own, as an import or a copy has it.</summary>
/// <param name="Input">The fields.</param>
/// <param name="Created">When it was created; null: now.</param>
public sealed record NewCustomer(CustomerInput Input, DateTimeOffset? Created = null);

/// <summary>What became of a write of one customer.</summary>
public abstract record CustomerWrite
{
    private CustomerWrite()
    {
    }

    /// <summary>The customer is stored.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Document">Its document, as stored.</param>
    public sealed record Stored(long Id, ReadOnlyMemory<byte> Document) : CustomerWrite;

    /// <summary>The merchant has no customer with that id.</summary>
    public sealed record NotFound : CustomerWrite;

    /// <summary>Another customer of the merchant has the customer number; nothing is changed.</summary>
    /// <param name="Existing">The id of the customer that has it.</param>
    public sealed record NumberTaken(long Existing) : CustomerWrite;
}
