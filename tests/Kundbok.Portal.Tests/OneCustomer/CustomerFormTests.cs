using Kundbok.Contracts;
using Kundbok.Portal.OneCustomer;

namespace Kundbok.Portal.Tests.OneCustomer;

/// <summary>What is typed against what is stored, and against what others store meanwhile.</summary>
public sealed class CustomerFormTests
{
    private static readonly CustomerField City = CustomerFields.City;

    [Fact]
    public void Only_what_changed_is_to_be_stored()
    {
        var form = Of(new CustomerInput { Name = "A", City = "Umeå", Notes = "n" });
        form.IsChanged.ShouldBeFalse();

        form[City] = "Luleå";
        form[CustomerFields.Notes] = "";
        form[CustomerFields.Email] = "a@example.com";
        form[CustomerFields.Email] = "";

        form.Changed.ShouldBe([City, CustomerFields.Notes]);
        CustomerJson.Write(form.ToInput()).ShouldBe("""{"postoffice":"Luleå","notes":""}"""u8.ToArray());
        form.Discard();
        (form.IsChanged, form[City]).ShouldBe((false, "Umeå"));
    }

    [Fact]
    public void Line_breaks_that_a_browser_writes_its_own_way_are_no_change()
    {
        var form = Of(new CustomerInput { Name = "A", Notes = "one\r\ntwo" });

        form[CustomerFields.Notes] = "one\ntwo";
        form.IsChanged.ShouldBeFalse();

        form[CustomerFields.Notes] = "one\ntwo\nthree";
        form.ToInput().Notes.ShouldBe("one\r\ntwo\r\nthree");
    }

    // was, mine, theirs: what the field has afterwards, whether it is taken from them, whether it is to be chosen
    [Theory]
    [InlineData("a", "a", "a", "a", false, false)]
    [InlineData("a", "b", "a", "b", false, false)]
    [InlineData("a", "a", "b", "b", true, false)]
    [InlineData("a", "b", "b", "b", false, false)]
    [InlineData("a", "b", "c", "b", false, true)]
    [InlineData("a", "", "c", "", false, true)]
    [InlineData("a", "b", "", "b", false, true)]
    public void Each_field_is_merged_by_who_changed_it(string was, string mine, string theirs, string expected, bool isTaken, bool isToBeChosen)
    {
        var form = Of(new CustomerInput { Name = "A", City = was });
        form[City] = mine;

        var taken = form.Merge(form.Stored.With(new CustomerInput { City = theirs }), 2);

        form[City].ShouldBe(expected);
        taken.ShouldBe(isTaken ? [City] : []);
        form.IsUndecided.ShouldBe(isToBeChosen);
        form.IsChanged.ShouldBe(expected != theirs);
        form.Version.ShouldBe(2);
        if (!isToBeChosen) return;
        var collision = form.Collisions.ShouldHaveSingleItem();
        (collision.Field, collision.Was, collision.Mine, collision.Theirs, collision.Choice).ShouldBe((City, was, mine, theirs, null));
    }

    [Fact]
    public void Either_text_can_be_chosen_and_the_other_one_after_that()
    {
        var form = Collided();
        var collision = form.Collisions.Single();

        form.Choose(collision, CollisionChoice.Theirs);
        (form[City], form.IsUndecided, form.IsChanged).ShouldBe(("theirs", false, false));

        form.Choose(collision, CollisionChoice.Mine);
        (form[City], form.IsUndecided, form.ToInput().City).ShouldBe(("mine", false, "mine"));
    }

    [Fact]
    public void Writing_into_the_field_chooses_too()
    {
        var form = Collided();

        form[City] = "both";

        (form.IsUndecided, form.Collisions.Single().Choice, form.Collisions.Single().Mine).ShouldBe((false, CollisionChoice.Mine, "both"));
    }

    [Fact]
    public void What_is_not_chosen_yet_is_still_to_be_when_a_third_version_comes()
    {
        var form = Collided();

        form.Merge(form.Stored.With(new CustomerInput { Name = "Else" }), 3);

        var collision = form.Collisions.ShouldHaveSingleItem();
        (collision.Was, collision.Mine, collision.Theirs, collision.Choice).ShouldBe(("was", "mine", "theirs", null));
        (form[City], form[CustomerFields.Name]).ShouldBe(("mine", "Else"));
    }

    [Fact]
    public void What_is_typed_while_it_is_stored_is_kept()
    {
        var form = Of(new CustomerInput { Name = "A", City = "was" });
        form[City] = "sent";
        var sent = form.ToInput();
        form[City] = "sent and more";
        form[CustomerFields.Email] = "a@example.com";

        form.Stand(form.Stored.With(sent), 2, sent);

        form.Changed.ShouldBe([City, CustomerFields.Email], ignoreOrder: true);
        (form.Version, form[City], form.Collisions.Count).ShouldBe((2, "sent and more", 0));
    }

    [Fact]
    public void A_preview_leaves_out_what_the_register_refuses()
    {
        var form = Of(new CustomerInput { Name = "A", City = "Umeå" });
        form[City] = new string('x', 256);
        form[CustomerFields.TypeCode] = "company";

        (form.Preview().City, form.Preview().TypeCode).ShouldBe(("Umeå", "company"));
    }

    private static CustomerForm Of(CustomerInput input) => new(Customer.New(7, DateTimeOffset.UnixEpoch, 1, input), 1);

    private static CustomerForm Collided()
    {
        var form = Of(new CustomerInput { Name = "A", City = "was" });
        form[City] = "mine";
        form.Merge(form.Stored.With(new CustomerInput { City = "theirs" }), 2);
        return form;
    }
}
