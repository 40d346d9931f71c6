using Kundbok.Contracts;

namespace Kundbok.Lookup.Tests.Bulk;

/// <summary>Single rows of SCB's file.</summary>
public sealed class ScbRowTests
{
    [Fact]
    public void A_row_is_read_by_its_columns_in_latin_1()
    {
        using var file = TestFile.Scb(BulkZip.Scb("164020000016", "ÅÄÖ åäö é AB", "c/o \"Någon\"", "Box 1", "903 25", "UMEÅ", advertising: "2"));

        file.Rows.ShouldHaveSingleItem().Organisation
            .ShouldBe(new Organisation("4020000016", "ÅÄÖ åäö é AB", "Box 1", "c/o \"Någon\"", "90325", "UMEÅ", "SE", "", OrganisationStatus.Active, NoAdvertising: true, OrganisationRegistry.Scb));
    }

    [Fact]
    public void Columns_may_come_in_another_order_and_without_a_tab_at_the_end()
    {
        using var file = TestFile.ScbWith("FtgStat\tNamn\tPeOrgNr\tReklamsparrtyp\tPostOrt\tPostNr\tGatuadress\tCOAdress", "1\tFöreningen\t164020000016\t1\tUmeå\t90325\tBox 1\t");

        var organisation = file.Rows.ShouldHaveSingleItem().Organisation!;
        (organisation.Number, organisation.Name, organisation.Street, organisation.PostalCode, organisation.City).ShouldBe(("4020000016", "Föreningen", "Box 1", "90325", "Umeå"));
    }

    [Fact]
    public void Rows_may_have_a_tab_at_their_ends_that_the_header_does_not_have()
    {
        using var file = TestFile.ScbWith(BulkZip.ScbHeader.TrimEnd('\t'), BulkZip.Scb("164020000016", "A"), BulkZip.Scb("164020000024", "B"), "164020000016\tA\t\t\t\t\t1\t1\t1\t");

        file.Rows.Select(row => row.Organisation!.Name).ShouldBe(["A", "B"]);
        file.Report.BrokenLines.ShouldHaveSingleItem().Line.ShouldBe(4);
    }

    [Theory]
    [InlineData("190905271474")]
    [InlineData("200012099891")]
    [InlineData("165501011018")]
    public void A_person_is_skipped(string number)
    {
        using var file = TestFile.Scb(BulkZip.Scb(number, "Påhittad Person"));

        file.Rows.ShouldBeEmpty();
        (file.Report.Persons, file.Report.Broken).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("9")]
    [InlineData("")]
    public void One_that_is_not_active_is_named_but_not_kept(string status)
    {
        using var file = TestFile.Scb(BulkZip.Scb("164020000016", "Föreningen", status: status));

        file.Rows.ShouldHaveSingleItem().ShouldBe(new("4020000016", null));
        file.Report.Deregistered.ShouldBe(1);
    }

    [Theory]
    [InlineData("164020000017\tA\t\t\t\t\t\t1\t1\t1\t", "number")]
    [InlineData("4020000016\tA\t\t\t\t\t\t1\t1\t1\t", "number")]
    [InlineData("174020000016\tA\t\t\t\t\t\t1\t1\t1\t", "number")]
    [InlineData("164020000016\t\t\t\t\t\t\t1\t1\t1\t", "name")]
    [InlineData("164020000016\tA\t\t\t\t\t1\t1\t1\t", "fields")]
    [InlineData("164020000016\tA\t\t\t\t\t\t\t1\t1\t1\t", "fields")]
    [InlineData("", "fields")]
    [InlineData("164020000016\tA\0\t\t\t\t\t\t1\t1\t1\t", "encoding")]
    public void A_row_that_does_not_fit_is_broken(string row, string why)
    {
        using var file = TestFile.Scb(row);

        file.Rows.ShouldBeEmpty();
        file.Report.BrokenLines.ShouldHaveSingleItem().Sentence.ShouldContain(why);
    }
}
