using System.Text;
using System.Text.Unicode;
using Kundbok.Contracts;

namespace Kundbok.Lookup.Bulk;

/// <summary>
/// <c>bolagsverket_bulkfil.txt</c>: UTF-8, a header without quotes, then rows of eleven fields in quotes with semicolons between them.
/// Quotes inside fields are doubled, or not, so a row is split where three characters together end one field and begin the next.
/// </summary>
internal sealed class BolagsverketFormat : IBulkFormat
{
    private const string Header =
        "organisationsidentitet;namnskyddslopnummer;registreringsland;organisationsnamn;organisationsform;avregistreringsdatum;avregistreringsorsak;"
        + "pagandeAvvecklingsEllerOmstruktureringsforfarande;registreringsdatum;verksamhetsbeskrivning;postadress";

    private const int Fields = 11;
    private const int Identity = 0;
    private const int Names = 3;
    private const int Form = 4;
    private const int DeregisteredOn = 5;
    private const int Procedures = 7;
    private const int Address = 10;
    private const int AddressParts = 5;

    private char[] _text = new char[4096];

    public OrganisationRegistry Registry => OrganisationRegistry.Bolagsverket;

    public string HeaderSentence => "eleven names, from organisationsidentitet to postadress. Is it a newer form of the file, which this version does not know?";

    /// <inheritdoc/>
    public bool CanDecode(ReadOnlySpan<byte> line) => Utf8.IsValid(line) && !line.Contains((byte)0);

    /// <inheritdoc/>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> line)
    {
        if (_text.Length < line.Length) _text = new char[2 * line.Length];
        return _text.AsSpan(0, Encoding.UTF8.GetChars(line, _text));
    }

    /// <inheritdoc/>
    public bool ReadHeader(ReadOnlySpan<char> line) => line.TrimStart('\uFEFF').TrimEnd() is Header;

    /// <inheritdoc/>
    public BulkOutcome Read(ReadOnlySpan<char> line, out BulkRow row)
    {
        row = default;
        Span<Range> fields = stackalloc Range[Fields + 1];
        if (line.Length < 2 || line[0] != '"' || line[^1] != '"') return BulkOutcome.BrokenFields;
        line = line[1..^1];
        if (line.Split(fields, "\";\"") != Fields) return BulkOutcome.BrokenFields;

        var identity = BulkTexts.Given(line[fields[Identity]]);
        if (KindOf(identity) is var kind and not BulkOutcome.Kept) return kind;
        var number = identity[..10].ToString();
        if (BulkTexts.Given(line[fields[DeregisteredOn]]).Length > 0)
        {
            row = new BulkRow(number, null);
            return BulkOutcome.Deregistered;
        }

        var name = NameIn(BulkTexts.Given(line[fields[Names]]));
        if (name.Length == 0) return BulkOutcome.BrokenName;

        Span<Range> parts = stackalloc Range[AddressParts + 1];
        var address = BulkTexts.Given(line[fields[Address]]);
        if (address.Length > 0 && address.Split(parts, '$') != AddressParts) return BulkOutcome.BrokenAddress;

        row = new BulkRow(number, new Organisation(
            number,
            name,
            Street: Text(address[parts[0]]),
            CareOf: Text(address[parts[1]]),
            PostalCode: BulkTexts.PostalCode(address[parts[3]]),
            City: Text(address[parts[2]]),
            CountryCode: Code(address[parts[4]]),
            LegalForm: Code(line[fields[Form]]),
            Status: StatusOf(BulkTexts.Given(line[fields[Procedures]])),
            NoAdvertising: false,
            Registry));
        return BulkOutcome.Kept;
    }

    /// <summary>What the procedures say: <c>code-AVOMFO$date</c> for one that goes on, between <c>|</c>.</summary>
    internal static OrganisationStatus StatusOf(ReadOnlySpan<char> procedures)
    {
        var gravest = OrganisationStatus.Active;
        foreach (var range in procedures.Split('|'))
        {
            if (!TryRead(procedures[range], "-AVOMFO", out var code, out var since) || HasEnded(procedures, code, since)) continue;
            var status = code switch
            {
                "KK" => OrganisationStatus.Bankruptcy,
                "LI" => OrganisationStatus.Liquidation,
                "FR" or "AC" => OrganisationStatus.Restructuring,
                _ => OrganisationStatus.OtherProcedure,
            };
            if (status > gravest) gravest = status;
        }

        return gravest;
    }

    // LIUHOR-AVSLAVOMFO ends LI-AVOMFO.
    private static bool HasEnded(ReadOnlySpan<char> procedures, ReadOnlySpan<char> code, ReadOnlySpan<char> since)
    {
        foreach (var range in procedures.Split('|'))
        {
            if (TryRead(procedures[range], "-AVSLAVOMFO", out var ending, out var date) && ending.StartsWith(code) && date.SequenceCompareTo(since) >= 0) return true;
        }

        return false;
    }

    private static bool TryRead(ReadOnlySpan<char> procedure, ReadOnlySpan<char> suffix, out ReadOnlySpan<char> code, out ReadOnlySpan<char> date)
    {
        var dollar = procedure.IndexOf('$');
        date = dollar < 0 ? default : procedure[(dollar + 1)..].Trim();
        code = (dollar < 0 ? procedure : procedure[..dollar]).Trim();
        if (!code.EndsWith(suffix)) return false;
        code = code[..^suffix.Length];
        return code.Length > 0;
    }

    private static BulkOutcome KindOf(ReadOnlySpan<char> identity)
    {
        var dollar = identity.IndexOf('$');
        if (dollar < 0) return BulkOutcome.BrokenNumber;
        return identity[(dollar + 1)..] switch
        {
            "ORGNR-IDORG" => BulkTexts.KindOf(identity[..dollar]),
            "PERSON-IDORG" => BulkOutcome.Person,
            _ => BulkOutcome.OtherIdentity,
        };
    }

    // name$type$date between |. The registered name; where there is none, whatever comes first.
    private static string NameIn(ReadOnlySpan<char> names)
    {
        ReadOnlySpan<char> first = default;
        foreach (var range in names.Split('|'))
        {
            var name = names[range];
            var date = name.LastIndexOf('$');
            var type = date < 0 ? -1 : name[..date].LastIndexOf('$');
            if (type < 0) continue;
            if (name[(type + 1)..date] is "FORETAGSNAMN-ORGNAM" && Text(name[..type]) is { Length: > 0 } registered) return registered;
            if (first.IsEmpty) first = name[..type];
        }

        return Text(first);
    }

    private static string Text(ReadOnlySpan<char> text)
    {
        var given = BulkTexts.Given(text);
        return given.Contains('"') ? given.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : given.ToString();
    }

    // SE-LAND, AB-ORGFO: the code before the name of its list.
    private static string Code(ReadOnlySpan<char> text)
    {
        var given = BulkTexts.Given(text);
        var hyphen = given.LastIndexOf('-');
        return (hyphen < 0 ? given : given[..hyphen]).ToString();
    }
}
