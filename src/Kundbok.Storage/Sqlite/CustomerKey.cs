namespace Kundbok.Storage.Sqlite;

/// <summary>The key of a customer's row: the merchant in the high bits, the id in the low forty.</summary>
internal static class CustomerKey
{
    private const int IdBits = 40;
    private const long MostIds = (1L << IdBits) - 1;

    /// <summary>The key before the merchant's first customer.</summary>
    public static long Before(long merchant) => merchant << IdBits;

    /// <summary>The highest key that a customer of the merchant can have.</summary>
    public static long Last(long merchant) => (merchant << IdBits) | MostIds;

    /// <summary>The key of the merchant's customer with that id; null for an id that no customer can have.</summary>
    public static long? Of(long merchant, long id) => id is > 0 and <= MostIds ? (merchant << IdBits) | id : null;

    /// <summary>The key of a customer that is stored.</summary>
    public static long Of(StoredCustomer customer) => Before(customer.Merchant) | customer.Id;

    /// <summary>The merchant of the customer with that key.</summary>
    public static long MerchantOf(long key) => key >> IdBits;

    /// <summary>The id of the customer with that key.</summary>
    public static long IdOf(long key) => key & MostIds;
}
