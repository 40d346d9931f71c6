using System.Text.RegularExpressions;
using Kundbok.Portal.Language;

namespace Kundbok.Portal.Tests;

public sealed partial class LanguageTests
{
    private static readonly Texts English = Texts.In("en"), Swedish = Texts.In("sv-SE");

    [Fact]
    public void Both_languages_say_the_same_things() => English.Keys.ShouldBe(Swedish.Keys, ignoreOrder: false);

    [Fact]
    public void Both_languages_put_the_same_values_into_a_text()
    {
        foreach (var key in English.Keys) ValuesOf(Swedish[key]).ShouldBe(ValuesOf(English[key]), key);

        static IEnumerable<string> ValuesOf(string text) => Place().Matches(text).Select(place => place.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Every_text_that_a_page_names_is_there()
    {
        var portal = RepositoryFile.Path("src", "Kundbok.Portal");
        var named = Directory.EnumerateFiles(portal, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".razor" or ".cs" && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Named().Matches(File.ReadAllText(file)).Select(name => name.Groups["key"].Value)).Distinct(StringComparer.Ordinal).ToList();

        named.Count.ShouldBeGreaterThan(100);
        named.Where(key => !English.Has(key)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sv", "1\u00a0234\u00a0567")]
    [InlineData("en", "1,234,567")]
    public void Numbers_are_grouped_as_the_language_has_it(string language, string expected) => Texts.In(language).Number(1_234_567).ShouldBe(expected);

    [Theory]
    [InlineData("sv-SE", "sv")]
    [InlineData("sv-FI", "sv")]
    [InlineData("en-GB", "en")]
    [InlineData("de", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void The_language_follows_the_browsers(string? browser, string expected) => Texts.In(browser).Language.ShouldBe(expected);

    [GeneratedRegex("[{][0-9][}]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();

    [GeneratedRegex("(\\bT\\[|\\bProblemText\\()\"(?<key>[^\"$]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
