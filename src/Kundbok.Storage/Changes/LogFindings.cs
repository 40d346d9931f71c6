using System.Globalization;
using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>
/// The sentences of a check about the log, the same for every engine. When there is none, going through the log from the oldest row that
/// is kept gives exactly the customers that there are. What is missing in between proves nothing: an erased customer's rows are gone,
/// and so are those behind a backup that was restored.
/// </summary>
internal static class LogFindings
{
    /// <summary>A customer's version has no row, or another customer's, or one with another document.</summary>
    public static string NotLogged(long merchant, long customer) => Findings.Of(merchant, customer, "the log does not have it as it is stored: restore a backup.");

    /// <summary>A row is later than the customer's version.</summary>
    public static string IsBehind(long merchant, long customer) => Findings.Of(merchant, customer, "the log has a later change of it than is stored: restore a backup.");

    /// <summary>The last row has a customer that is not there.</summary>
    public static string IsLost(long merchant, long customer) => Findings.Of(merchant, customer, "it is gone, but was not removed by the log: restore a backup.");

    /// <summary>A row is not as any change makes one.</summary>
    public static string IsDamaged(long merchant, long customer, long sequence) => Of(merchant, customer, sequence, "is damaged in the log: restore a backup.");

    /// <summary>A row is kept before the purge that would have forgotten it.</summary>
    public static string NotPurged(long merchant, long customer, long sequence) => Of(merchant, customer, sequence, "is still in the log, though it was forgotten: restore a backup.");

    /// <summary>Rows are not between the merchant's first change and its last.</summary>
    public static string WrongEnd(long merchant) => string.Create(CultureInfo.InvariantCulture, $"Merchant {merchant}: the log goes beyond the merchant's last change: restore a backup.");

    /// <summary>What is wrong with an earlier version; null when nothing is.</summary>
    public static string? OfDocument(long merchant, long customer, long sequence, byte[] document)
    {
        try
        {
            var read = CustomerJson.Read(document);
            return read.Id == customer && read.Merchant == merchant ? null : IsDamaged(merchant, customer, sequence);
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or InvalidOperationException or FormatException)
        {
            return IsDamaged(merchant, customer, sequence);
        }
    }

    private static string Of(long merchant, long customer, long sequence, string finding) =>
        Findings.Of(merchant, customer, string.Create(CultureInfo.InvariantCulture, $"its version {sequence} {finding}"));
}
