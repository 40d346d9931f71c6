using System.Globalization;
using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Server.Demo;

/// <summary>
/// Invented Nordic customers, for a first look and for measurements. Nobody in them exists: names are drawn from lists, numbers
/// are of <see cref="DemoNumbers"/>, and mail goes to the domains that RFC 2606 keeps for examples.
/// </summary>
internal static class DemoCustomers
{
    private const int Years = 3;

    private static readonly string[] PrivateCodes = ["private", "privat", "person"];
    private static readonly string[] CompanyCodes = ["company", "företag"];
    private static readonly string[] MailDomains = ["example.com", "example.org", "example.net"];
    private static readonly string[] PaymentTerms = ["10", "14", "20", "30", "30", "30", "60"];
    private static readonly string[] EnglishNotes = ["Please call before delivery.", "Speaks English only.", "Prefers one invoice a month, sent to the office abroad."];

    /// <summary>Makes customers one by one, as they are asked for: always the same ones for the same arguments.</summary>
    /// <param name="count">How many.</param>
    /// <param name="now">They were created in the three years before this instant, in the order in which they come.</param>
    public static IEnumerable<NewCustomer> Create(int count, DateTimeOffset now)
    {
        var first = now.AddYears(-Years);
        var step = (now - first) / Math.Max(1, count);
        return Enumerable.Range(0, count).Select(i =>
        {
            var random = new DemoRandom(i);
            return new NewCustomer(Invent(random), first + (step * (i + random.Fraction())));
        });
    }

    private static CustomerInput Invent(DemoRandom random)
    {
        var country = DemoCountry.Pick(random);
        var customer = new CustomerInput();
        switch (random.Below(100))
        {
            case < 45: AddPerson(customer, country, random); break;
            case < 83: AddCompany(customer, country, random); break;
            case < 92: AddSoleTrader(customer, country, random); break;
            default: AddUnknown(customer, country, random); break;
        }

        AddAddress(customer, country, random);
        AddTelephones(customer, country, random);
        AddTerms(customer, country, random);
        if (random.OneIn(5)) AddDelivery(customer, country, random);
        if (random.OneIn(3)) AddNotes(customer, country, random);
        customer[CustomerFields.Origin] = "demo";
        return customer;
    }

    private static void AddPerson(CustomerInput customer, DemoCountry country, DemoRandom random)
    {
        AddName(customer, PersonName(country, random), random);
        if (country.Code == "se" && random.OneIn(5)) customer[CustomerFields.CompanyNumber] = DemoNumbers.SwedishPerson(random);
        else customer[CustomerFields.TypeCode] = random.Pick(PrivateCodes);
        if (country.Code == "se" && random.OneIn(4))
            customer[CustomerFields.PropertyDesignation] = string.Create(CultureInfo.InvariantCulture, $"{Place(country, random)} {1 + random.Below(20)}:{1 + random.Below(99)}");
    }

    private static void AddCompany(CustomerInput customer, DemoCountry country, DemoRandom random)
    {
        var name = $"{Place(country, random)} {random.Pick(country.Trades)}";
        var domain = $"{MailName(name, '-')}.example";
        customer[CustomerFields.Name] = $"{name} {random.Pick(country.LegalForms)}";
        customer[CustomerFields.Email] = $"info@{domain}";
        customer[CustomerFields.OrderEmail] = random.OneIn(3) ? $"order@{domain}" : "";
        customer[CustomerFields.Reference] = PersonName(country, random);
        customer[CustomerFields.CreditLimit] = random.OneIn(2) ? random.Digits("1#0000") : "";

        var number = OrganisationNumber(country, random);
        customer[CustomerFields.CompanyNumber] = number;
        if (number.Length == 0 || random.OneIn(4)) customer[CustomerFields.TypeCode] = random.Pick(CompanyCodes);
        if (random.OneIn(2)) customer[CustomerFields.VatNumber] = VatNumberOf(number, country);
        if (random.OneIn(6)) customer[CustomerFields.ReverseTax] = "1";
        if (random.OneIn(3)) AddEInvoice(customer, random);
    }

    private static void AddSoleTrader(CustomerInput customer, DemoCountry country, DemoRandom random)
    {
        AddName(customer, PersonName(country, random), random);
        customer[CustomerFields.Name2] = $"{Place(country, random)} {random.Pick(country.Trades)}";
        var number = country.Code == "se" ? DemoNumbers.SwedishPerson(random) : OrganisationNumber(country, random);
        customer[CustomerFields.CompanyNumber] = number;
        customer[CustomerFields.VatNumber] = VatNumberOf(number, country);
        if (number.Length == 0) customer[CustomerFields.TypeCode] = random.Pick(CompanyCodes);
    }

    private static void AddUnknown(CustomerInput customer, DemoCountry country, DemoRandom random) =>
        AddName(customer, random.OneIn(2) ? PersonName(country, random) : $"{Place(country, random)} {random.Pick(country.Trades)}", random);

