using Kundbok.Contracts;
using Kundbok.Server.Demo;
using Kundbok.Server.Organisations;

namespace Kundbok.Server.Tests.Demo;

public sealed class DemoDirectoryTests
{
    private static readonly DateTimeOffset Now = new(2025, 11, 23, 9, 30, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = DateOnly.FromDateTime(Now.UtcDateTime);

    [Fact]
    public void The_same_customers_give_the_same_directory() => Create().ShouldBe(Create());

    [Fact]
    public void Every_number_is_right_in_form_and_nobodys()
    {
        foreach (var organisation in Create())
        {
            organisation.Number.ShouldStartWith("402"); // 4 is no group of organisation numbers
            organisation.Number.Length.ShouldBe(10);
            SwedishOrganisationNumber.IsValid(organisation.Number).ShouldBeTrue(organisation.Number);
        }

        Create().Select(organisation => organisation.Number).ShouldBeUnique(StringComparer.Ordinal);
    }

    [Fact]
    public void The_example_is_in_it_and_no_customer()
    {
        Create().ShouldContain(organisation => organisation.Number == DemoDirectory.Example);
        DemoCustomers.Create(10_000, Now).ShouldAllBe(customer => IdentityNumber.Canonical(customer.Input[CustomerFields.CompanyNumber] ?? "") != DemoDirectory.Example);
    }

    [Fact]
    public void Every_swedish_company_among_the_customers_is_in_it_and_some_differ()
    {
        var directory = Create().ToDictionary(organisation => organisation.Number, StringComparer.Ordinal);
        var companies = DemoCustomers.Create(200, Now)
            .Select((customer, i) => Customer.New(i + 1, Now, 1, customer.Input))
            .Where(customer => IdentityNumber.Classify(customer[CustomerFields.CompanyNumber], Today) is IdentityNumberResult.Valid { Kind: IdentityNumberKind.SwedishOrganisation })
            .ToList();

        var drift = companies.Select(customer => DriftRow.Of(customer, directory[IdentityNumber.Canonical(customer[CustomerFields.CompanyNumber])])).ToList();

        drift.Count.ShouldBeGreaterThan(10);
        drift.Count(row => row is null).ShouldBeGreaterThan(drift.Count / 2);
        drift.OfType<DriftRow>().SelectMany(row => row.Drift).Distinct(StringComparer.Ordinal).ShouldBe([DriftRow.Name, DriftRow.Address, "bankruptcy"], ignoreOrder: true);
    }

    private static IReadOnlyList<Organisation> Create() => DemoDirectory.Create(DemoCustomers.Create(200, Now), Today);
}
