namespace Kundbok.Storage.Postgres;

/// <summary>What the writes of a group will look at, so that it can be read at once.</summary>
internal sealed record PostgresWriteNeeds
{
    /// <summary>Ids of customers that may be changed.</summary>
    public IReadOnlyCollection<long> Changed { get; init; } = [];

    /// <summary>Ids of customers that may be removed.</summary>
    public IReadOnlyCollection<long> Removed { get; init; } = [];

    /// <summary>Customer numbers that may be given.</summary>
    public IReadOnlyCollection<string> Numbers { get; init; } = [];

    /// <summary>How many customers may be added.</summary>
    public int NewIds { get; init; }

    /// <summary>Keys of requests that may have been made before.</summary>
    public IReadOnlyCollection<byte[]> Keys { get; init; } = [];

    /// <summary>The id of a customer whose past is looked at.</summary>
    public long? Past { get; init; }

    /// <summary>The sequence of a change that is looked at.</summary>
    public long? Sequence { get; init; }

    /// <summary>An operation that may be undone.</summary>
    public long? Operation { get; init; }

    /// <summary>Whether the write looks at the log, which what was written before it in the same transaction is not in yet: such a one has no company.</summary>
    public bool IsAlone => Past is not null || Sequence is not null || Operation is not null;

    /// <summary>How many customers they are about.</summary>
    public int Weight => Changed.Count + Removed.Count + NewIds;

    public static PostgresWriteNeeds Of(IReadOnlyList<PostgresWriteNeeds> writes) => writes is [var one] ? one : new()
    {
        Changed = [.. writes.SelectMany(write => write.Changed)],
        Removed = [.. writes.SelectMany(write => write.Removed)],
        Numbers = [.. writes.SelectMany(write => write.Numbers)],
        NewIds = writes.Sum(write => write.NewIds),
        Keys = [.. writes.SelectMany(write => write.Keys)],
    };
}
