namespace Kundbok.Contracts.Tests;

public class OrganisationNumberTests
{
    [Theory]
    [InlineData("556016-0680")]
    [InlineData("165561034249")]
    [InlineData("5592440001")]
    [InlineData("5560360793")]
    [InlineData("16556103-4249")]
    [InlineData(" 556016-0680  ")]
    public void A_swedish_organisation_number_is_valid(string text) => SwedishOrganisationNumber.IsValid(text).ShouldBeTrue();

    [Theory]
    [InlineData("5560160681")]
    [InlineData("5561034250")]
    [InlineData("556016+0680")]
    [InlineData("55601-60680")]
    [InlineData("556016 0680")]
    [InlineData("16-5560160680")]
    [InlineData("195560160680")]
    [InlineData("005560160680")]
    [InlineData("SE5560160680")]
    public void Anything_else_is_no_swedish_one(string text) => SwedishOrganisationNumber.IsValid(text).ShouldBeFalse();

    [Fact]
    public void The_third_digit_of_a_swedish_one_is_2_or_more()
    {
        SwedishOrganisationNumber.IsValid("552000-0000").ShouldBeTrue();
        SwedishOrganisationNumber.IsValid("551000-0002").ShouldBeFalse();
        SwedishOrganisationNumber.IsValid("16551000-0002").ShouldBeFalse();
        SwedishOrganisationNumber.IsValid("550000-0004").ShouldBeFalse();
    }

    [Theory]
    [InlineData("550101-1018")]
    [InlineData("165501011018")]
    [InlineData("195705749959")]
    public void A_persons_number_is_no_organisations(string text) => SwedishOrganisationNumber.IsValid(text).ShouldBeFalse();

    [Theory]
    [InlineData("988077917")]
    [InlineData(" 988077917 ")]
    public void A_norwegian_organisation_number_is_valid(string text) => NorwegianOrganisationNumber.IsValid(text).ShouldBeTrue();

    [Theory]
    [InlineData("988077918")]
    [InlineData("988 077 917")]
    [InlineData("NO988077917")]
    [InlineData("988077917MVA")]
    public void Anything_else_is_no_norwegian_one(string text) => NorwegianOrganisationNumber.IsValid(text).ShouldBeFalse();

    [Theory]
    [InlineData("13585628")]
    [InlineData(" 13585628 ")]
    public void A_danish_organisation_number_is_valid(string text) => DanishOrganisationNumber.IsValid(text).ShouldBeTrue();

    [Theory]
    [InlineData("13585627")]
    [InlineData("13 58 56 28")]
    [InlineData("DK13585628")]
    public void Anything_else_is_no_danish_one(string text) => DanishOrganisationNumber.IsValid(text).ShouldBeFalse();

    [Fact]
    public void A_danish_one_has_no_leading_0()
    {
        // The weighted sum is 11: 7 + 4.
        DanishOrganisationNumber.IsValid("01001000").ShouldBeFalse();
    }

    [Theory]
    [InlineData("2077474-0")]
    [InlineData("0112038-9")]
    [InlineData(" 2077474-0 ")]
    public void A_finnish_organisation_number_is_valid(string text) => FinnishOrganisationNumber.IsValid(text).ShouldBeTrue();

    [Theory]
    [InlineData("2077474-1")]
    [InlineData("20774740")]
    [InlineData("2077474+0")]
    [InlineData("2077474 0")]
    [InlineData("207747-40")]
    [InlineData("207747440")]
    [InlineData("FI20774740")]
    public void Anything_else_is_no_finnish_one(string text) => FinnishOrganisationNumber.IsValid(text).ShouldBeFalse();

    public static TheoryData<string, Func<string, bool>, int> Kinds => new()
    {
        { "556016-0680", SwedishOrganisationNumber.IsValid, 10 },
        { "5560160680", SwedishOrganisationNumber.IsValid, 10 },
        { "165561034249", SwedishOrganisationNumber.IsValid, 12 },
        { "988077917", NorwegianOrganisationNumber.IsValid, 9 },
        { "13585628", DanishOrganisationNumber.IsValid, 8 },
        { "2077474-0", FinnishOrganisationNumber.IsValid, 8 },
        { "5790000435975", Gln.IsValid, 13 },
    };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void A_text_that_only_resembles_a_number_is_not_valid(string valid, Func<string, bool> isValid, int digits)
    {
        isValid(valid).ShouldBeTrue();
        foreach (var text in NotNumbers.From(valid)) isValid(text).ShouldBeFalse(text);
        foreach (var text in NotNumbers.WithOneDigitChanged(valid, digits)) isValid(text).ShouldBeFalse(text);
    }

    [Theory]
    [InlineData("5790000435975", true)]
    [InlineData(" 5790000435975 ", true)]
    [InlineData("1234567890123", false)]
    [InlineData("579000043597", false)]
    [InlineData("57900004359750", false)]
    [InlineData("5790000-435975", false)]
    public void A_gln_is_thirteen_digits_with_their_check_digit(string text, bool valid) => Gln.IsValid(text).ShouldBe(valid);
}
