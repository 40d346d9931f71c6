using Kundbok.Client;
using Kundbok.Contracts;
using Kundbok.Portal.OneCustomer;

namespace Kundbok.Portal.Tests.OneCustomer;

/// <summary>What a look-up does to a form.</summary>
public sealed class LookupProposalTests
{
    private static readonly LookupResult Company = new(new Party("", "", "Norrskens Bageri AB", "Kungsgatan 12", "90325", "Umeå", "SE", "", ""), IsStale: false, "directory");

    [Fact]
    public void Empty_fields_are_filled_in()
    {
        var form = CustomerForm.New();

        var proposal = LookupProposal.FillIn(form, Company);

        (form[CustomerFields.Name], form[CustomerFields.Address], form[CustomerFields.PostalCode], form[CustomerFields.City], form[CustomerFields.CountryCode])
            .ShouldBe(("Norrskens Bageri AB", "Kungsgatan 12", "903 25", "Umeå", "SE"));
        proposal.Filled.Count.ShouldBe(5);
        proposal.Offered.ShouldBeEmpty();
    }

    [Fact]
    public void Fields_that_have_a_text_keep_it_unless_the_other_is_chosen()
    {
        var form = CustomerForm.New();
        form[CustomerFields.Name] = "Bageriet";
        form[CustomerFields.Address] = "Storgatan 1";

        var proposal = LookupProposal.FillIn(form, Company);
        (form[CustomerFields.Name], form[CustomerFields.Address]).ShouldBe(("Bageriet", "Storgatan 1"));
        proposal.Offered.ShouldBe([new(CustomerFields.Name, "Bageriet", "Norrskens Bageri AB"), new(CustomerFields.Address, "Storgatan 1", "Kungsgatan 12")]);

        proposal.UseChosen(form);
        form[CustomerFields.Address].ShouldBe("Storgatan 1");

        proposal.Choose(CustomerFields.Name, true);
        proposal.Choose(CustomerFields.Address, true);
        proposal.Choose(CustomerFields.Name, false);
        proposal.UseChosen(form);
        (form[CustomerFields.Name], form[CustomerFields.Address], proposal.HasChosen).ShouldBe(("Bageriet", "Kungsgatan 12", false));
        proposal.Offered.ShouldBe([new(CustomerFields.Name, "Bageriet", "Norrskens Bageri AB")]);
    }

    [Fact]
    public void The_same_in_other_letters_is_nothing_to_correct()
    {
        var form = CustomerForm.New();
        (form[CustomerFields.PostalCode], form[CustomerFields.City], form[CustomerFields.CountryCode]) = ("90325", "Umeå", "se");

        var proposal = LookupProposal.FillIn(form, Company);

        proposal.Offered.ShouldBeEmpty();
        (form[CustomerFields.PostalCode], form[CustomerFields.City], form[CustomerFields.CountryCode]).ShouldBe(("90325", "Umeå", "se"));
    }

    [Fact]
    public void A_person_has_the_given_names_before_the_family_name()
    {
        var form = CustomerForm.New();

        LookupProposal.FillIn(form, new LookupResult(new Party("Alma Maria", "Åkerström", "", "", "0155", "", "NO", "", "a@example.com"), IsStale: false, null));

        (form[CustomerFields.Name], form[CustomerFields.PostalCode], form[CustomerFields.Email], form[CustomerFields.Address]).ShouldBe(("Alma Maria Åkerström", "0155", "a@example.com", ""));
    }
}
