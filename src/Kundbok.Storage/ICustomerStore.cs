using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>
/// The customers of the register. Every method names the merchant first, and sees and changes that merchant's customers only:
/// another merchant's id is the same as no id. Reads give documents as they are stored (<see cref="CustomerJson"/>), to be sent
/// on unparsed. A write has been made durable when it returns; cancelling it stops the waiting, not the write. Each change of a
/// customer is a row of the log (<see cref="IChangeLog"/>), written in the same transaction.
/// </summary>
/// <remarks>
/// A write with a <see cref="RetryKey"/> may also end as <see cref="CustomerWrite.KeyReused"/> or <see cref="CustomerWrite.KeyInProgress"/>;
/// when it was done before, it ends as it did then, or as <see cref="CustomerWrite.WasErased"/>. Only what succeeds is remembered.
/// Every method may throw <see cref="RegisterUnavailableException"/>; nothing of the call was stored then.
/// </remarks>
public interface ICustomerStore
{
    /// <summary>One customer; null when the merchant has none with that id.</summary>
    ValueTask<CustomerVersion?> FindAsync(long merchant, long id, CancellationToken cancellation);

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

    /// <summary>How many customers there are of each kind and title.</summary>
    ValueTask<CustomerTally> TallyAsync(long merchant, CancellationToken cancellation);

    /// <summary>How the customers are spread over time and countries. Reads all of the merchant's documents: the caller sees to it that this is done seldom.</summary>
    /// <param name="merchant">The merchant.</param>
    /// <param name="instants">Where a new span of time begins, ascending.</param>
    /// <param name="cancellation">Stops it.</param>
    ValueTask<CustomerSpread> SpreadAsync(long merchant, IReadOnlyList<DateTimeOffset> instants, CancellationToken cancellation);

    /// <summary>
    /// Adds a customer. Its id is higher than any given before. Without a customer number it gets the next free one: counting on
    /// from the highest number of one to nine digits that the merchant's register has given or seen (the first is 1001); once
    /// 999999999 has been reached, the lowest that is free.
    /// </summary>
    /// <param name="merchant">A merchant that exists.</param>
    /// <param name="input">The fields; <see cref="CustomerInput.MissingForNew"/> is null.</param>
    /// <param name="origin">Where the change comes from.</param>
    /// <param name="cancellation">Stops waiting for the outcome.</param>
    /// <returns><see cref="CustomerWrite.Stored"/> or <see cref="CustomerWrite.NumberTaken"/>.</returns>
    ValueTask<CustomerWrite> CreateAsync(long merchant, CustomerInput input, ChangeOrigin origin, CancellationToken cancellation);

    /// <summary>Adds many customers as <see cref="CreateAsync"/> does, all or none, in one transaction.</summary>
    /// <param name="merchant">A merchant that exists.</param>
    /// <param name="customers">The customers, at most 10,000.</param>
    /// <param name="actor">Who adds them.</param>
    /// <param name="cancellation">Stops waiting for the outcome.</param>
    /// <returns>Null when all are stored; else the first that could not be, and nothing is stored.</returns>
    ValueTask<CustomerWrite.NumberTaken?> CreateManyAsync(long merchant, IReadOnlyList<NewCustomer> customers, Actor actor, CancellationToken cancellation);

    /// <summary>
    /// Replaces the fields that are sent; concurrent changes of different fields all remain. An empty customer number keeps the
    /// one that is there. A change that changes nothing is not stored again, and makes no version.
    /// </summary>
    /// <returns><see cref="CustomerWrite.Stored"/>, <see cref="CustomerWrite.NotFound"/>, <see cref="CustomerWrite.VersionMismatch"/> or <see cref="CustomerWrite.NumberTaken"/>.</returns>
    ValueTask<CustomerWrite> UpdateAsync(long merchant, long id, CustomerInput input, VersionCondition? condition, ChangeOrigin origin, CancellationToken cancellation);

    /// <summary>Removes a customer.</summary>
    /// <returns><see cref="CustomerWrite.Removed"/>, <see cref="CustomerWrite.NotFound"/> or <see cref="CustomerWrite.VersionMismatch"/>.</returns>
    ValueTask<CustomerWrite> RemoveAsync(long merchant, long id, VersionCondition? condition, ChangeOrigin origin, CancellationToken cancellation);

    /// <summary>Removes the customers with these ids, all in one transaction. Ids that are not there do no harm.</summary>
    /// <returns><see cref="CustomerWrite.Removed"/>, with how many were removed.</returns>
    ValueTask<CustomerWrite> RemoveManyAsync(long merchant, IReadOnlyCollection<long> ids, ChangeOrigin origin, CancellationToken cancellation);

    /// <summary>Brings a removed customer back under its id, as it was.</summary>
    /// <returns>
    /// <see cref="CustomerWrite.Stored"/>; <see cref="CustomerWrite.NotRemoved"/> when it is there; <see cref="CustomerWrite.NotFound"/> when it never was, or was
    /// removed so long ago that it is purged; <see cref="CustomerWrite.WasErased"/>; or <see cref="CustomerWrite.NumberTaken"/>.
    /// </returns>
    ValueTask<CustomerWrite> RestoreAsync(long merchant, long id, ChangeOrigin origin, CancellationToken cancellation);

