using Kundbok.Client;
using Kundbok.Portal.Overview;

namespace Kundbok.Portal.Tests.Overview;

public sealed class DriftLineTests
{
    private static readonly ComparedAddress Directory = new("Bolaget AB", "Kungsgatan 12", "90325", "Umeå", "se");

    [Fact]
    public void Only_the_fields_of_an_address_that_differ_are_told()
    {
        var drift = Of(["address"], Directory with { Name = "Something else", Address = "Provgatan 3", PostalCode = "903 25", City = "UMEÅ" });

        DriftLine.Of(drift).ShouldBe([new DriftLine("street", "Provgatan 3", "Kungsgatan 12")]);
    }

    [Fact]
    public void A_country_is_another_one_only_where_there_is_one()
    {
        DriftLine.Of(Of(["address"], Directory with { City = "", CountryCode = "" })).ShouldBe([new DriftLine("city", "", "Umeå")]);
        DriftLine.Of(Of(["address"], Directory with { CountryCode = "no" })).ShouldBe([new DriftLine("country", "NO", "SE")]);
    }

    [Fact]
    public void What_is_no_field_is_told_by_itself()
    {
        var drift = Of(["name", "liquidation"], Directory with { Name = "Firman AB" });

        DriftLine.Of(drift).ShouldBe([new DriftLine("name", "Firman AB", "Bolaget AB")]);
        DriftLine.StatesOf(drift).ShouldBe(["liquidation"]);
    }

    [Fact]
    public void A_number_that_the_directory_does_not_have_has_no_fields()
    {
        var drift = Of(["not_found"], Directory) with { Directory = null };

        DriftLine.Of(drift).ShouldBeEmpty();
        DriftLine.StatesOf(drift).ShouldBe(["not_found"]);
    }

    private static DirectoryDrift Of(string[] drift, ComparedAddress customer) => new(1, "1001", "402000-0016", drift, customer, Directory);
}
