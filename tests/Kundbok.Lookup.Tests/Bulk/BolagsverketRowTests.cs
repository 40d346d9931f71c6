using Kundbok.Contracts;

namespace Kundbok.Lookup.Tests.Bulk;

/// <summary>Single rows of Bolagsverket's file.</summary>
public sealed class BolagsverketRowTests
{
    private const string Number = "4020000016$ORGNR-IDORG";
    private const string Name = "Nordlys AB$FORETAGSNAMN-ORGNAM$2001-02-03";
    private const string Address = "Storgatan 1$c/o X$GÖTEBORG$41101$SE-LAND";

    [Fact]
    public void The_row_of_the_description_is_read() =>
        Kept("\"4020000016$ORGNR-IDORG\";\"1\";\"SE-LAND\";\"Nordlys AB$FORETAGSNAMN-ORGNAM$2001-02-03|Nordlys Ltd$FORNAMN_FRSPRAK-ORGNAM$2005-01-01\";\"AB-ORGFO\";\"\";\"\";\"\";\"2001-02-03\";\"Text\";\"Storgatan 1$c/o X$GÖTEBORG$41101$SE-LAND\"")
            .ShouldBe(new Organisation("4020000016", "Nordlys AB", "Storgatan 1", "c/o X", "41101", "GÖTEBORG", "SE", "AB", OrganisationStatus.Active, NoAdvertising: false, OrganisationRegistry.Bolagsverket));

    [Theory]
    [InlineData("Kalle \"Pelle\" AB", "Kalle \"Pelle\" AB")]
    [InlineData("Kalle \"\"Pelle\"\" AB", "Kalle \"Pelle\" AB")]
    [InlineData("\"", "\"")]
    [InlineData("A; B AB", "A; B AB")]
    [InlineData("  Räksmörgås 😀  ", "Räksmörgås 😀")]
    [InlineData("Två$Dollar", "Två$Dollar")]
    public void A_name_may_have_stray_quotes_and_other_signs(string written, string name) =>
        Kept(BulkZip.Bolagsverket(Number, $"{written}$FORETAGSNAMN-ORGNAM$2001-02-03", Address)).Name.ShouldBe(name);