    private static void AddName(CustomerInput customer, string name, DemoRandom random)
    {
        customer[CustomerFields.Name] = name;
        customer[CustomerFields.Email] = random.OneIn(5) ? "" : $"{MailName(name, '.')}@{random.Pick(MailDomains)}";
    }

    private static void AddEInvoice(CustomerInput customer, DemoRandom random)
    {
        var location = DemoNumbers.GlobalLocation(random);
        customer[CustomerFields.Gln] = location;
        customer[CustomerFields.EInvoiceParty] = $"0088:{location}"; // as Peppol writes one: 0088 stands for the GLN
    }

    private static void AddAddress(CustomerInput customer, DemoCountry country, DemoRandom random)
    {
        customer[CustomerFields.Address] = Street(country, random);
        (customer[CustomerFields.PostalCode], customer[CustomerFields.City]) = City(country, random);
        customer[CustomerFields.CountryCode] = country.Code;
        customer[CustomerFields.Country] = country.Name;
        if (random.OneIn(12)) customer[CustomerFields.Address2] = $"c/o {PersonName(country, random)}";
    }

    private static void AddTelephones(CustomerInput customer, DemoCountry country, DemoRandom random)
    {
        if (random.OneIn(2)) customer[CustomerFields.Telephone] = DemoNumbers.Telephone(random, country.CallingCode);
        if (!random.OneIn(4)) customer[CustomerFields.Mobile] = DemoNumbers.Mobile(random, country.CallingCode);
    }

    private static void AddTerms(CustomerInput customer, DemoCountry country, DemoRandom random)
    {
        customer[CustomerFields.PaymentTerms] = random.Pick(PaymentTerms);
        customer[CustomerFields.Currency] = random.OneIn(15) ? "EUR" : country.Currency;
        customer[CustomerFields.Language] = random.OneIn(12) ? "en" : country.Code == "fi" && random.OneIn(10) ? "sv" : country.Language;
        if (random.OneIn(8)) customer[CustomerFields.Discount] = (5 * (1 + random.Below(4))).ToString(CultureInfo.InvariantCulture);
        if (random.OneIn(6)) customer[CustomerFields.PriceList] = random.Digits("#");
    }

    private static void AddDelivery(CustomerInput customer, DemoCountry country, DemoRandom random)
    {
        customer[CustomerFields.DeliveryName] = PersonName(country, random);
        customer[CustomerFields.DeliveryAddress] = Street(country, random);
        (customer[CustomerFields.DeliveryPostalCode], customer[CustomerFields.DeliveryCity]) = City(country, random);
        customer[CustomerFields.DeliveryCountryCode] = country.Code;
        customer[CustomerFields.DeliveryCountry] = country.Name;
    }

    private static void AddNotes(CustomerInput customer, DemoCountry country, DemoRandom random)
    {
        var note = random.Pick(customer[CustomerFields.Language] == "en" ? EnglishNotes : country.Notes);
        customer[CustomerFields.Notes] = random.OneIn(3) ? $"{note}\n{random.Pick(country.Notes)}" : note;
    }

    private static string PersonName(DemoCountry country, DemoRandom random)
    {
        var names = random.Pick(country.FirstNames);
        var first = random.Pick(names);
        if (random.OneIn(4)) first += (random.OneIn(2) ? "-" : " ") + random.Pick(names);
        return $"{first} {(random.OneIn(2) ? random.Pick(country.LastNames) : Place(country, random))}";
    }

    private static string Place(DemoCountry country, DemoRandom random) => random.Pick(country.PlaceStems) + random.Pick(country.PlaceEndings);

    private static string Street(DemoCountry country, DemoRandom random) =>
        string.Create(CultureInfo.InvariantCulture, $"{Place(country, random)}{random.Pick(country.StreetEndings)} {1 + random.Below(99)}");

    private static (string PostalCode, string City) City(DemoCountry country, DemoRandom random)
    {
        var city = random.Pick(country.Cities).Split(';');
        return (random.Digits(city[0]), city[1]);
    }

    private static string OrganisationNumber(DemoCountry country, DemoRandom random) => country.Code switch
    {
        "se" => DemoNumbers.SwedishOrganisation(random),
        "no" => DemoNumbers.NorwegianOrganisation(random),
        "dk" => DemoNumbers.DanishOrganisation(random),
        _ => DemoNumbers.FinnishOrganisation(random),
    };

    private static string VatNumberOf(string number, DemoCountry country)
    {
        var digits = IdentityNumber.Canonical(number);
        return digits.Length == 0 ? "" : country.Code switch
        {
            "se" => $"SE{digits}01",
            "no" => $"NO{digits}MVA",
            "dk" => $"DK{digits}",
            _ => $"FI{digits}",
        };
    }

    private static string MailName(string name, char separator) =>
        string.Concat(TextFold.Fold(name).Select(c => c == ' ' ? separator : c).Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'));
}
