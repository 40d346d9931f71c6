using Kundbok.Contracts;
using Kundbok.Portal.OneCustomer;

namespace Kundbok.Portal.Tests.OneCustomer;

public sealed class FormLayoutTests
{
    [Fact]
    public void Every_field_of_the_table_is_in_the_form_once()
    {
        FormLayout.All.Concat(FormLayout.Given).ShouldBe(CustomerFields.All, ignoreOrder: true);
        FormLayout.All.Count.ShouldBe(51);
        FormLayout.All[0].ShouldBe(CustomerFields.CompanyNumber);
    }

    [Fact]
    public void A_text_with_line_breaks_is_never_put_into_one_line()
    {
        FormLayout.InputOf(CustomerFields.Address, "Storgatan 1").ShouldBe(FieldInput.Line);
        FormLayout.InputOf(CustomerFields.Address, "Storgatan 1\n2 tr").ShouldBe(FieldInput.Lines);
        FormLayout.InputOf(CustomerFields.Notes, "").ShouldBe(FieldInput.Lines);
    }

    [Fact]
    public void The_lists_of_choices_have_each_code_once()
    {
        foreach (var (name, _, codes) in Choices.All) codes.ShouldBeUnique(StringComparer.Ordinal, name);
        Choices.All[0].Codes.Count.ShouldBe(249); // as many as ISO 3166-1 has
    }
}
