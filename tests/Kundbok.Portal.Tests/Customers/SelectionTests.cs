using Kundbok.Contracts;
using Kundbok.Portal.Customers;

namespace Kundbok.Portal.Tests.Customers;

/// <summary>Who is selected.</summary>
public sealed class SelectionTests
{
    private static readonly IReadOnlyList<Contracts.Customer> Page = [.. Enumerable.Range(1, 6).Select(One)];
    private readonly Selection _selection = new();

    [Fact]
    public void A_range_is_from_the_row_before_in_either_direction()
    {
        _selection.Toggle(Page, 4, isRange: false);
        _selection.Toggle(Page, 2, isRange: true);
        _selection.Ids.ShouldBe([3, 4, 5], ignoreOrder: true);

        _selection.Toggle(Page, 5, isRange: true);
        _selection.Ids.ShouldBe([3, 4, 5, 6], ignoreOrder: true);

        _selection.Toggle(Page, 3, isRange: true);
        _selection.Ids.ShouldBe([3], ignoreOrder: true, "the row is no longer selected, and those between are not either");
    }

    [Fact]
    public void A_range_from_a_row_of_another_page_is_one_row()
    {
        _selection.Toggle(Page, 0, isRange: false);
        _selection.Toggle([.. Enumerable.Range(7, 6).Select(One)], 3, isRange: true);
        _selection.Ids.ShouldBe([1, 10], ignoreOrder: true);
    }

    [Fact]
    public void A_page_is_selected_whole_beside_what_is_selected_on_others()
    {
        _selection.Toggle([One(99)], 0, isRange: false);
        _selection.Toggle(Page, 0, isRange: false);
        _selection.TogglePage(Page);
        _selection.Ids.Count.ShouldBe(7);
        _selection.HasAll(Page).ShouldBeTrue();

        _selection.TogglePage(Page);
        _selection.Ids.ShouldBe([99]);
    }

    [Fact]
    public void Everything_is_selected_on_every_page_until_a_row_is_not()
    {
        _selection.TogglePage(Page);
        _selection.SelectEverything();
        _selection.Has(1_000_000).ShouldBeTrue();

        _selection.Toggle(Page, 1, isRange: false);
        _selection.IsEverything.ShouldBeFalse();
        _selection.Ids.ShouldBe([1, 3, 4, 5, 6], ignoreOrder: true);
    }

    private static Contracts.Customer One(int id) => Contracts.Customer.New(id, DateTimeOffset.UnixEpoch, 1, new CustomerInput { Name = "A" });
}
