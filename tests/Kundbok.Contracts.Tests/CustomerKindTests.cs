namespace Kundbok.Contracts.Tests;

/// <summary>The kind of a customer, and which rule decided it.</summary>
public sealed class CustomerKindTests
{
    private static readonly DateOnly Today = new(2026, 1, 1);

    [Theory]
    [InlineData("", "", "", "", CustomerKind.Unknown, KindReason.NothingToGoBy)]
    [InlineData(" Privat ", "SE556016068001", "5560160680", "", CustomerKind.Private, KindReason.TypeCode)]
    [InlineData("FÖRETAG", "", "198211059954", "", CustomerKind.Company, KindReason.TypeCode)]
    [InlineData("something", "SE198211059954", "", "", CustomerKind.Unknown, KindReason.NothingToGoBy)]
    [InlineData("something", "SE821105995401", "8211059954", "", CustomerKind.Company, KindReason.VatNumber)]
    [InlineData("", "SE1", "8211059954", "", CustomerKind.Private, KindReason.PersonalNumber)]
    [InlineData("", "", "556016-0680", "", CustomerKind.Company, KindReason.OrganisationNumber)]
    [InlineData("", "", "974760673", "no", CustomerKind.Company, KindReason.OrganisationNumber)]
    [InlineData("", "", "974760673", "se", CustomerKind.Unknown, KindReason.UnknownNumber)]
    [InlineData("", "", "556016-0681", "", CustomerKind.Unknown, KindReason.UnknownNumber)]
    public void The_first_rule_that_applies_decides_and_is_told(string code, string vat, string number, string country, CustomerKind kind, KindReason reason)
    {
        var customer = Customer.New(1, DateTimeOffset.UnixEpoch, 1, new CustomerInput { TypeCode = code, VatNumber = vat, CompanyNumber = number, CountryCode = country });

        CustomerTraits.ExplainKind(customer, Today).ShouldBe(new KindAndReason(kind, reason));
        CustomerTraits.Kind(customer, Today).ShouldBe(kind);
    }
}
