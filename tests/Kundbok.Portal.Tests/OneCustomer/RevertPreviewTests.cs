using Kundbok.Client;
using Kundbok.Contracts;
using Kundbok.Portal.OneCustomer;

namespace Kundbok.Portal.Tests.OneCustomer;

/// <summary>What going back to an earlier version would change.</summary>
public sealed class RevertPreviewTests
{
    private static readonly CustomerVersion[] Versions =
    [
        Version(4, (CustomerFields.City, "Luleå", "Kiruna"), (CustomerFields.Name, "B", "A")),
        Version(3, (CustomerFields.City, "Umeå", "Luleå"), (CustomerFields.Name, "A", "B"), (CustomerFields.Notes, null, "n")),
        Version(2, (CustomerFields.Email, "", "a@example.com")),
        Version(1, (CustomerFields.Name, "", "A"), (CustomerFields.City, "", "Umeå")),
    ];

    [Fact]
    public void Changes_since_then_are_added_up_and_those_that_cancel_are_left_out() => RevertPreview.Of(Versions, 2).ShouldBe(
        [new RevertedField(CustomerFields.City, "Kiruna", "Umeå"), new RevertedField(CustomerFields.Notes, "n", null)]);

    [Fact]
    public void Only_later_changes_count() => RevertPreview.Of(Versions, 3).ShouldBe(
        [new RevertedField(CustomerFields.Name, "A", "B"), new RevertedField(CustomerFields.City, "Kiruna", "Luleå")]);

    [Fact]
    public void Going_back_to_the_newest_changes_nothing() => RevertPreview.Of(Versions, 4).ShouldBeEmpty();

    private static CustomerVersion Version(long version, params (CustomerField Field, string? From, string To)[] changed) => new(
        version, ChangeKind.Updated, DateTimeOffset.UnixEpoch, new ChangeActor("user", "maja"), version, [.. changed.Select(one => new FieldDifference(one.Field, one.From, one.To))]);
}
