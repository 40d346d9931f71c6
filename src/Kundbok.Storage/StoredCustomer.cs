using System.Globalization;
using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>A customer as its rows have it.</summary>
/// <param name="Merchant">The merchant's id.</param>
/// <param name="Id">The customer's id.</param>
/// <param name="Created">Milliseconds since 1970.</param>
/// <param name="Version">The version.</param>
/// <param name="Columns">The derived columns; null when what is searched is missing.</param>
/// <param name="Document">The document.</param>
internal sealed record StoredCustomer(long Merchant, long Id, long Created, long Version, DerivedColumns? Columns, byte[] Document)
{
    /// <summary>The customer that the document says; null when it is damaged, or is another row's.</summary>
    public Customer? Read()
    {
        try
        {
            var customer = CustomerJson.Read(Document);
            var isThisRows = customer.Id == Id && customer.Merchant == Merchant && customer.Created.ToUnixTimeMilliseconds() == Created;
            return isThisRows && CustomerJson.Write(customer).AsSpan().SequenceEqual(Document) ? customer : null;
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>The sentences of a check, the same for every engine.</summary>
internal static class Findings
{
    public const string WrongIndex = "The search index is not what the texts make it: run reindex.";

    /// <summary>What is wrong with a customer; null when nothing is.</summary>
    public static string? Of(StoredCustomer stored, DateOnly today)
    {
        if (stored.Read() is not { } customer) return Of(stored.Merchant, stored.Id, "its document is damaged, or another customer's: restore a backup.");
        if (stored.Columns is null) return Of(stored.Merchant, stored.Id, "what is searched is missing: run reindex.");
        return stored.Columns != DerivedColumns.Of(customer, today) ? Of(stored.Merchant, stored.Id, "a column is not what the document makes it: run reindex.") : null;
    }

    public static string Orphan(long merchant, long id) => Of(merchant, id, "it is gone, but can still be searched: run reindex.");

    public static string WrongTally(long merchant) => string.Create(CultureInfo.InvariantCulture, $"Merchant {merchant}: a tally of customers is wrong: run reindex.");

    public static string NoMerchant(long merchant) => string.Create(CultureInfo.InvariantCulture, $"Merchant {merchant}: it is not there, but has customers: restore a backup.");

    public static string Of(long merchant, long id, string finding) => string.Create(CultureInfo.InvariantCulture, $"Merchant {merchant}, customer {id}: {finding}");
}
