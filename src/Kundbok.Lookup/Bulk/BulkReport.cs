namespace Kundbok.Lookup.Bulk;

/// <summary>What became of the rows of a bulk file: counts and line numbers, never anything of a row, which may be a person's.</summary>
public sealed class BulkReport
{
    /// <summary>How many of the broken rows are named by their line.</summary>
    public const int MostLines = 20;

    private readonly List<BrokenLine> _broken = [];

    /// <summary>Rows, without the header.</summary>
    public long Read { get; internal set; }

    /// <summary>Rows of organisations that are registered.</summary>
    public long Kept { get; private set; }

    /// <summary>Rows of persons, which are skipped.</summary>
    public long Persons { get; private set; }

    /// <summary>Rows of organisations that are no longer registered or active, which are skipped.</summary>
    public long Deregistered { get; private set; }

    /// <summary>Rows with another kind of number than an organisation's or a person's, which are skipped.</summary>
    public long OtherIdentities { get; private set; }

    /// <summary>Rows that could not be read.</summary>
    public long Broken { get; private set; }

    /// <summary>The first of the rows that could not be read.</summary>
    public IReadOnlyList<BrokenLine> BrokenLines => _broken;

    internal void Count(BulkOutcome outcome, long line)
    {
        switch (outcome)
        {
            case BulkOutcome.Kept: Kept++; break;
            case BulkOutcome.Person: Persons++; break;
            case BulkOutcome.Deregistered: Deregistered++; break;
            case BulkOutcome.OtherIdentity: OtherIdentities++; break;
            default:
                Broken++;
                if (_broken.Count < MostLines) _broken.Add(new BrokenLine(line, SentenceOf(outcome)));
                break;
        }
    }

    private static string SentenceOf(BulkOutcome outcome) => outcome switch
    {
        BulkOutcome.BrokenText => "is too long, or not in the file's encoding",
        BulkOutcome.BrokenFields => "does not have as many fields as it should",
        BulkOutcome.BrokenNumber => "has no organisation number with a right check digit",
        BulkOutcome.BrokenName => "has no name",
        _ => "has an address that is not in five parts",
    };
}

/// <summary>A row that could not be read.</summary>
/// <param name="Line">Its line in the text, from 1; the header is the first.</param>
/// <param name="Sentence">What is wrong with it, to be read behind "line 7".</param>
public sealed record BrokenLine(long Line, string Sentence);

/// <summary>What a row is.</summary>
internal enum BulkOutcome
{
    Kept,
    Person,
    Deregistered,
    OtherIdentity,
    BrokenText,
    BrokenFields,
    BrokenNumber,
    BrokenName,
    BrokenAddress,
}
