namespace Kundbok.Contracts.Tests;

// A valid number here is one of the published test numbers, never one made up: it could be somebody's. So a test of dates
// uses numbers that nobody can have, their serial 000, and asks what is wrong: the date, or, when it exists, the serial.
public class SwedishPersonalNumberTests
{
    private static readonly DateOnly Today = new(2026, 3, 15);

    [Theory]
    [InlineData("19090527-1474")]
    [InlineData("090527+1474")]
    [InlineData("198211059954")]
    [InlineData("199012119948")]
    [InlineData("001209-9891")]
    [InlineData("550101-1018")]
    [InlineData("5501011018")]
    [InlineData("19550101-1018")]
    [InlineData("19550101+1018")]
    [InlineData("195501011018")]
    [InlineData("  550101-1018 ")]
    public void A_personal_identity_number_is_valid(string text)
    {
        SwedishPersonalNumber.IsValid(text, Today).ShouldBeTrue();
        KindOf(text).ShouldBe(IdentityNumberKind.SwedishPerson);
    }

    [Theory]
    [InlineData("195705749959")]
    [InlineData("197306749982")]
    [InlineData("19570574-9959")]
    [InlineData("570574-9959")]
    [InlineData("5705749959")]
    public void A_coordination_number_is_valid(string text)
    {
        SwedishPersonalNumber.IsValid(text, Today).ShouldBeTrue();
        KindOf(text).ShouldBe(IdentityNumberKind.SwedishCoordination);
    }

    [Theory]
    [InlineData("201509160006", IdentityNumberFault.Serial)]
    [InlineData("198707049996", IdentityNumberFault.CheckDigit)]
    [InlineData("193901829913", IdentityNumberFault.CheckDigit)]
    [InlineData("090527 1474", IdentityNumberFault.Characters)]
    [InlineData("550101--1018", IdentityNumberFault.Separator)]
    [InlineData("55-0101-1018", IdentityNumberFault.Separator)]
    [InlineData("1955-01-01-1018", IdentityNumberFault.Separator)]
    [InlineData("19-5501011018", IdentityNumberFault.Separator)]
    [InlineData("19550101101", IdentityNumberFault.Length)]
    public void Anything_else_is_not(string text, IdentityNumberFault fault)
    {
        SwedishPersonalNumber.IsValid(text, Today).ShouldBeFalse();
        FaultOf(text).ShouldBe(fault);
    }

    [Theory]
    [InlineData("195501011018")]
    [InlineData("550101-1018")]
    [InlineData("5501011018")]
    [InlineData("090527+1474")]
    [InlineData("195705749959")]
    public void A_text_that_only_resembles_one_is_not_valid(string valid)
    {
        foreach (var text in NotNumbers.From(valid)) SwedishPersonalNumber.IsValid(text, Today).ShouldBeFalse(text);
        foreach (var text in NotNumbers.WithOneDigitChanged(valid, 10)) SwedishPersonalNumber.IsValid(text, Today).ShouldBeFalse(text);
    }

    [Theory]
    [InlineData("5560160680")]
    [InlineData("165561034249")]
    public void An_organisation_number_is_none(string text) => SwedishPersonalNumber.IsValid(text, Today).ShouldBeFalse();

    [Theory]
    [InlineData("185501010000", IdentityNumberFault.Serial)]
    [InlineData("195501011018", null)]
    [InlineData("205501010000", IdentityNumberFault.Serial)]
    [InlineData("175501011018", IdentityNumberFault.Prefix)]
    [InlineData("215501011018", IdentityNumberFault.Prefix)]
    [InlineData("005501011018", IdentityNumberFault.Prefix)]
    [InlineData("165501011018", IdentityNumberFault.ThirdDigit)]
    public void The_century_is_18_19_or_20(string text, IdentityNumberFault? fault)
    {
        SwedishPersonalNumber.IsValid(text, Today).ShouldBe(fault is null);
        FaultOf(text).ShouldBe(fault);
    }

    [Theory]
    [InlineData("20240101")]
    [InlineData("20240131")]
    [InlineData("20240430")]
    [InlineData("20241231")]
    [InlineData("20240229")]
    [InlineData("20000229")]
    [InlineData("19040229")]
    [InlineData("20240161")]
    [InlineData("20240191")]
    [InlineData("20240289")]
    [InlineData("20991231")]
    public void The_date_exists(string date) => FaultOf(date + "0000").ShouldBe(IdentityNumberFault.Serial);

    [Theory]
    [InlineData("20240100")]
    [InlineData("20240132")]
    [InlineData("20240160")]
    [InlineData("20240192")]
    [InlineData("20240199")]
    [InlineData("20240431")]
    [InlineData("20240491")]
    [InlineData("20240001")]
    [InlineData("20241301")]
    [InlineData("20242001")]
    [InlineData("20240230")]
    [InlineData("20230229")]
    [InlineData("19000229")]
    [InlineData("18000229")]
    [InlineData("20230289")]
    [InlineData("19000289")]
    public void The_date_does_not_exist(string date)
    {
        FaultOf(date + "0000").ShouldBe(IdentityNumberFault.Date);
        SwedishPersonalNumber.IsValid(date + "0000", Today).ShouldBeFalse();
    }

    // 2000 has a 29 February; 1900 and 2100 have none.
    [Theory]
    [InlineData("000229-0000", 2026, IdentityNumberFault.Serial)]
    [InlineData("0002290000", 2026, IdentityNumberFault.Serial)]
    [InlineData("000229+0000", 2026, IdentityNumberFault.Date)]
    [InlineData("000229-0000", 2000, IdentityNumberFault.Serial)]
    [InlineData("000229-0000", 1999, IdentityNumberFault.Date)]
    [InlineData("000229-0000", 2099, IdentityNumberFault.Serial)]
    [InlineData("000229-0000", 2100, IdentityNumberFault.Date)]
    [InlineData("000229+0000", 2099, IdentityNumberFault.Date)]
    [InlineData("000229+0000", 2100, IdentityNumberFault.Serial)]
    public void Without_a_century_the_year_is_the_latest_not_in_the_future_and_a_plus_takes_100_off(
        string text, int thisYear, IdentityNumberFault fault) =>
        FaultOf(text, new DateOnly(thisYear, 1, 1)).ShouldBe(fault);

    [Fact]
    public void With_a_century_the_sign_says_nothing()
    {
        FaultOf("20000229+0000").ShouldBe(IdentityNumberFault.Serial);
        FaultOf("20000229-0000").ShouldBe(IdentityNumberFault.Serial);
    }

    [Theory]
    [InlineData("000101-0000")]
    [InlineData("000101+0000")]
    [InlineData("991231+0000")]
    public void A_clock_at_the_beginning_or_end_of_time_is_no_fault_of_the_program(string text)
    {
        SwedishPersonalNumber.IsValid(text, DateOnly.MinValue).ShouldBeFalse();
        SwedishPersonalNumber.IsValid(text, DateOnly.MaxValue).ShouldBeFalse();
    }

    private static IdentityNumberKind KindOf(string text) =>
        IdentityNumber.Classify(text, Today).ShouldBeOfType<IdentityNumberResult.Valid>().Kind;

    private static IdentityNumberFault? FaultOf(string text) => FaultOf(text, Today);

    private static IdentityNumberFault? FaultOf(string text, DateOnly today) =>
        (IdentityNumber.Classify(text, today) as IdentityNumberResult.Invalid)?.Fault;
}
