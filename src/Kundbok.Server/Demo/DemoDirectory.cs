using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Server.Demo;

/// <summary>
/// A small invented directory beside the invented customers: the Swedish companies among them, some of which have moved, changed their
/// names or gone bankrupt there, and some more. None of their numbers is anybody's: see <see cref="DemoNumbers"/>.
/// </summary>
internal static class DemoDirectory
{
    /// <summary>The number that the documentation looks up. No customer has it.</summary>
    public const string Example = "4020000016";

    private const int Others = 300;

    /// <summary>Makes the organisations: always the same ones for the same customers.</summary>
    public static IReadOnlyList<Organisation> Create(IEnumerable<NewCustomer> customers, DateOnly today)
    {
        var organisations = new Dictionary<string, Organisation>(StringComparer.Ordinal);
        foreach (var customer in customers)
        {
            if (IdentityNumber.Classify(customer.Input[CustomerFields.CompanyNumber] ?? "", today) is IdentityNumberResult.Valid { Kind: IdentityNumberKind.SwedishOrganisation } number)
                organisations.TryAdd(number.Canonical, As(customer.Input, number.Canonical, organisations.Count));
        }

        var random = new DemoRandom(Others);
        for (var i = 0; i < Others; i++)
        {
            var number = IdentityNumber.Canonical(DemoNumbers.SwedishOrganisation(random));
            organisations.TryAdd(number, new Organisation(number, $"Exempelbolaget {i + 1} AB", $"Provgatan {1 + random.Below(99)}", "", random.Digits("11###"), "Stockholm", "SE", "AB", OrganisationStatus.Active, NoAdvertising: false, OrganisationRegistry.None));
        }

        organisations[Example] = new Organisation(Example, "Norrskens Bageri AB", "Kungsgatan 12", "", "90325", "Umeå", "SE", "AB", OrganisationStatus.Active, NoAdvertising: false, OrganisationRegistry.None);
        return [.. organisations.Values];
    }

    /// <summary>Where they come from, to be stored with them.</summary>
    public static DirectorySource Source(int count, DateTimeOffset now) => new(OrganisationRegistry.None, "demo", now.UtcDateTime, count, count, 0, 0, 0, 0);

    private static Organisation As(CustomerInput customer, string number, int place)
    {
        var organisation = new Organisation(
            number,
            customer[CustomerFields.Name] ?? "",
            customer[CustomerFields.Address] ?? "",
            CareOf: "",
            (customer[CustomerFields.PostalCode] ?? "").Replace(" ", "", StringComparison.Ordinal),
            customer[CustomerFields.City] ?? "",
            "SE",
            LegalForm: "",
            OrganisationStatus.Active,
            NoAdvertising: false,
            OrganisationRegistry.None);
        return (place % 8) switch
        {
            1 => organisation with { Name = $"Nya {organisation.Name}" },
            3 => organisation with { Street = "Nya Torget 1" },
            5 => organisation with { Status = OrganisationStatus.Bankruptcy },
            _ => organisation,
        };
    }
}
