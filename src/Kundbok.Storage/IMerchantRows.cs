namespace Kundbok.Storage;

/// <summary>
/// The rows of one merchant as a write sees and changes them, within its transaction: nobody else changes them meanwhile, and what
/// was changed through here is seen through here. An engine implements it; <see cref="CustomerWrites"/> decides what happens.
/// </summary>
internal interface IMerchantRows
{
    /// <summary>Where customer numbers are counted on from.</summary>
    NumberCount NumberCount { get; set; }

    /// <summary>So many new ids, ascending, that nobody else gets.</summary>
    IReadOnlyList<long> TakeIds(int count);

    /// <summary>So many places in the log, behind the last change.</summary>
    /// <returns>The first; the others follow.</returns>
    long TakeSequences(int count);

    /// <summary>The row of one customer; null when there is none.</summary>
    CustomerRow? Find(long id);

    /// <summary>The id of the customer that has exactly this number; null when it is free.</summary>
    long? FindHolder(string number);

    /// <summary>The values, from <paramref name="lowest"/> on and ascending, of the customer numbers that are one to nine digits.</summary>
    IEnumerable<long> TakenNumbers(long lowest);

    /// <summary>What the log has of a customer, there or not; null when nothing.</summary>
    CustomerPast? FindPast(long id);

    /// <summary>One change of the log; null when it is not kept.</summary>
    Change? FindChange(long sequence);

    /// <summary>The customers that an operation removed; none when there is no such operation, or when the log may have been purged of a part of it.</summary>
    IReadOnlyList<RemovedCustomer> FindRemoved(long operation);

    /// <summary>What was answered to a request with this key.</summary>
    KeptOutcome? FindKept(ReadOnlyMemory<byte> key);

    /// <summary>Whether another write that has begun has this key.</summary>
    bool IsInProgress(ReadOnlyMemory<byte> key);

    /// <summary>Adds a customer.</summary>
    void Insert(long id, long version, DateTimeOffset created, DerivedColumns columns, byte[] document);

    /// <summary>Replaces a customer's document and what is derived from it.</summary>
    /// <param name="id">The customer's id.</param>
    /// <param name="version">The new version.</param>
    /// <param name="before">The columns there are, which most changes leave, and with them the indexes; null when it is not known what they are.</param>
    /// <param name="after">The new columns.</param>
    /// <param name="document">The new document.</param>
    void Update(long id, long version, DerivedColumns? before, DerivedColumns after, byte[] document);

    /// <summary>Removes a customer that is there.</summary>
    void Remove(long id);

    /// <summary>Adds a change to the log.</summary>
    void Append(Change change);

    /// <summary>Keeps what was answered, in the place of what was kept for the key before.</summary>
    void Keep(ReadOnlyMemory<byte> key, KeptOutcome outcome);

    /// <summary>Removes everything that the log has of a customer; answers that were kept of it say from now on that it was erased, by that change.</summary>
    void ForgetPast(long id, long erased);

    /// <summary>Changes how many customers there are of each combination of traits.</summary>
    /// <param name="changes">The change at the place of each combination; see <see cref="CustomerTraitSet"/>.</param>
    void ChangeTally(ReadOnlySpan<int> changes);
}

/// <summary>What a write knows of a customer that is there.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Traits">See <see cref="CustomerTraitSet"/>.</param>
/// <param name="Number">The customer number.</param>
/// <param name="Document">The document.</param>
internal sealed record CustomerRow(long Version, int Traits, string Number, byte[] Document);

/// <summary>What the log has of a customer.</summary>
/// <param name="Last">Its last change.</param>
/// <param name="Document">The last document it had; null when none is kept.</param>
internal sealed record CustomerPast(Change Last, byte[]? Document);

/// <summary>A customer that an operation removed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Removed">The sequence of its removal.</param>
internal sealed record RemovedCustomer(long Id, long Removed);

/// <summary>What was answered to a request with a key.</summary>
/// <param name="Request">The request's hash; empty when the customer it was about is erased.</param>
/// <param name="At">When, in milliseconds since 1970.</param>
/// <param name="Kind">How it ended.</param>
/// <param name="Change">The sequence of the change that holds the answer.</param>
/// <param name="Customers">How many customers it was about.</param>
internal sealed record KeptOutcome(ReadOnlyMemory<byte> Request, long At, KeptKind Kind, long? Change, int Customers)
{
    /// <summary>What was copied from another register.</summary>
    public static KeptOutcome Of(CopiedAnswer answer) => new(answer.Request, answer.At, (KeptKind)answer.Outcome, answer.Change, answer.Customers);
}

/// <summary>How a write ended whose answer is kept. The numbers are stored: they never change.</summary>
internal enum KeptKind
{
    /// <summary>As <see cref="CustomerWrite.Stored"/>.</summary>
    Stored = 1,

    /// <summary>As <see cref="CustomerWrite.Removed"/>.</summary>
    Removed = 2,

    /// <summary>As <see cref="CustomerWrite.Undone"/>.</summary>
    Undone = 3,

    /// <summary>As <see cref="CustomerWrite.Erased"/>.</summary>
    Erased = 4,
}

/// <summary>Where a merchant's customer numbers are counted on from.</summary>
/// <param name="Highest">The highest number of one to nine digits given or seen; null before the first.</param>
/// <param name="LowestFree">Every number from 1 to below this one is taken; looked at only once the highest is 999999999.</param>
internal sealed record NumberCount(long? Highest, long LowestFree);
