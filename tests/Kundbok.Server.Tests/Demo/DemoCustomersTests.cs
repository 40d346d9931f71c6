using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Kundbok.Contracts;
using Kundbok.Server.Demo;

namespace Kundbok.Server.Tests.Demo;

public partial class DemoCustomersTests
{
    private static readonly DateTimeOffset Now = new(2025, 11, 23, 9, 30, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = DateOnly.FromDateTime(Now.UtcDateTime);

    // Written down here once more, so that a number added to the demo data has to be looked up first.
    private static readonly string[] PublishedPersons =
    [
        "0905271474", "8211059954", "9012119948", "0012099891", "5705749959", "7306749982", "5501011018",
    ];

    [Fact]
    public void The_same_arguments_make_the_same_customers_on_every_machine()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var customer in Stored(200)) hash.AppendData(CustomerJson.Write(customer));

        Convert.ToHexStringLower(hash.GetHashAndReset())[..16].ShouldBe("812366b2fc4f6b74");
    }

    [Fact]
    public void There_are_as_many_as_asked_for()
    {
        DemoCustomers.Create(0, Now).ShouldBeEmpty();
        DemoCustomers.Create(1, Now).Count().ShouldBe(1);
        DemoCustomers.Create(1234, Now).Count().ShouldBe(1234);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(50_000)]
    public void They_were_created_one_after_the_other_over_the_last_three_years(int count)
    {
        var created = DemoCustomers.Create(count, Now).Select(customer => customer.Created!.Value).ToList();

        created.ShouldBeInOrder(SortDirection.Ascending);
        created[0].ShouldBeInRange(Now.AddYears(-3), Now.AddYears(-3) + ((Now - Now.AddYears(-3)) / count));
        created[^1].ShouldBeInRange(Now - ((Now - Now.AddYears(-3)) / count), Now);
    }

    [Fact]
    public void Two_hundred_have_every_kind_language_currency_and_country()
    {
        var customers = Stored(200).ToList();

        customers.Select(customer => CustomerTraits.Kind(customer, Today)).Distinct().Count().ShouldBe(3);
        customers.Select(customer => customer[CustomerFields.Language]).Distinct(StringComparer.Ordinal).ShouldBe(["sv", "nb", "da", "fi", "en"], ignoreOrder: true);
        customers.Select(customer => customer[CustomerFields.Currency]).Distinct(StringComparer.Ordinal).ShouldBe(["SEK", "NOK", "DKK", "EUR"], ignoreOrder: true);
        customers.Select(customer => customer[CustomerFields.CountryCode]).Distinct(StringComparer.Ordinal).ShouldBe(["se", "no", "dk", "fi", "ax"], ignoreOrder: true);
        customers.ShouldContain(customer => CustomerTraits.TakesEInvoice(customer));
        customers.ShouldContain(customer => CustomerTraits.HasReverseTax(customer));
        customers.ShouldContain(customer => customer[CustomerFields.DeliveryAddress].Length > 0);
        customers.ShouldContain(customer => IsSoleTrader(customer));
    }

    [Fact]
    public void Every_text_is_one_that_the_register_takes()
    {
        foreach (var customer in Stored(5_000))
        {
            customer[CustomerFields.Name].ShouldNotBeNullOrWhiteSpace();
            foreach (var field in CustomerFields.All.Where(field => !field.ReadOnly))
                TextRules.Violation(field, customer[field]).ShouldBeNull();
        }
    }

    [Fact]
    public void Personal_numbers_are_published_test_numbers()
    {
        var numbers = Stored(20_000)
            .SelectMany(customer => new[] { customer[CustomerFields.CompanyNumber], WithoutVatLetters(customer) })
            .Where(number => IdentityNumber.Classify(number, Today) is IdentityNumberResult.Valid { IsPerson: true })
            .Select(IdentityNumber.Canonical)
            .Distinct(StringComparer.Ordinal);

        numbers.ShouldBe(PublishedPersons, ignoreOrder: true);
    }

    [Fact]
    public void Organisation_numbers_are_right_in_form_and_of_series_that_nobody_has()
    {
        foreach (var number in Stored(20_000).Select(customer => customer[CustomerFields.CompanyNumber]).Where(number => number.Length > 0))
        {
            var valid = IdentityNumber.Classify(number, Today).ShouldBeOfType<IdentityNumberResult.Valid>();
            if (valid.IsPerson) continue;
            valid.Canonical.ShouldMatch(valid.Kind switch
            {
                IdentityNumberKind.SwedishOrganisation => "^4",
                IdentityNumberKind.NorwegianOrganisation => "^3",
                IdentityNumberKind.DanishOrganisation => "^13585628$",
                _ => "^9",
            });
        }
    }

    [Fact]
    public void Vat_numbers_are_well_formed() =>
        Stored(20_000)
            .Select(customer => customer[CustomerFields.VatNumber])
            .Where(number => number.Length > 0)
            .ShouldAllBe(number => VatNumber.IsWellFormed(number, Today));

    [Fact]
    public void Location_numbers_are_valid_ones_for_examples() =>
        Stored(5_000)
            .Select(customer => customer[CustomerFields.Gln])
            .Where(number => number.Length > 0)
            .ShouldAllBe(number => number.StartsWith("952", StringComparison.Ordinal) && Gln.IsValid(number));

    [Fact]
    public void Mail_goes_to_domains_kept_for_examples() =>
        Stored(5_000)
            .SelectMany(customer => new[] { customer[CustomerFields.Email], customer[CustomerFields.OrderEmail] })
            .Where(address => address.Length > 0)
            .ShouldAllBe(address => ExampleAddress().IsMatch(address));

    [Fact]
    public void Telephone_numbers_are_nobodys() =>
        Stored(5_000)
            .SelectMany(customer => new[] { customer[CustomerFields.Telephone], customer[CustomerFields.Mobile] })
            .Where(number => number.Length > 0)
            .ShouldAllBe(number => NobodysTelephone().IsMatch(number));

    [Fact]
    public void Postal_codes_have_their_countrys_form() =>
        Stored(5_000).ShouldAllBe(customer => PostalCode(customer[CustomerFields.CountryCode]).IsMatch(customer[CustomerFields.PostalCode]));

    [Fact]
    public void Names_vary() =>
        Stored(10_000).Select(customer => customer[CustomerFields.Name]).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(8_500);

    [GeneratedRegex(@"^[a-z0-9.-]+@([a-z0-9.-]+\.example|example\.(com|org|net))$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExampleAddress();

    [GeneratedRegex(@"^(08-465 004 \d\d|031-390 06 \d\d|040-628 04 \d\d|0980-319 2\d\d|070-174 06 (0[5-9]|[1-9]\d)|\+(47|45|358|358 18) 00 \d\d \d\d \d\d)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NobodysTelephone();

    [GeneratedRegex(@"^[1-9]\d\d \d\d$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SwedishPostalCode();

    [GeneratedRegex(@"^\d{4}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FourDigits();

    [GeneratedRegex(@"^\d{5}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FiveDigits();

    private static Regex PostalCode(string country) => country switch
    {
        "se" => SwedishPostalCode(),
        "no" or "dk" => FourDigits(),
        _ => FiveDigits(),
    };

    private static IEnumerable<Customer> Stored(int count) =>
        DemoCustomers.Create(count, Now).Select((customer, i) => Customer.New(i + 1, customer.Created!.Value, 1, customer.Input));

    private static bool IsSoleTrader(Customer customer) =>
        SwedishPersonalNumber.IsValid(customer[CustomerFields.CompanyNumber], Today) && CustomerTraits.Kind(customer, Today) == CustomerKind.Company;

    private static string WithoutVatLetters(Customer customer)
    {
        var number = customer[CustomerFields.VatNumber];
        return number.StartsWith("SE", StringComparison.Ordinal) ? number[2..^2] : "";
    }
}
