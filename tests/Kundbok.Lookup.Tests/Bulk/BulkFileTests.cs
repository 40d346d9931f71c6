using System.IO.Compression;
using System.Text;
using Kundbok.Contracts;
using Kundbok.Lookup.Bulk;

namespace Kundbok.Lookup.Tests.Bulk;

/// <summary>Whole bulk files, and files that are none.</summary>
public sealed class BulkFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kundbok-test-");

    private string File => Path.Combine(_directory.FullName, "file.zip");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Every_row_of_a_synthetic_file_of_bolagsverket_is_accounted_for()
    {
        SyntheticRegistry.WriteBolagsverket(File, 20_000);

        using var file = BulkFile.Open(File);
        var kept = file.ReadRows().Where(row => row.Organisation is not null).ToDictionary(row => row.Number, row => row.Organisation!, StringComparer.Ordinal);

        (file.Registry, file.Progress).ShouldBe((OrganisationRegistry.Bolagsverket, 1));
        file.Written.ShouldBe(BulkZip.Written.DateTime);
        var report = file.Report;
        (report.Read, report.Kept, report.Persons, report.Deregistered, report.OtherIdentities, report.Broken).ShouldBe((20_000, 16_000, 2_000, 2_000, 0, 0));
        kept.Count.ShouldBe(16_000);
        for (var i = 0; i < 20_000; i++) kept.GetValueOrDefault(SyntheticRegistry.NumberOf(i))?.Name.ShouldBe(SyntheticRegistry.NameOf(i));
        kept.Values.Count(organisation => organisation.Status == OrganisationStatus.Bankruptcy).ShouldBe(200);
        kept.Values.Count(organisation => organisation.CountryCode == "GB").ShouldBe(2_000);
        kept.Values.Count(organisation => !organisation.HasAddress).ShouldBe(2_000);
    }

    [Fact]
    public void Every_row_of_a_synthetic_file_of_scb_is_accounted_for()
    {
        SyntheticRegistry.WriteScb(File, 10_000);

        using var file = BulkFile.Open(File);
        var kept = file.ReadRows().Count(row => row.Organisation is not null);

        var report = file.Report;
        (report.Read, report.Kept, report.Persons, report.Deregistered, report.Broken).ShouldBe((11_000, 8_800, 1_100, 1_100, 0));
        kept.ShouldBe(8_800);
    }

    [Fact]
    public void The_first_twenty_broken_rows_are_named_by_their_lines_and_nothing_of_them_is_told()
    {
        var good = BulkZip.Bolagsverket("4020000016$ORGNR-IDORG", "A$FORETAGSNAMN-ORGNAM$2001-02-03", "");
        BulkZip.WriteBolagsverket(File, Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? good : "Hemligt 190905271474"));

        using var file = BulkFile.Open(File);
        file.ReadRows().Count().ShouldBe(30);

        file.Report.Broken.ShouldBe(30);
        file.Report.BrokenLines.Select(broken => broken.Line).ShouldBe(Enumerable.Range(0, 20).Select(i => 3L + (2 * i)));
        string.Join(' ', file.Report.BrokenLines).ShouldNotContain("Hemligt");
    }

    [Fact]
    public void A_row_that_is_no_utf_8_is_broken_and_the_next_is_read()
    {
        var good = BulkZip.Bolagsverket("4020000016$ORGNR-IDORG", "Å$FORETAGSNAMN-ORGNAM$2001-02-03", "");
        BulkZip.Write(File, BulkZip.BolagsverketText, Encoding.Latin1, "\n", [BulkZip.BolagsverketHeader, good, good.Replace('Å', 'A')]);

        using var file = BulkFile.Open(File);
        file.ReadRows().ToList().ShouldHaveSingleItem().Organisation!.Name.ShouldBe("A");

        file.Report.BrokenLines.ShouldHaveSingleItem().Line.ShouldBe(2);
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(5_000_000)]
    public void A_row_that_does_not_end_is_broken_and_takes_no_memory_and_the_next_is_read(int length)
    {
        var good = BulkZip.Bolagsverket("4020000016$ORGNR-IDORG", "A$FORETAGSNAMN-ORGNAM$2001-02-03", "");
        BulkZip.WriteBolagsverket(File, [good, new string('x', length), good, new string('y', length)]);

        using var file = BulkFile.Open(File);
        file.ReadRows().Count().ShouldBe(2);

        (file.Report.Read, file.Report.Broken).ShouldBe((4, 2));
        file.Report.BrokenLines.Select(broken => broken.Line).ShouldBe([3, 5]);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Rows_end_by_lf_or_crlf_and_the_last_may_not_end(string lineEnd)
    {
        var good = BulkZip.Bolagsverket("4020000016$ORGNR-IDORG", "A$FORETAGSNAMN-ORGNAM$2001-02-03", "");
        using (var zip = ZipFile.Open(File, ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry(BulkZip.BolagsverketText).Open())) writer.Write($"{BulkZip.BolagsverketHeader}{lineEnd}{good}{lineEnd}{good}");

        using var file = BulkFile.Open(File);
        file.ReadRows().Count().ShouldBe(2);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() => Refusal().ShouldContain("no file");

    [Fact]
    public void A_file_that_is_no_zip_is_told()
    {
        System.IO.File.WriteAllText(File, BulkZip.BolagsverketHeader);

        Refusal().ShouldContain("no zip");
    }

    [Fact]
    public void A_zip_that_was_cut_short_is_told()
    {
        SyntheticRegistry.WriteBolagsverket(File, 1_000);
        using (var stream = System.IO.File.OpenWrite(File)) stream.SetLength(stream.Length / 2);

        Refusal().ShouldContain("cut short");
    }

    [Fact]
    public void A_zip_with_another_text_is_told()
    {
        BulkZip.Write(File, "scb_bulkfil_AE_1.txt", Encoding.Latin1, "\r\n", [BulkZip.ScbHeader]);

        Refusal().ShouldContain("holds no");
    }

    [Theory]
    [InlineData("")]
    [InlineData("organisationsidentitet;namn")]
    [InlineData(BulkZip.BolagsverketHeader + ";ny")]
    public void Another_header_is_told(string header)
    {
        BulkZip.WriteBolagsverket(File, [], header);

        Refusal().ShouldContain("header");
    }

    [Fact]
    public void A_header_that_lacks_a_column_is_told_with_those_that_are_needed()
    {
        BulkZip.WriteScb(File, [], BulkZip.ScbHeader.Replace("FtgStat", "Annat", StringComparison.Ordinal));

        Refusal().ShouldContain("FtgStat");
    }

    [Fact]
    public void A_text_that_was_damaged_in_the_zip_is_told()
    {
        // Stored without compression, so that nothing but the checksum tells.
        using (var zip = ZipFile.Open(File, ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry(BulkZip.BolagsverketText, CompressionLevel.NoCompression).Open()))
            writer.Write($"{BulkZip.BolagsverketHeader}\n{BulkZip.Bolagsverket("4020000016$ORGNR-IDORG", "Nordlys$FORETAGSNAMN-ORGNAM$2001-02-03", "")}\n");
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[bytes.AsSpan().IndexOf("Nordlys"u8)] = (byte)'M';
        System.IO.File.WriteAllBytes(File, bytes);

        Refusal().ShouldContain("damaged");
    }

    [Fact]
    public void A_zip_whose_compressed_text_was_damaged_is_told()
    {
        SyntheticRegistry.WriteBolagsverket(File, 20_000);
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes.AsSpan(bytes.Length / 2, 64).Fill(0xff);
        System.IO.File.WriteAllBytes(File, bytes);

        Refusal().ShouldContain("damaged");
    }

    private string Refusal() => Should.Throw<BulkFileException>(() =>
    {
        using var file = BulkFile.Open(File);
        foreach (var _ in file.ReadRows())
        {
        }
    }).Message;
}
