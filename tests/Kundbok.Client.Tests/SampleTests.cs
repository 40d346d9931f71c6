namespace Kundbok.Client.Tests;

/// <summary>The code that the README shows.</summary>
public sealed class SampleTests(ClientServer server) : IClassFixture<ClientServer>
{
    private const string Fence = "```";

    [Fact]
    public async Task The_sample_does_what_it_says()
    {
        using var http = server.Anonymous();
        await using var output = new StringWriter();

        await Sample.RunAsync(http, await server.TokenAsync(await server.AddMerchantAsync()), output);

        output.ToString().ShouldBe("1001 Åkerströms Cykel AB faktura@example.com" + Environment.NewLine);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Kundbok.Client/README.md")]
    public async Task The_pages_show_the_code_that_is_run(string page)
    {
        var source = (await File.ReadAllLinesAsync(RepositoryFile.Path("tests", "Kundbok.Client.Tests", "Sample.cs"))).Select(line => line.Length > 8 && line[0] == ' ' ? line[8..] : line.TrimStart());
        var sample = string.Join('\n', source.SkipWhile(line => line != "// begin").Skip(1).TakeWhile(line => line != "// end"))
            .Replace("output.WriteLineAsync", "Console.Out.WriteLineAsync", StringComparison.Ordinal)
            .Replace("Stream.Null", "file", StringComparison.Ordinal);

        (await File.ReadAllTextAsync(RepositoryFile.Path(page.Split('/')))).ShouldContain($"{Fence}csharp\n{sample}\n{Fence}");
    }
}
