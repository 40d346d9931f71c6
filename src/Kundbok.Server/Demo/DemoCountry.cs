namespace Kundbok.Server.Demo;

/// <summary>The words that a country's customers are made of.</summary>
internal sealed record DemoCountry(string Code, string Name, string Language, string Currency, string CallingCode)
{
    /// <summary>Customers out of a hundred.</summary>
    public required int Share { get; init; }

    /// <summary>Given names of women, and of men.</summary>
    public required string[][] FirstNames { get; init; }

    public required string[] LastNames { get; init; }

    /// <summary>The first halves of place names; with <see cref="PlaceEndings"/> they make family names, streets and companies.</summary>
    public required string[] PlaceStems { get; init; }

    public required string[] PlaceEndings { get; init; }

    public required string[] StreetEndings { get; init; }

    /// <summary>Postal code, with <c>#</c> for any digit, a semicolon, and the city.</summary>
    public required string[] Cities { get; init; }

    public required string[] Trades { get; init; }

    public required string[] LegalForms { get; init; }

    public required string[] Notes { get; init; }

    private static readonly DemoCountry Sweden = new("se", "Sverige", "sv", "SEK", "46")
    {
        Share = 45,
        FirstNames =
        [
            Words("Anna Åsa Karin Eva Märta Lena Sara Hanna Ingrid Ylva Ebba Maja Tuva Alva Linnéa Elsa Saga Astrid Kerstin Gunilla"),
            Words("Lars Åke Karl Erik Göran Jörgen Per Nils Olle Björn Sören Håkan Elias Hugo Axel Malte Folke Sixten Ömer Amir"),
        ],
        LastNames = Words("Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson "
            + "Jansson Hansson Bengtsson Jönsson Åkesson Öhman Ångström Wallén Sjögren Hammar Krook Nyström"),
        PlaceStems = Words("Björk Ek Sjö Hög Skog Strand Lind Gran Sten Silver Blå Grön Hav Älv Kvarn Tall Ask Hassel Nord Söder Väst Öster Åker Ängs"),
        PlaceEndings = Words("vik bäck holm by ås lund näs hed sund mark dal berg"),
        StreetEndings = Words("gatan vägen gränd stigen allén"),
        Cities = ["11# ##;Stockholm", "41# ##;Göteborg", "21# ##;Malmö", "75# ##;Uppsala", "70# ##;Örebro", "58# ##;Linköping", "90# ##;Umeå",
            "97# ##;Luleå", "35# ##;Växjö", "39# ##;Kalmar", "62# ##;Visby", "83# ##;Östersund"],
        Trades = Words("Bygg Redovisning Måleri El Städ Åkeri Trädgård Konsult Bageri Plåt Snickeri Fastigheter"),
        LegalForms = ["AB", "AB", "AB", "Handelsbolag", "Ekonomisk förening"],
        Notes = ["Ring före leverans.", "Vill ha fakturan samlad en gång i månaden.", "Betalar alltid i tid. Återkommande beställningar varje höst.",
            "Hund på gården: lämna paketet vid grinden.", "Bytte ägare förra året; kontrollera referensen."],
    };

    private static readonly DemoCountry Norway = new("no", "Norge", "nb", "NOK", "47")
    {
        Share = 18,
        FirstNames =
        [
            Words("Kari Ingrid Åse Solveig Marit Ragnhild Silje Hege Turid Gro Nora Emma Ida Thea Sigrid Live Frøya Tiril Bjørg Guro"),
            Words("Ola Lars Kåre Bjørn Øystein Håkon Sindre Tor Geir Jørgen Magnus Eirik Vegard Pål Sverre Trygve Åge Jonas Sander Yusuf"),
        ],
        LastNames = Words("Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen Eriksen Berg "
            + "Haugen Hagen Bakken Solberg Lien Moen Strøm Ødegård Myhre Næss"),
        PlaceStems = Words("Heste Fjord Skog Furu Bjørk Stein Hav Elve Myr Sol Nord Sør Vest Øst Gran Svart Kvit Grå Ås Tjern Rype Seter"),
        PlaceEndings = Words("vik dal nes bakken lia haugen sund vang mo rud stad land"),
        StreetEndings = Words("veien gata stien bakken svingen"),
        Cities = ["01##;Oslo", "50##;Bergen", "70##;Trondheim", "40##;Stavanger", "90##;Tromsø", "80##;Bodø", "46##;Kristiansand", "60##;Ålesund", "30##;Drammen", "84##;Sortland"],
        Trades = Words("Bygg Regnskap Maling Elektro Renhold Transport Hage Rådgivning Bakeri Rør Snekkeri Eiendom"),
        LegalForms = ["AS", "AS", "AS", "ANS", "SA"],
        Notes = ["Ring før levering.", "Ønsker samlefaktura hver måned.", "Betaler alltid i tide, men svarer sjelden på e-post.", "Stengt i fellesferien.", "Følger opp tilbudet på nyåret."],
    };

