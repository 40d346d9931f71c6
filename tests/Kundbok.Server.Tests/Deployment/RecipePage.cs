using System.Text.RegularExpressions;

namespace Kundbok.Server.Tests.Deployment;

/// <summary>What docs/postgresql.md tells an administrator to run, by the heading that it is under.</summary>
internal sealed partial class RecipePage
{
    private const string Heading = "\n## ";

    private readonly string _text;

    private RecipePage(string text) => _text = text;

    public static async Task<RecipePage> ReadAsync() => new(await File.ReadAllTextAsync(RepositoryFile.Path("docs", "postgresql.md")));

    /// <summary>The blocks of SQL under a heading.</summary>
    public IReadOnlyList<string> Sql(string heading) => [.. SqlBlocks().Matches(Section(heading)).Select(block => block.Groups["sql"].Value)];

    /// <summary>The arguments of a program in an indented line under a heading.</summary>
    public string[] ArgumentsOf(string program, string heading)
    {
        var line = Section(heading).Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith($"{program} -", StringComparison.Ordinal));
        return [.. Words().Matches(line[program.Length..]).Select(word => word.Value.Replace("\"", "", StringComparison.Ordinal))];
    }

    private string Section(string heading)
    {
        var start = $"{Heading}{heading}\n";
        var from = _text.IndexOf(start, StringComparison.Ordinal);
        from.ShouldBeGreaterThan(-1, $"docs/postgresql.md has no heading {heading}");
        return _text[(from + start.Length)..].Split(Heading)[0];
    }

    [GeneratedRegex("^```sql\n(?<sql>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SqlBlocks();

    [GeneratedRegex("""(?:[^\s"]|"[^"]*")+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
