namespace Kundbok.Contracts.Tests;

public sealed class ClosestFieldTests
{
    [Theory]
    [InlineData("emial", "email")]
    [InlineData("Email", "email")]
    [InlineData("e-mail", "email")]
    [InlineData("companyNo", "companyno")]
    [InlineData("company_no", "companyno")]
    [InlineData("postofice", "postoffice")]
    [InlineData("crediflowPartyID", "crediflowPartyId")]
    [InlineData("customer_id", "customerid")]
    [InlineData("nmae", "name")]
    public void A_slip_is_told_from_nonsense(string written, string meant) => ClosestField.To(written)!.Name.ShouldBe(meant);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("__proto__")]
    [InlineData("password")]
    [InlineData("mexcParamvaluesetsidd")] // given by the register, so never meant
    public void Nonsense_is_not_guessed_at(string written) => ClosestField.To(written).ShouldBeNull();

    [Fact]
    public void A_long_name_costs_nothing() => ClosestField.To(new string('a', 1_000_000)).ShouldBeNull();
}
