namespace Kundbok.Contracts.Tests;

public class IdentityNumberTests
{
    private static readonly DateOnly Today = new(2026, 3, 15);

    [Theory]
    [InlineData("19090527-1474", IdentityNumberKind.SwedishPerson, "0905271474", "SE")]
    [InlineData("090527+1474", IdentityNumberKind.SwedishPerson, "0905271474", "SE")]
    [InlineData("198211059954", IdentityNumberKind.SwedishPerson, "8211059954", "SE")]
    [InlineData("001209-9891", IdentityNumberKind.SwedishPerson, "0012099891", "SE")]
    [InlineData(" 550101-1018 ", IdentityNumberKind.SwedishPerson, "5501011018", "SE")]
    [InlineData("195705749959", IdentityNumberKind.SwedishCoordination, "5705749959", "SE")]
    [InlineData("730674-9982", IdentityNumberKind.SwedishCoordination, "7306749982", "SE")]
    [InlineData("556016-0680", IdentityNumberKind.SwedishOrganisation, "5560160680", "SE")]
    [InlineData("165561034249", IdentityNumberKind.SwedishOrganisation, "5561034249", "SE")]
    [InlineData("16556103-4249", IdentityNumberKind.SwedishOrganisation, "5561034249", "SE")]
    [InlineData("5592440001", IdentityNumberKind.SwedishOrganisation, "5592440001", "SE")]
    [InlineData("988077917", IdentityNumberKind.NorwegianOrganisation, "988077917", "NO")]
    [InlineData("13585628", IdentityNumberKind.DanishOrganisation, "13585628", "DK")]
    [InlineData("2077474-0", IdentityNumberKind.FinnishOrganisation, "20774740", "FI")]
    [InlineData("20774740", IdentityNumberKind.FinnishOrganisation, "20774740", "FI")]
    [InlineData("01120389", IdentityNumberKind.FinnishOrganisation, "01120389", "FI")]
    public void A_number_tells_its_kind(string text, IdentityNumberKind kind, string canonical, string country)
    {
        var number = IdentityNumber.Classify(text, Today).ShouldBeOfType<IdentityNumberResult.Valid>();

        number.Kind.ShouldBe(kind);
        number.Canonical.ShouldBe(canonical);
        number.CountryCode.ShouldBe(country);
        number.IsPerson.ShouldBe(kind is IdentityNumberKind.SwedishPerson or IdentityNumberKind.SwedishCoordination);
        IdentityNumber.Canonical(text).ShouldBe(canonical);
    }

    [Fact]
    public void Eight_bare_digits_that_could_be_both_are_danish_and_with_a_hyphen_finnish()
    {
        // Weighted the Danish way the sum is 242, the Finnish way 385.
        Classified("99999802").ShouldBe(IdentityNumberKind.DanishOrganisation);
        Classified("9999980-2").ShouldBe(IdentityNumberKind.FinnishOrganisation);

        static IdentityNumberKind Classified(string text) =>
            IdentityNumber.Classify(text, Today).ShouldBeOfType<IdentityNumberResult.Valid>().Kind;
    }

