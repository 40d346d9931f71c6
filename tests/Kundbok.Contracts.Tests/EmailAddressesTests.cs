namespace Kundbok.Contracts.Tests;

public sealed class EmailAddressesTests
{
    [Theory]
    [InlineData("a@example.com")]
    [InlineData(" faktura+se@nordlys-cykel.example ")]
    [InlineData("åsa@bokföring.example")]
    [InlineData("a@example.com; b@example.org,c@sub.example.net")]
    [InlineData("o'brien_1@xn--bcher-kva.example")]
    public void What_mail_can_be_sent_to_is_well_formed(string text) => EmailAddresses.AreWellFormed(text).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("@example.com")]
    [InlineData("a@")]
    [InlineData("a@example")]
    [InlineData("a@example.")]
    [InlineData("a@.com")]
    [InlineData("a@-example.com")]
    [InlineData("a@exa mple.com")]
    [InlineData("a b@example.com")]
    [InlineData("a@b@example.com")]
    [InlineData(".a@example.com")]
    [InlineData("Alma <a@example.com>")]
    [InlineData("a@example.com;")]
    [InlineData("a@example.com b@example.com")]
    public void What_it_cannot_be_sent_to_is_not(string text) => EmailAddresses.AreWellFormed(text).ShouldBeFalse();

    [Fact]
    public void An_address_of_more_than_254_characters_is_none()
    {
        const string Domain = "@example.com";

        EmailAddresses.AreWellFormed(new string('a', 254 - Domain.Length) + Domain).ShouldBeTrue();
        EmailAddresses.AreWellFormed(new string('a', 255 - Domain.Length) + Domain).ShouldBeFalse();
    }
}
