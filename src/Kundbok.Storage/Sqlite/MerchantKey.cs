namespace Kundbok.Storage.Sqlite;

/// <summary>The key of a row of a merchant's: the merchant in the high bits; a customer's id, or a change's sequence, in the low forty.</summary>
internal static class MerchantKey
{
    private const int LowBits = 40;
    private const long Most = (1L << LowBits) - 1;

    /// <summary>The key before the merchant's first.</summary>
    public static long Before(long merchant) => merchant << LowBits;

    /// <summary>The highest key that the merchant can have.</summary>
    public static long Last(long merchant) => (merchant << LowBits) | Most;

    /// <summary>The key of the merchant's row with that id or sequence; null for one that no row can have.</summary>
    public static long? Of(long merchant, long low) => low is > 0 and <= Most ? (merchant << LowBits) | low : null;

    /// <summary>The key of a customer that is stored.</summary>
    public static long Of(StoredCustomer customer) => Before(customer.Merchant) | customer.Id;

    /// <summary>The merchant of the row with that key.</summary>
    public static long MerchantOf(long key) => key >> LowBits;

    /// <summary>The id or sequence of the row with that key.</summary>
    public static long LowOf(long key) => key & Most;
}
