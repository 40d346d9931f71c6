using Kundbok.Contracts;

namespace Kundbok.Server.Demo;

/// <summary>
/// Numbers for invented customers: right in form, so that the register reads them as what they are, and nobody's. Where a country
/// has no such numbers, its customers have published test numbers or none. Only Sweden's persons have any: no other country's
/// personal numbers are made up here.
/// </summary>
internal static class DemoNumbers
{
    private const string SwedishCallingCode = "46";

    // Published test numbers: the personnummer project's test data, two of them coordination numbers, and the test person in the
    // documentation of a Swedish payment service.
    private static readonly string[] SwedishPersons =
    [
        "19090527-1474", "198211059954", "199012119948", "001209-9891", "195705749959", "197306749982", "550101-1018",
    ];

    // Reserved by Post- och telestyrelsen (PTS) for books and films: those of Stockholm, Gothenburg, Malmö and Kiruna.
    private static readonly string[] SwedishTelephones = ["08-465 004 ##", "031-390 06 ##", "040-628 04 ##", "0980-319 2##"];

    /// <summary>A published test number of a person.</summary>
    public static string SwedishPerson(DemoRandom random) => random.Pick(SwedishPersons);

    /// <summary>
    /// The first digit of a Swedish organisation number is its group: 1 to 3 and 5 to 9 are in use (Skatteverket, SKV 709), 4 is no
    /// group. Written with hyphen, without, or with 16 before it, as people do.
    /// </summary>
    public static string SwedishOrganisation(DemoRandom random)
    {
        var number = WithCheckDigit(() => random.Digits("402###-###"), SwedishOrganisationNumber.IsValid);
        return random.Below(5) switch
        {
            0 => IdentityNumber.Canonical(number),
            1 => $"16{IdentityNumber.Canonical(number)}",
            _ => number,
        };
    }

    /// <summary>Norwegian organisations have numbers that begin with 8 or 9; those with 2 or 3 are synthetic (Skatteetaten, Tenor).</summary>
    public static string NorwegianOrganisation(DemoRandom random) =>
        WithCheckDigit(() => random.Digits("3#######"), NorwegianOrganisationNumber.IsValid);

    /// <summary>Denmark's numbers are in use over their whole range: the published test number of python-stdnum, or none.</summary>
    public static string DanishOrganisation(DemoRandom random) => random.OneIn(4) ? "13585628" : "";

    /// <summary>Finnish numbers are given in rising order and have come to about 3.5 million: those from 9 million on are nobody's.</summary>
    public static string FinnishOrganisation(DemoRandom random) =>
        WithCheckDigit(() => random.Digits("9######-"), FinnishOrganisationNumber.IsValid);

    /// <summary>GS1's prefix 952 is for demonstrations and examples.</summary>
    public static string GlobalLocation(DemoRandom random) => WithCheckDigit(() => random.Digits("952#########"), Gln.IsValid);

    /// <summary>A telephone number that nobody has, of a place that goes with nothing else in the record.</summary>
    public static string Telephone(DemoRandom random, string callingCode) =>
        random.Digits(callingCode == SwedishCallingCode ? random.Pick(SwedishTelephones) : OtherTelephone(callingCode));

    /// <summary>A mobile number that nobody has; the Swedish ones are 070-174 06 05 to 99, reserved as the telephones are.</summary>
    public static string Mobile(DemoRandom random, string callingCode) =>
        callingCode == SwedishCallingCode ? $"070-174 06 {5 + random.Below(95):00}" : random.Digits(OtherTelephone(callingCode));

    // Nothing is reserved for fiction in the other countries, but no subscriber's number there begins with 00, which is where a
    // call abroad begins.
    private static string OtherTelephone(string callingCode) => $"+{callingCode} 00 ## ## ##";

    // Some numbers have no check digit, where it would be 10: another is drawn.
    private static string WithCheckDigit(Func<string> draw, Func<string, bool> isValid)
    {
        while (true)
        {
            var digits = draw();
            for (var check = '0'; check <= '9'; check++)
            {
                if (isValid(digits + check)) return digits + check;
            }
        }
    }
}