    [Theory]
    [InlineData("Nordlys Ltd$FORNAMN_FRSPRAK-ORGNAM$2005-01-01|Nordlys AB$FORETAGSNAMN-ORGNAM$2001-02-03", "Nordlys AB")]
    [InlineData("|Nordlys AB$FORETAGSNAMN-ORGNAM$2001-02-03", "Nordlys AB")]
    [InlineData("Föreningen$NAMN-ORGNAM$2001-02-03|Annan$SARSKILT_FORETAGSNAMN-ORGNAM$2001-02-03", "Föreningen")]
    public void Of_several_names_the_registered_one_is_taken_or_else_the_first(string names, string name) =>
        Kept(BulkZip.Bolagsverket(Number, names, Address)).Name.ShouldBe(name);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("null$FORETAGSNAMN-ORGNAM$2001-02-03")]
    [InlineData("Nordlys AB")]
    public void A_row_without_a_name_is_broken(string names) => Report(BulkZip.Bolagsverket(Number, names, Address)).BrokenLines.ShouldHaveSingleItem().Sentence.ShouldContain("no name");

    [Theory]
    [InlineData("", "", "", "", "", "")]
    [InlineData("null", "", "", "", "", "")]
    [InlineData("$$$$", "", "", "", "", "")]
    [InlineData("null$null$null$null$null", "", "", "", "", "")]
    [InlineData("Box 1$null$UMEÅ$903 25$SE-LAND", "Box 1", "", "90325", "UMEÅ", "SE")]
    [InlineData("12 Invented Street$$London$SW1A 1AA$GB-LAND", "12 Invented Street", "", "SW1A1AA", "London", "GB")]
    public void The_parts_of_an_address_are_told_apart(string written, string street, string careOf, string postalCode, string city, string country)
    {
        var read = Kept(BulkZip.Bolagsverket(Number, Name, written));

        (read.Street, read.CareOf, read.PostalCode, read.City, read.CountryCode).ShouldBe((street, careOf, postalCode, city, country));
    }

    [Theory]
    [InlineData("Storgatan 1$GÖTEBORG$41101$SE-LAND")]
    [InlineData("Storgatan$1$c/o X$GÖTEBORG$41101$SE-LAND")]
    public void A_row_with_more_or_fewer_parts_of_an_address_is_broken(string address) =>
        Report(BulkZip.Bolagsverket(Number, Name, address)).BrokenLines.ShouldHaveSingleItem().Sentence.ShouldContain("address");

    [Theory]
    [InlineData("", OrganisationStatus.Active)]
    [InlineData("null", OrganisationStatus.Active)]
    [InlineData("KK-AVOMFO$2025-11-03", OrganisationStatus.Bankruptcy)]
    [InlineData("|LI-AVOMFO$2025-11-03", OrganisationStatus.Liquidation)]
    [InlineData("|FR-AVOMFO$2025-11-03", OrganisationStatus.Restructuring)]
    [InlineData("|AC-AVOMFO$2025-11-03", OrganisationStatus.Restructuring)]
    [InlineData("|FUOL-AVOMFO$2025-11-03", OrganisationStatus.OtherProcedure)]
    [InlineData("|FUOL-AVOMFO$2025-11-03|KK-AVOMFO$2025-10-01|LI-AVOMFO$2024-01-01", OrganisationStatus.Bankruptcy)]
    [InlineData("|KKAVOV-AVSLAVOMFO$2025-11-03", OrganisationStatus.Active)]
    [InlineData("|LI-AVOMFO$2024-01-01|LIUHOR-AVSLAVOMFO$2025-11-03", OrganisationStatus.Active)]
    [InlineData("|LI-AVOMFO$2026-01-01|LIUHOR-AVSLAVOMFO$2025-11-03", OrganisationStatus.Liquidation)]
    [InlineData("-AVOMFO|$|", OrganisationStatus.Active)]
    public void What_goes_on_gives_the_status(string procedures, OrganisationStatus status) =>
        Kept(BulkZip.Bolagsverket(Number, Name, Address, procedures: procedures)).Status.ShouldBe(status);

    [Fact]
    public void A_person_is_skipped()
    {
        var report = Report(BulkZip.Bolagsverket("190905271474$PERSON-IDORG", Name, Address));

        (report.Read, report.Persons, report.Kept, report.Broken).ShouldBe((1, 1, 0, 0));
    }

    [Fact]
    public void A_sole_traders_number_is_a_persons_whatever_it_is_called() =>
        Report(BulkZip.Bolagsverket("5501011018$ORGNR-IDORG", Name, Address)).Persons.ShouldBe(1);

    [Fact]
    public void Another_kind_of_number_is_skipped() => Report(BulkZip.Bolagsverket("3020000017$GDNR-IDORG", Name, Address)).OtherIdentities.ShouldBe(1);

    [Theory]
    [InlineData("4020000017$ORGNR-IDORG")]
    [InlineData("402000001$ORGNR-IDORG")]
    [InlineData("402000-0016$ORGNR-IDORG")]
    [InlineData("4020000016")]
    [InlineData("")]
    public void A_number_that_is_none_makes_the_row_broken(string identity) =>
        Report(BulkZip.Bolagsverket(identity, Name, Address)).BrokenLines.ShouldHaveSingleItem().Sentence.ShouldContain("number");

    [Fact]
    public void An_organisation_that_is_no_longer_registered_is_named_but_not_kept()
    {
        using var file = TestFile.Bolagsverket(BulkZip.Bolagsverket(Number, Name, Address, deregistered: "2019-03-04"));

        file.Rows.ShouldHaveSingleItem().ShouldBe(new("4020000016", null));
        (file.Report.Deregistered, file.Report.Kept).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("no quotes; at all")]
    [InlineData("\"4020000016$ORGNR-IDORG\";\"1\"")]
    public void A_row_that_does_not_have_eleven_fields_is_broken(string row) =>
        Report(row).BrokenLines.ShouldHaveSingleItem().Sentence.ShouldContain("fields");

    [Fact]
    public void A_field_that_holds_what_is_between_fields_makes_the_row_broken() =>
        Report(BulkZip.Bolagsverket(Number, Name, Address, activity: "a\";\"b")).BrokenLines.ShouldHaveSingleItem().Sentence.ShouldContain("fields");

    private static Organisation Kept(string row)
    {
        using var file = TestFile.Bolagsverket(row);
        var read = file.Rows.ShouldHaveSingleItem(string.Join(' ', file.Report.BrokenLines));
        return read.Organisation.ShouldNotBeNull();
    }

    private static Kundbok.Lookup.Bulk.BulkReport Report(string row)
    {
        using var file = TestFile.Bolagsverket(row);
        file.Rows.ShouldBeEmpty();
        return file.Report;
    }
}
