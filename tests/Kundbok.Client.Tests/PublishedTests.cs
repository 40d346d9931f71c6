using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using Kundbok.TestDatabases;

namespace Kundbok.Client.Tests;

/// <summary>What is given away of the client: the packages, and what it is in a program that is trimmed.</summary>
public sealed class PublishedTests(ClientServer server) : IClassFixture<ClientServer>
{
    [Theory]
    [InlineData("Kundbok.Client", "Kundbok.Contracts", "Microsoft.Extensions.Http")]
    [InlineData("Kundbok.Contracts")]
    public void A_package_has_its_readme_its_documentation_and_its_symbols_and_needs_no_more_than_it_says(string name, params string[] needed)
    {
        using var package = Open(name, "nupkg");
        using var symbols = Open(name, "snupkg");

        var specification = Read(package, $"{name}.nuspec");
        ValuesOf(specification, "readme").ShouldBe(["README.md"]);
        ValuesOf(specification, "license").ShouldBe(["MIT"]);
        specification.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).ShouldBe(needed);
        package.GetEntry("README.md")!.Length.ShouldBeGreaterThan(0);
        package.GetEntry($"lib/net10.0/{name}.dll").ShouldNotBeNull();
        Read(package, $"lib/net10.0/{name}.xml").Descendants("member").Count().ShouldBeGreaterThan(100);
        symbols.GetEntry($"lib/net10.0/{name}.pdb")!.Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task In_a_trimmed_program_it_writes_and_reads()
    {
        Requires.Published();
        var token = await server.TokenAsync(await server.AddMerchantAsync());
        var program = Path.Combine(Requires.PublishedDirectory!, "trimmed", OperatingSystem.IsWindows() ? "Kundbok.TrimmedProgram.exe" : "Kundbok.TrimmedProgram");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        using var process = Process.Start(new ProcessStartInfo(program, [server.Address.ToString(), token]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);

        (process.ExitCode, said.Trim()).ShouldBe((0, "Åkerström Cykel AB, Umeå"));
    }

    private static ZipArchive Open(string name, string kind)
    {
        Requires.Published();
        return ZipFile.OpenRead(Directory.GetFiles(Path.Combine(Requires.PublishedDirectory!, "packages"), $"{name}.*.{kind}").ShouldHaveSingleItem());
    }

    private static XDocument Read(ZipArchive package, string file)
    {
        using var stream = package.GetEntry(file).ShouldNotBeNull().Open();
        return XDocument.Load(stream);
    }

    private static IEnumerable<string> ValuesOf(XDocument document, string element) => document.Descendants().Where(found => found.Name.LocalName == element).Select(found => found.Value);
}