    private static readonly DemoCountry Denmark = new("dk", "Danmark", "da", "DKK", "45")
    {
        Share = 16,
        FirstNames =
        [
            Words("Anne Kirsten Mette Hanne Lærke Sørine Birgitte Inge Karen Freja Alma Ida Clara Signe Maren Bodil Åse Gitte Lone Tove"),
            Words("Peter Jens Lars Søren Jørgen Kjeld Mads Rasmus Anders Bjarne Preben Åge Villads Emil Oscar Noah Aksel Viggo Hassan Østen"),
        ],
        LastNames = Words("Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen Kristensen Olsen "
            + "Thomsen Poulsen Møller Knudsen Mortensen Nørgaard Bæk Østergaard Kjær Skov"),
        PlaceStems = Words("Bøge Ege Lærke Hav Strand Skov Æble Ravn Kilde Mølle Nør Sønder Vester Øster Birke Hassel Enge Sø Grøn Sten Å Elle"),
        PlaceEndings = Words("gård holm bjerg lund dal høj vang bæk rup lev by kær"),
        StreetEndings = Words("vej gade stræde allé have"),
        Cities = ["1###;København", "80##;Aarhus", "50##;Odense", "90##;Aalborg", "67##;Esbjerg", "60##;Kolding", "87##;Horsens", "40##;Roskilde", "30##;Helsingør", "37##;Rønne"],
        Trades = Words("Byg Regnskab Maler El Rengøring Vognmand Have Rådgivning Bageri VVS Tømrer Ejendomme"),
        LegalForms = ["ApS", "ApS", "A/S", "I/S"],
        Notes = ["Ring før levering.", "Ønsker én samlet faktura om måneden.", "Betaler altid til tiden.", "Varerne sættes i bagbygningen, første dør på højre hånd.", "Har skiftet bogholder: spørg efter den nye."],
    };

    private static readonly DemoCountry Finland = new("fi", "Suomi", "fi", "EUR", "358")
    {
        Share = 16,
        FirstNames =
        [
            Words("Aino Helmi Päivi Kaija Tuula Anneli Marjatta Hanna Liisa Sanna Eevi Lumi Venla Siiri Äinä Riitta Outi Pirjo Kerttu Saimi"),
            Words("Juhani Matti Timo Pekka Väinö Yrjö Eero Antti Jukka Heikki Onni Eino Leevi Toivo Niilo Ilmari Jyrki Kyösti Tapio Ahmed"),
        ],
        LastNames = Words("Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Lehtinen Saarinen "
            + "Salminen Niemi Heinonen Heikkilä Kinnunen Salonen Turunen Väisänen Öhman Räsänen Hyvönen"),
        PlaceStems = Words("Kuusi Koivu Mänty Järvi Koski Niitty Lumi Halla Suvi Tähti Pohja Kallio Honka Haapa Pihlaja Vesi Korpi Kivi Rauta Hiekka Pelto Sorsa"),
        PlaceEndings = Words("ranta mäki niemi lahti salo harju metsä virta kylä saari pää oja"),
        StreetEndings = Words("tie katu kuja polku raitti"),
        Cities = ["00##0;Helsinki", "33##0;Tampere", "20##0;Turku", "90##0;Oulu", "40##0;Jyväskylä", "70##0;Kuopio", "65##0;Vaasa", "96##0;Rovaniemi", "53##0;Lappeenranta", "15##0;Lahti"],
        Trades = Words("Rakennus Tilitoimisto Maalaus Sähkö Siivous Kuljetus Puutarha Konsultointi Leipomo Putki Puutyöt Kiinteistöt"),
        LegalForms = ["Oy", "Oy", "Oy", "Ky", "Osuuskunta"],
        Notes = ["Soita ennen toimitusta.", "Haluaa koontilaskun kerran kuussa.", "Maksaa aina ajallaan.", "Toimitus sisäpihan kautta, ovikoodi puhelimitse.", "Tarjous lähetetty, odottaa päätöstä kevääksi."],
    };

    private static readonly DemoCountry Aland = Sweden with
    {
        Code = "ax",
        Name = "Åland",
        Currency = "EUR",
        CallingCode = "358 18",
        Share = 5,
        Cities = ["221##;Mariehamn", "221##;Jomala", "224##;Godby", "222##;Eckerö"],
        LegalForms = ["Ab", "Ab", "Andelslag"],
        Notes = ["Ring före leverans.", "Leverans med färjan, bara vardagar.", "Försäljning från Sverige: tull och moms vid gränsen."],
    };

    private static readonly DemoCountry[] All = [Sweden, Norway, Denmark, Finland, Aland];

    /// <summary>A country, as often as its share says.</summary>
    public static DemoCountry Pick(DemoRandom random)
    {
        var place = random.Below(All.Sum(country => country.Share));
        return Array.Find(All, country => (place -= country.Share) < 0)!;
    }

    private static string[] Words(string text) => text.Split(' ');
}