    /// <summary>Gives a customer the fields that it had in an earlier version, as a new change. One that changes nothing makes no version.</summary>
    /// <returns>
    /// <see cref="CustomerWrite.Stored"/>, <see cref="CustomerWrite.NotFound"/>, <see cref="CustomerWrite.VersionMismatch"/>, <see cref="CustomerWrite.NumberTaken"/>, or
    /// <see cref="CustomerWrite.VersionNotFound"/> when that is no version of the customer, or no longer kept.
    /// </returns>
    ValueTask<CustomerWrite> RevertAsync(long merchant, long id, long version, VersionCondition? condition, ChangeOrigin origin, CancellationToken cancellation);

    /// <summary>Brings back every customer that an operation removed, all or none.</summary>
    /// <param name="merchant">The merchant.</param>
    /// <param name="operation">What <see cref="CustomerWrite.Removed.Operation"/> said.</param>
    /// <param name="origin">Where the change comes from.</param>
    /// <param name="cancellation">Stops waiting for the outcome.</param>
    /// <returns>
    /// <see cref="CustomerWrite.Undone"/>; <see cref="CustomerWrite.OperationNotFound"/> when no removal has that id, or it is no longer kept;
    /// <see cref="CustomerWrite.ChangedSince"/> or <see cref="CustomerWrite.NumberTaken"/>, and nothing is changed.
    /// </returns>
    ValueTask<CustomerWrite> UndoAsync(long merchant, long operation, ChangeOrigin origin, CancellationToken cancellation);

    /// <summary>
    /// Removes a customer, whether or not it is there, and everything that is kept of it: its versions, what is searched, and the answers kept
    /// for keys. One row that says so remains. When this returns, the database has overwritten what its files held of it, as far as the engine can.
    /// </summary>
    /// <returns><see cref="CustomerWrite.Erased"/>, also when it was erased before; or <see cref="CustomerWrite.NotFound"/>.</returns>
    ValueTask<CustomerWrite> EraseAsync(long merchant, long id, ChangeOrigin origin, CancellationToken cancellation);

    /// <summary>The answers that are kept for keys and are about the customer, the oldest first: when each was given and for which version.</summary>
    ValueTask<IReadOnlyList<KeptAnswer>> ListKeptAnswersAsync(long merchant, long id, CancellationToken cancellation);
}

/// <summary>A customer to add with a time of creation of its own, as an import or a copy has it.</summary>
/// <param name="Input">The fields.</param>
/// <param name="Created">When it was created; null: now.</param>
public sealed record NewCustomer(CustomerInput Input, DateTimeOffset? Created = null);

/// <summary>A customer as it is stored.</summary>
/// <param name="Version">The sequence of its last change.</param>
/// <param name="Document">Its document.</param>
public readonly record struct CustomerVersion(long Version, ReadOnlyMemory<byte> Document);

/// <summary>That an answer is kept for a key.</summary>
/// <param name="At">Since when.</param>
/// <param name="Version">The version that it gave.</param>
public sealed record KeptAnswer(DateTimeOffset At, long Version);

/// <summary>What became of a write.</summary>
public abstract record CustomerWrite
{
    private CustomerWrite()
    {
    }

    /// <summary>Whether it was done before, under the same key, and not again.</summary>
    public bool IsReplay { get; init; }

    /// <summary>The customer is stored.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Version">Its version.</param>
    /// <param name="Document">Its document, as stored.</param>
    public sealed record Stored(long Id, long Version, ReadOnlyMemory<byte> Document) : CustomerWrite;

    /// <summary>Customers are removed.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Operation">What to undo them by; null when there were none.</param>
    public sealed record Removed(int Count, long? Operation) : CustomerWrite;

    /// <summary>The customers of an operation are back.</summary>
    /// <param name="Count">How many.</param>
    public sealed record Undone(int Count) : CustomerWrite;

    /// <summary>The customer is erased.</summary>
    /// <param name="Change">The row that says so.</param>
    public sealed record Erased(Change Change) : CustomerWrite;

    /// <summary>The customer was erased before.</summary>
    public sealed record WasErased : CustomerWrite;

    /// <summary>The merchant has no customer with that id.</summary>
    public sealed record NotFound : CustomerWrite;

    /// <summary>Another customer of the merchant has the customer number; nothing is changed.</summary>
    /// <param name="Existing">The id of the customer that has it.</param>
    public sealed record NumberTaken(long Existing) : CustomerWrite;

    /// <summary>The customer has another version than the change was meant for; nothing is changed.</summary>
    /// <param name="Version">Its version.</param>
    public sealed record VersionMismatch(long Version) : CustomerWrite;

    /// <summary>The customer is not removed.</summary>
    public sealed record NotRemoved : CustomerWrite;

    /// <summary>The customer never had that version, or it is no longer kept.</summary>
    public sealed record VersionNotFound : CustomerWrite;

    /// <summary>No operation that could be undone has that id, or it is no longer kept.</summary>
    public sealed record OperationNotFound : CustomerWrite;

    /// <summary>Some customers of the operation are no longer as it left them; nothing is changed.</summary>
    /// <param name="Customers">Their ids, ascending.</param>
    public sealed record ChangedSince(IReadOnlyList<long> Customers) : CustomerWrite;

    /// <summary>The key was used for another request; nothing is changed.</summary>
    public sealed record KeyReused : CustomerWrite;

    /// <summary>The request with this key is still being worked on; nothing is changed by this one.</summary>
    public sealed record KeyInProgress : CustomerWrite;
}
