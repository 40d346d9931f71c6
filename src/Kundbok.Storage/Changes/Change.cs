using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>One row of the log: what happened to one customer.</summary>
/// <param name="Sequence">
/// Counts the merchant's changes, from 1, in the order in which they were committed. It is the customer's version after the change. Numbers
/// are missing only of changes that were purged, went with a customer that was erased, or are behind the backup that was restored.
/// </param>
/// <param name="Customer">The customer's id.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, in whole milliseconds, by the clock of whoever made it.</param>
/// <param name="Actor">Who made it.</param>
/// <param name="Operation">The sequence of the first change that was made together with this one: the same for every customer of a bulk delete.</param>
/// <param name="Document">The customer's document after it; null when it is gone.</param>
public sealed record Change(long Sequence, long Customer, ChangeKind Kind, DateTimeOffset At, Actor Actor, long Operation, ReadOnlyMemory<byte>? Document)
{
    /// <summary>The most changes that are made together.</summary>
    public const int MostInOperation = 10_000;
}

/// <summary>Some changes of a merchant, read as one snapshot.</summary>
/// <param name="Changes">In order.</param>
/// <param name="Log">The log as it was then.</param>
public sealed record ChangePage(IReadOnlyList<Change> Changes, ChangeLogState Log);

/// <summary>What a merchant's log holds.</summary>
/// <param name="Epoch">
/// Tells this log from any other that uses the same sequences: another one begins when a backup is restored. Eight or more characters a to z and 0 to 9.
/// </param>
/// <param name="Purged">Of the changes up to this sequence only the last one of each customer is kept, and none of customers that were gone by then.</param>
/// <param name="Last">The sequence of the last change; 0 before the first.</param>
public sealed record ChangeLogState(string Epoch, long Purged, long Last);
