namespace Kundbok.Contracts.Tests;

public class SwedishPostalCodeTests
{
    [Theory]
    [InlineData("11418", "114 18")]
    [InlineData("114 18", "114 18")]
    [InlineData(" 11418 ", "114 18")]
    [InlineData("98499", "984 99")]
    public void A_postal_code_is_shown_with_its_space(string text, string shown)
    {
        SwedishPostalCode.IsValid(text).ShouldBeTrue();
        SwedishPostalCode.Format(text).ShouldBe(shown);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("01418")]
    [InlineData("014 18")]
    [InlineData("1141")]
    [InlineData("114181")]
    [InlineData("1141 8")]
    [InlineData("114  18")]
    [InlineData("114-18")]
    [InlineData("1141A")]
    [InlineData("A1418")]
    [InlineData("１１４１８")]
    [InlineData("SE-11418")]
    [InlineData("SW1A 1AA")]
    public void Another_text_is_none_and_is_shown_as_it_is(string text)
    {
        SwedishPostalCode.IsValid(text).ShouldBeFalse();
        SwedishPostalCode.Format(text).ShouldBe(text);
    }
}
