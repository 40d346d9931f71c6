namespace Kundbok.Contracts.Tests;

public class VatNumberTests
{
    private static readonly DateOnly Today = new(2026, 3, 15);

    public static TheoryData<string, string[], string[]> Countries => new()
    {
        { "AT", ["ATU12345678"], ["AT12345678", "ATU1234567", "ATX12345678"] },
        { "BE", ["BE0123456789"], ["BE123456789", "BE01234567890"] },
        { "BG", ["BG123456789", "BG1234567890"], ["BG12345678", "BG12345678901"] },
        { "CY", ["CY12345678L"], ["CY123456789", "CY1234567L"] },
        { "CZ", ["CZ12345678", "CZ123456789", "CZ1234567890"], ["CZ1234567", "CZ12345678901"] },
        { "DE", ["DE123456789"], ["DE12345678", "DE1234567890"] },
        { "DK", ["DK13585628"], ["DK13585627", "DK1358562", "DK01001000"] },
        { "EE", ["EE123456789"], ["EE12345678", "EE1234567890"] },
        { "EL", ["EL123456789"], ["EL12345678", "GR123456789"] },
        { "ES", ["ESX1234567X", "ES12345678X", "ESX12345678"], ["ESX123456X", "ESX12X4567X"] },
        { "FI", ["FI20774740"], ["FI20774741", "FI2077474", "FI2077474-0"] },
        { "FR", ["FR12345678901", "FRAB123456789", "FRA1123456789"], ["FR1234567890", "FRABC23456789"] },
        { "HR", ["HR12345678901"], ["HR1234567890", "HR123456789012"] },
        { "HU", ["HU12345678"], ["HU1234567", "HU123456789"] },
        { "IE", ["IE1234567X", "IE12345678", "IE1234567XA", "IE1X12345X", "IE1+12345X", "IE1*12345X"], ["IE123456X", "IE1-12345X", "IE1+123456", "IE1234567X1"] },
        { "IT", ["IT12345678901"], ["IT1234567890", "IT123456789012"] },
        { "LT", ["LT123456789", "LT123456789012"], ["LT1234567890", "LT12345678901", "LT1234567890123"] },
        { "LU", ["LU12345678"], ["LU1234567", "LU123456789"] },
        { "LV", ["LV12345678901"], ["LV1234567890", "LV123456789012"] },
        { "MT", ["MT12345678"], ["MT1234567", "MT123456789"] },
        { "NL", ["NL123456789B01"], ["NL123456789A01", "NL123456789B1", "NL12345678901"] },
        { "NO", ["NO988077917MVA", "988077917MVA"], ["NO988077918MVA", "988077918MVA", "NO988077917", "988077917", "NO98807791MVA"] },
        { "PL", ["PL1234567890"], ["PL123456789", "PL12345678901"] },
        { "PT", ["PT123456789"], ["PT12345678", "PT1234567890"] },
        { "RO", ["RO12", "RO123456", "RO1234567890"], ["RO1", "RO12345678901"] },
        { "SE", ["SE556016068001", "SE821105995401", "SE570574995901"], ["SE556016068101", "SE556016068002", "SE5560160680", "SE556016-068001", "SE16556016068001", "SE201509160006"] },
        { "SI", ["SI12345678"], ["SI1234567", "SI123456789"] },
        { "SK", ["SK1234567890"], ["SK123456789", "SK12345678901"] },
        { "XI", ["XI123456789", "XI123456789012"], ["XI12345678", "XI1234567890"] },
    };

    [Theory]
    [MemberData(nameof(Countries))]
    public void Each_country_has_its_shape(string country, string[] wellFormed, string[] illFormed)
    {
        foreach (var text in wellFormed)
        {
            VatNumber.IsWellFormed(text, Today).ShouldBeTrue(text);
            VatNumber.IsWellFormed(Spread(text), Today).ShouldBeTrue(text);
            foreach (var similar in Similar(text)) VatNumber.IsWellFormed(similar, Today).ShouldBeFalse(similar);
        }

        foreach (var text in illFormed) VatNumber.IsWellFormed(text, Today).ShouldBeFalse(text);
        VatNumber.IsWellFormed(country, Today).ShouldBeFalse();
    }

    [Theory]
    [InlineData("GB123456789")]
    [InlineData("GR123456789")]
    [InlineData("US123456789")]
    [InlineData("CHE123456789MWST")]
    [InlineData("5560160680")]
    [InlineData("556016068001")]
    [InlineData("13585628")]
    [InlineData("123456789")]
    [InlineData("Test-vatreg no")]
    [InlineData("MVA")]
    [InlineData("12")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("S\u0130556016068001")]
    [InlineData("\u017FE556016068001")]
    [InlineData("D\u212A13585628")]
    [InlineData("NO\uFF1988077917MVA")]
    public void Anything_else_is_not_well_formed(string text) => VatNumber.IsWellFormed(text, Today).ShouldBeFalse();

    private static string Spread(string text) => "  " + string.Join("  ", text.ToLowerInvariant().Chunk(2).Select(c => new string(c))) + " ";

    private static IEnumerable<string> Similar(string text)
    {
        yield return text + "\0";
        yield return "\0" + text;
        yield return text[..2] + "-" + text[2..];
        yield return text[..3] + "\t" + text[3..];
        yield return text.Insert(text.Length - 1, "Å");
        yield return string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + '\uFF10') : c));
        yield return string.Concat(Enumerable.Repeat(text, 10_000));
    }
}
