namespace Kundbok.Portal.OneCustomer;

/// <summary>The codes that are offered for some fields. Any other text may be written all the same.</summary>
public static class Choices
{
    /// <summary>ISO 3166-1 alpha-2, those that are near first.</summary>
    public const string Countries = "countries";

    /// <summary>ISO 4217, those of the countries that trade with the north.</summary>
    public const string Currencies = "currencies";

    /// <summary>ISO 639-1, those of Europe and some others.</summary>
    public const string Languages = "languages";

    /// <summary>Each list: its name, what the browser calls such names, and the codes.</summary>
    public static IReadOnlyList<(string Name, string Kind, IReadOnlyList<string> Codes)> All { get; } =
    [
        (Countries, "region", Split("""
            SE NO DK FI IS AX FO GL DE NL BE LU FR GB IE ES PT IT AT CH LI PL EE LV LT CZ SK HU SI HR RO BG GR CY MT US CA
            AD AE AF AG AI AL AM AO AQ AR AS AU AW AZ BA BB BD BF BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CC CD CF CG CI CK CL CM CN CO CR CU CV CW CX
            DJ DM DO DZ EC EG EH ER ET FJ FK FM GA GD GE GF GG GH GI GM GN GP GQ GS GT GU GW GY HK HM HN HT ID IL IM IN IO IQ IR JE JM JO JP KE KG KH KI KM
            KN KP KR KW KY KZ LA LB LC LK LR LS LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MU MV MW MX MY MZ NA NC NE NF NG NI NP NR NU NZ OM PA PE
            PF PG PH PK PM PN PR PS PW PY QA RE RS RU RW SA SB SC SD SG SH SJ SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
            UA UG UM UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
            """)),
        (Currencies, "currency", Split("SEK EUR NOK DKK ISK GBP USD CHF PLN CZK HUF RON BGN UAH TRY CAD AUD NZD JPY CNY HKD SGD INR THB KRW ZAR BRL MXN AED ILS")),
        (Languages, "language", Split("sv en no nb nn da fi is de nl fr es pt it pl et lv lt cs sk hu sl hr ro bg el uk ru tr ar fa so ti zh ja ko hi vi th se fo kl")),
    ];

    private static string[] Split(string codes) => codes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
