using System.Globalization;

namespace Kundbok.BulkFiles;

/// <summary>
/// Bulk files of any size about invented organisations, the same for the same size: with stray quotes, letters beyond ASCII, the word null,
/// several names, foreign addresses, persons, and organisations that are gone. Rows do not come in the order of their numbers.
/// </summary>
/// <remarks>
/// Numbers begin with 4, which is no group of organisations (Skatteverket, SKV 709), and have right check digits; persons have a published
/// test number. Of ten rows in Bolagsverket's file eight are kept; one is a person, one is no longer registered. SCB's file has the same
/// organisations and a tenth more, that it has alone.
/// </remarks>
public static class SyntheticRegistry
{
    private const long Step = 7_368_787; // a prime: steps through every row of a size that it does not divide
    private const string Person = "190905271474";

    private static readonly string[] Places = ["Åkersberga", "Örebro", "Malmö", "Göteborg", "Umeå", "Linköping"];

    /// <summary>The organisation's number: ten digits.</summary>
    public static string NumberOf(long organisation)
    {
        var (block, rest) = Math.DivRem(organisation, 1_000_000);
        var nine = string.Create(CultureInfo.InvariantCulture, $"4{block / 8}{2 + (block % 8)}{rest:000000}");
        var sum = 0;
        for (var i = 0; i < nine.Length; i++)
        {
            var digit = (nine[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += (digit / 10) + (digit % 10);
        }

        return nine + (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>Whether a row of Bolagsverket's file is of an organisation that is registered.</summary>
    public static bool IsKept(long organisation) => organisation % 10 < 8;

    /// <summary>How many organisations a directory has of Bolagsverket's file alone.</summary>
    public static long CountKept(long rows) => (rows / 10 * 8) + Math.Min(rows % 10, 8);

    /// <summary>The name as Bolagsverket has it.</summary>
    public static string NameOf(long organisation) => string.Create(CultureInfo.InvariantCulture, $"Påhittat Företag {organisation} AB");

    /// <summary>Writes a file of Bolagsverket's with so many rows.</summary>
    public static void WriteBolagsverket(string path, long rows) => BulkZip.WriteBolagsverket(path, Shuffled(rows).Select(BolagsverketRow));

    /// <summary>Writes a file of SCB's about the organisations of a file of Bolagsverket's with so many rows, and a tenth more.</summary>
    public static void WriteScb(string path, long rows) => BulkZip.WriteScb(path, Shuffled(rows + (rows / 10)).Select(organisation => ScbRow(organisation, rows)));

    private static IEnumerable<long> Shuffled(long count)
    {
        for (var (i, at) = (0L, 0L); i < count; i++, at = (at + Step) % count) yield return at;
    }

    private static string BolagsverketRow(long i)
    {
        if (i % 10 == 9) return BulkZip.Bolagsverket($"{Person}$PERSON-IDORG", "Påhittad Person$FORETAGSNAMN-ORGNAM$2001-02-03", "Hemligatan 1$$Malmö$21111$SE-LAND");

        var name = $"{NameOf(i)}$FORETAGSNAMN-ORGNAM$2001-02-03";
        return BulkZip.Bolagsverket(
            $"{NumberOf(i)}$ORGNR-IDORG",
            i % 10 == 2 ? $"{name}|Invented Company {i} Ltd$FORNAMN_FRSPRAK-ORGNAM$2005-01-01" : name,
            AddressOf(i),
            i % 10 == 8 ? "2019-03-04" : "",
            (i % 100) switch
            {
                5 => "|KK-AVOMFO$2025-11-03",
                15 => "|LI-AVOMFO$2025-11-03",
                _ => i % 10 == 4 ? "null" : "",
            },
            i % 10 == 3 ? "Handel med \"stora\" ting, \"\"och\"\" små; mera" : "Bedriver handel med påhittade varor och därmed förenlig verksamhet.");
    }

    private static string AddressOf(long i) => (i % 10) switch
    {
        0 => "",
        1 => "12 Invented Street$$London$SW1A 1AA$GB-LAND",
        4 => $"null$null${PlaceOf(i)}$11418$SE-LAND",
        6 => $"Storgatan {i % 90}$c/o Någon Annan${PlaceOf(i)}$411 01$SE-LAND",
        _ => $"Storgatan {i % 90}$${PlaceOf(i)}$41101$SE-LAND",
    };

    private static string ScbRow(long i, long inBolagsverkets)
    {
        if (i % 10 == 9) return BulkZip.Scb(Person, "Påhittad Person", street: "Hemligatan 1", postalCode: "21111", city: "Malmö");
        var name = i < inBolagsverkets ? $"PÅHITTAT FÖRETAG {i} AB" : $"Förening {i}";
        return BulkZip.Scb(
            $"16{NumberOf(i)}", name, street: $"Box {i % 900}", postalCode: "90325", city: PlaceOf(i), status: i % 10 == 7 ? "9" : "1", advertising: i % 10 == 3 ? "2" : "1");
    }

    private static string PlaceOf(long i) => Places[i % Places.Length];
}
