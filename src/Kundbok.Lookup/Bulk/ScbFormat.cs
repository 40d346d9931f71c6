using System.Text;
using Kundbok.Contracts;

namespace Kundbok.Lookup.Bulk;

/// <summary><c>scb_bulkfil_JE_….txt</c>: Latin-1, a header, then rows of fields with a tab between them, and behind the last. Columns are found by their names.</summary>
internal sealed class ScbFormat : IBulkFormat
{
    private const int MostColumns = 200;
    private const string Active = "1";
    private const string NoAdvertising = "2";

    private static readonly string[] Wanted = ["PeOrgNr", "Namn", "COAdress", "Gatuadress", "PostNr", "PostOrt", "FtgStat", "Reklamsparrtyp"];

    private readonly int[] _columns = new int[Wanted.Length];
    private int _count;
    private bool? _rowsEndInTab;
    private char[] _text = new char[4096];

    public OrganisationRegistry Registry => OrganisationRegistry.Scb;

    public string HeaderSentence => $"names with tabs between them, among them {string.Join(", ", Wanted)}.";

    /// <inheritdoc/>
    public bool CanDecode(ReadOnlySpan<byte> line) => !line.Contains((byte)0);

    /// <inheritdoc/>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> line)
    {
        if (_text.Length < line.Length) _text = new char[2 * line.Length];
        return _text.AsSpan(0, Encoding.Latin1.GetChars(line, _text));
    }

    /// <inheritdoc/>
    public bool ReadHeader(ReadOnlySpan<char> line)
    {
        if (line is [.., '\t']) _rowsEndInTab = true;
        if (_rowsEndInTab == true) line = line[..^1];
        var names = line.ToString().Split('\t', StringSplitOptions.TrimEntries);
        _count = names.Length;
        for (var i = 0; i < Wanted.Length; i++) _columns[i] = Array.IndexOf(names, Wanted[i]);
        return _count <= MostColumns && !_columns.Contains(-1);
    }

    /// <inheritdoc/>
    public BulkOutcome Read(ReadOnlySpan<char> line, out BulkRow row)
    {
        row = default;
        Span<Range> fields = stackalloc Range[MostColumns + 2];
        var count = line.Split(fields, '\t');
        _rowsEndInTab ??= count == _count + 1 && line is [.., '\t']; // the header does not tell: the first row does
        if (count != _count + (_rowsEndInTab.Value ? 1 : 0) || (_rowsEndInTab.Value && line[^1] != '\t')) return BulkOutcome.BrokenFields;

        var digits = BulkTexts.Given(line[fields[_columns[0]]]);
        if (KindOf(digits) is var kind and not BulkOutcome.Kept) return kind;
        var number = digits[2..].ToString();
        if (BulkTexts.Given(line[fields[_columns[6]]]) is not Active)
        {
            row = new BulkRow(number, null);
            return BulkOutcome.Deregistered;
        }

        var name = BulkTexts.Given(line[fields[_columns[1]]]);
        if (name.IsEmpty) return BulkOutcome.BrokenName;

        row = new BulkRow(number, new Organisation(
            number,
            name.ToString(),
            Street: BulkTexts.Given(line[fields[_columns[3]]]).ToString(),
            CareOf: BulkTexts.Given(line[fields[_columns[2]]]).ToString(),
            PostalCode: BulkTexts.PostalCode(line[fields[_columns[4]]]),
            City: BulkTexts.Given(line[fields[_columns[5]]]).ToString(),
            CountryCode: "SE",
            LegalForm: "",
            Status: OrganisationStatus.Active,
            NoAdvertising: BulkTexts.Given(line[fields[_columns[7]]]) is NoAdvertising,
            Registry));
        return BulkOutcome.Kept;
    }

    // Twelve digits: 16 and an organisation number, or a person's number with its century.
    private static BulkOutcome KindOf(ReadOnlySpan<char> digits) => digits.Length != 12 ? BulkOutcome.BrokenNumber : digits[..2] switch
    {
        "16" => BulkTexts.KindOf(digits[2..]),
        "18" or "19" or "20" => BulkOutcome.Person,
        _ => BulkOutcome.BrokenNumber,
    };
}
