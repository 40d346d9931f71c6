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

    /// <summary>The row of one customer; null when there is none.</summary>
    CustomerRow? Find(long id);

    /// <summary>The id of the customer that has exactly this number; null when it is free.</summary>
    long? FindHolder(string number);

    /// <summary>The values, from <paramref name="lowest"/> on and ascending, of the customer numbers that are one to nine digits.</summary>
    IEnumerable<long> TakenNumbers(long lowest);

    /// <summary>Adds a customer.</summary>
    void Insert(long id, DateTimeOffset created, DerivedColumns columns, byte[] document);

    /// <summary>Replaces a customer's document and what is derived from it.</summary>
    /// <param name="id">The customer's id.</param>
    /// <param name="columns">The new columns.</param>
    /// <param name="document">The new document.</param>
    /// <param name="hasOtherText">Whether what is searched is other than it was: most changes leave it, and with it the search index.</param>
    void Update(long id, DerivedColumns columns, byte[] document, bool hasOtherText);

    /// <summary>Removes a customer that is there.</summary>
    void Remove(long id);

    /// <summary>Changes how many customers there are of each combination of traits.</summary>
    /// <param name="changes">The change at the place of each combination; see <see cref="CustomerTraitSet"/>.</param>
    void ChangeTally(ReadOnlySpan<int> changes);
}

/// <summary>What a write knows of a customer that is there.</summary>
/// <param name="Traits">See <see cref="CustomerTraitSet"/>.</param>
/// <param name="Number">The customer number.</param>
/// <param name="Document">The document.</param>
internal sealed record CustomerRow(int Traits, string Number, byte[] Document);

/// <summary>Where a merchant's customer numbers are counted on from.</summary>
/// <param name="Highest">The highest number of one to nine digits given or seen; null before the first.</param>
/// <param name="LowestFree">Every number from 1 to below this one is taken; looked at only once the highest is 999999999.</param>
internal sealed record NumberCount(long? Highest, long LowestFree);
