using Kundbok.Contracts;

namespace Kundbok.Lookup.Bulk;

/// <summary>How the rows of one registry's file are written.</summary>
internal interface IBulkFormat
{
    OrganisationRegistry Registry { get; }

    /// <summary>What the header row should be, for people.</summary>
    string HeaderSentence { get; }

    /// <summary>Whether the bytes are text in the file's encoding.</summary>
    bool CanDecode(ReadOnlySpan<byte> line);

    /// <summary>The line as text, good until the next.</summary>
    ReadOnlySpan<char> Decode(ReadOnlySpan<byte> line);

    /// <summary>Reads the header; false when it is another.</summary>
    bool ReadHeader(ReadOnlySpan<char> line);

    /// <summary>Reads a row.</summary>
    /// <param name="line">The row.</param>
    /// <param name="row">Set when the row is of an organisation, there or deregistered.</param>
    BulkOutcome Read(ReadOnlySpan<char> line, out BulkRow row);
}

/// <summary>What the formats have in common.</summary>
internal static class BulkTexts
{
    private const string Null = "null";

    /// <summary>The text without space at its ends; the word null is no text.</summary>
    public static ReadOnlySpan<char> Given(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        return trimmed is Null ? default : trimmed;
    }

    /// <summary>A postal code without the spaces in it.</summary>
    public static string PostalCode(ReadOnlySpan<char> text) => Given(text).ToString().Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Whether ten digits are an organisation's number, or a person's, as a sole trader has it; null when neither.</summary>
    public static BulkOutcome KindOf(ReadOnlySpan<char> digits)
    {
        if (digits.Length != 10 || digits.ContainsAnyExceptInRange('0', '9')) return BulkOutcome.BrokenNumber;
        if (digits[2] < '2') return BulkOutcome.Person;
        return SwedishOrganisationNumber.IsValid(digits.ToString()) ? BulkOutcome.Kept : BulkOutcome.BrokenNumber;
    }
}
