using Bunit;
using Kundbok.Portal.Customers;
using Kundbok.Portal.Language;

namespace Kundbok.Portal.Tests.Customers;

/// <summary>What can be exported.</summary>
public sealed class ExportMenuTests : BunitContext
{
    [Theory]
    [InlineData("en", "at most 10,000 customers", "select all that match")]
    [InlineData("sv", "högst 10\u00a0000 kunder", "välj alla som matchar")]
    public void More_chosen_customers_than_a_file_takes_are_told_what_to_do_instead(string language, string limit, string way)
    {
        var menu = Menu(language, Exporting.MostChosen + 1);

        menu.Find("[role=alert]").TextContent.ShouldContain(limit);
        menu.Find("[role=alert]").TextContent.ShouldContain(way);
        menu.FindAll("button").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Exporting.MostChosen)]
    [InlineData(null)]
    public void As_many_as_fit_and_all_that_match_have_a_file_of_each_kind(int? chosen)
    {
        var menu = Menu("en", chosen);

        menu.FindAll("button").Count.ShouldBe(Exporting.Formats.Count);
        menu.FindAll("[role=alert]").ShouldBeEmpty();
    }

    private IRenderedComponent<ExportMenu> Menu(string language, int? chosen) =>
        Render<ExportMenu>(menu => menu.AddCascadingValue(Texts.In(language)).Add(one => one.Chosen, chosen).Add(one => one.Matching, 1_000_000));
}