    [Theory]
    [InlineData("", "An organisation number has 8, 9, 10 or 12 digits, a personal identity number 10 or 12.")]
    [InlineData("  ", "An organisation number has 8, 9, 10 or 12 digits, a personal identity number 10 or 12.")]
    [InlineData("-", "An organisation number has 8, 9, 10 or 12 digits, a personal identity number 10 or 12.")]
    [InlineData("1234567", "An organisation number has 8, 9, 10 or 12 digits, a personal identity number 10 or 12.")]
    [InlineData("19550101101", "An organisation number has 8, 9, 10 or 12 digits, a personal identity number 10 or 12.")]
    [InlineData("1655610342490", "An organisation number has 8, 9, 10 or 12 digits, a personal identity number 10 or 12.")]
    [InlineData("090527 1474", "Only the digits 0 to 9 and a hyphen or plus sign are allowed, without spaces between them.")]
    [InlineData("SE556016068001", "Only the digits 0 to 9 and a hyphen or plus sign are allowed, without spaces between them.")]
    [InlineData("５５６０１６０６８０", "Only the digits 0 to 9 and a hyphen or plus sign are allowed, without spaces between them.")]
    [InlineData("5560160680\0", "Only the digits 0 to 9 and a hyphen or plus sign are allowed, without spaces between them.")]
    [InlineData("55-60160680", "The hyphen or plus sign does not belong where it is.")]
    [InlineData("556016--0680", "The hyphen or plus sign does not belong where it is.")]
    [InlineData("16556103+4249", "The hyphen or plus sign does not belong where it is.")]
    [InlineData("98807-7917", "The hyphen or plus sign does not belong where it is.")]
    [InlineData("2077474+0", "The hyphen or plus sign does not belong where it is.")]
    [InlineData("1358562-8-", "The hyphen or plus sign does not belong where it is.")]
    [InlineData("175501011018", "A number of twelve digits begins with 16, 18, 19 or 20.")]
    [InlineData("215561034249", "A number of twelve digits begins with 16, 18, 19 or 20.")]
    [InlineData("165501011018", "After 16 comes an organisation number, and its third digit is 2 or more.")]
    [InlineData("550132-1018", "The date does not exist.")]
    [InlineData("195560160680", "The date does not exist.")]
    [InlineData("556016+0680", "The date does not exist.")]
    [InlineData("201509160006", "The serial number cannot be 000.")]
    [InlineData("198707049996", "The check digit is wrong.")]
    [InlineData("193901829913", "The check digit is wrong.")]
    [InlineData("5560160681", "The check digit is wrong.")]
    [InlineData("5561034250", "The check digit is wrong.")]
    [InlineData("988077918", "The check digit is wrong.")]
    [InlineData("13585627", "The check digit is wrong.")]
    [InlineData("2077474-1", "The check digit is wrong.")]
    public void A_text_that_is_no_number_is_told_what_is_wrong(string text, string sentence) =>
        IdentityNumber.Classify(text, Today).ShouldBeOfType<IdentityNumberResult.Invalid>().Sentence.ShouldBe(sentence);

    [Fact]
    public void Every_fault_has_its_own_sentence()
    {
        var sentences = Enum.GetValues<IdentityNumberFault>().Select(f => new IdentityNumberResult.Invalid(f).Sentence).ToList();

        sentences.Distinct(StringComparer.Ordinal).Count().ShouldBe(sentences.Count);
        sentences.ShouldAllBe(s => s.EndsWith('.'));
    }

    [Fact]
    public void What_a_result_shows_of_itself_has_no_number_in_it()
    {
        IdentityNumber.Classify("550101-1018", Today).ToString().ShouldBe("SwedishPerson");
        IdentityNumber.Classify("198707049996", Today).ToString()!.ShouldNotContain("049996");
    }

    [Theory]
    [InlineData("550101-1018")]
    [InlineData("5560160680")]
    [InlineData("988077917")]
    [InlineData("13585628")]
    [InlineData("2077474-0")]
    public void A_text_that_only_resembles_a_number_is_none(string valid)
    {
        foreach (var text in NotNumbers.From(valid)) IdentityNumber.Classify(text, Today).ShouldBeOfType<IdentityNumberResult.Invalid>(text);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\u00A0 ", "")]
    [InlineData("- +", "")]
    [InlineData("556016-0680", "5560160680")]
    [InlineData(" 556016 0680 ", "5560160680")]
    [InlineData("556016\u00A00680", "5560160680")]
    [InlineData("16556016-0680", "5560160680")]
    [InlineData("18550101-0000", "5501010000")]
    [InlineData("19 55 01 01-1018", "5501011018")]
    [InlineData("20550101+0000", "5501010000")]
    [InlineData("175501011018", "175501011018")]
    [InlineData("215501011018", "215501011018")]
    [InlineData("19550101101", "19550101101")]
    [InlineData("1955010110180", "1955010110180")]
    [InlineData("19550101101A", "19550101101A")]
    [InlineData("１９５５０１０１１０１８", "１９５５０１０１１０１８")]
    [InlineData("988 077 917 mva", "988077917MVA")]
    [InlineData("Test-Company no", "TESTCOMPANYNO")]
    [InlineData("räksmörgås \u017F\u0131", "RäKSMöRGåS\u017F\u0131")]
    [InlineData("a\0b\uD800", "A\0B\uD800")]
    public void Numbers_are_compared_without_separators_and_century(string companyno, string canonical)
    {
        IdentityNumber.Canonical(companyno).ShouldBe(canonical);
        IdentityNumber.Canonical(canonical).ShouldBe(canonical);
    }

    [Fact]
    public void A_long_text_has_a_canonical_form_too()
    {
        IdentityNumber.Canonical(new string('-', 100_000) + "19550101-1018").ShouldBe("5501011018");
        IdentityNumber.Canonical(new string('a', 100_000)).ShouldBe(new string('A', 100_000));
    }
}
