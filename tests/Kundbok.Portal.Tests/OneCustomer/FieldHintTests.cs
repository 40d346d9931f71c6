using Kundbok.Contracts;
using Kundbok.Portal.Language;
using Kundbok.Portal.OneCustomer;

namespace Kundbok.Portal.Tests.OneCustomer;

/// <summary>What is said of a text while it is typed.</summary>
public sealed class FieldHintTests
{
    private static readonly DateOnly Today = new(2026, 1, 1);

    [Theory]
    [InlineData("companyno", "556016-0680", "", HintLevel.Note, "hint.number.SwedishOrganisation")]
    [InlineData("companyno", "198211059954", "", HintLevel.Note, "hint.number.SwedishPerson")]
    [InlineData("companyno", "556016-0681", "", HintLevel.Warning, "hint.number.CheckDigit")]
    [InlineData("companyno", "12345", "se", HintLevel.Warning, "hint.number.Length")]
    [InlineData("companyno", "HRB 12345", "de", null, null)]
    [InlineData("postcode", "11418", "", null, null)]
    [InlineData("postcode", "114 1", "SE", HintLevel.Warning, "hint.postal-code")]
    [InlineData("postcode", "0155", "no", null, null)]
    [InlineData("deliverypostcode", "0155", "no", null, null)]
    [InlineData("deliverypostcode", "0155", "", HintLevel.Warning, "hint.postal-code")]
    [InlineData("vatregno", "SE556016068001", "", null, null)]
    [InlineData("vatregno", "SE556016068101", "", HintLevel.Warning, "hint.vat")]
    [InlineData("glncode", "7300000000009", "", HintLevel.Warning, "hint.gln")]
    [InlineData("housingassociationregno", "1", "", HintLevel.Warning, "hint.housing")]
    [InlineData("email", "a@example.com", "", null, null)]
    [InlineData("email_order", "a@", "", HintLevel.Warning, "hint.email")]
    [InlineData("email_offer", "a", "", HintLevel.Warning, "hint.email")]
    [InlineData("countrycode", "se", "se", null, null)]
    [InlineData("countrycode", "Sverige", "Sverige", HintLevel.Warning, "hint.countries")]
    [InlineData("currency", "kr", "", HintLevel.Warning, "hint.currencies")]
    [InlineData("language", "SV", "", null, null)]
    [InlineData("name", " ", "", HintLevel.Refused, "hint.name")]
    [InlineData("status", "a\u0001", "", HintLevel.Refused, "hint.character")]
    public void A_text_is_judged_by_the_rules_of_its_field(string name, string text, string country, HintLevel? level, string? key)
    {
        var form = new CustomerForm(Customer.New(7, DateTimeOffset.UnixEpoch, 1, new CustomerInput { Name = "A" }), 1);
        form[CustomerFields.CountryCode] = country;
        form[CustomerFields.Find(name)!] = text;

        var hint = FieldHint.Of(form, CustomerFields.Find(name)!, Today);

        (hint?.Level, hint?.Key).ShouldBe((level, key));
    }

    [Fact]
    public void Characters_are_counted_as_the_register_counts_them()
    {
        var form = CustomerForm.New();
        var status = CustomerFields.Status;

        form[status] = string.Concat(Enumerable.Repeat("😀", 255));
        FieldHint.Of(form, status, Today).ShouldBe(new FieldHint(HintLevel.Note, "hint.length", 255, 255));

        form[status] += "😀";
        FieldHint.Of(form, status, Today).ShouldBe(new FieldHint(HintLevel.Refused, "hint.too-long", 256, 255));

        form[status] = new string('x', 200);
        FieldHint.Of(form, status, Today).ShouldBeNull();
    }

    [Fact]
    public void A_new_customer_has_no_name_yet_and_may_leave_its_number_out()
    {
        var form = CustomerForm.New();

        FieldHint.Of(form, CustomerFields.Name, Today).ShouldBeNull();
        FieldHint.Of(form, CustomerFields.Number, Today).ShouldBe(new FieldHint(HintLevel.Note, "hint.number"));
    }

    [Fact]
    public void An_empty_field_has_no_hint()
    {
        var form = new CustomerForm(Customer.New(7, DateTimeOffset.UnixEpoch, 1, new CustomerInput { Name = "A" }), 1);

        FormLayout.All.ShouldAllBe(field => FieldHint.Of(form, field, Today) == null);
    }

    [Fact]
    public void Every_name_that_a_rule_can_give_has_a_text_in_both_languages()
    {
        string[] keys =
        [
            .. CustomerFields.All.Select(field => $"field.{field.Name}"),
            .. FormLayout.Groups.Select(group => $"group.{group}"),
            .. Enum.GetNames<CustomerKind>().Select(kind => $"kind.{kind}"),
            .. Enum.GetNames<KindReason>().Select(reason => $"kind.reason.{reason}"),
            .. Enum.GetNames<IdentityNumberKind>().Concat(Enum.GetNames<IdentityNumberFault>()).Select(name => $"hint.number.{name}"),
            .. Choices.All.Select(list => $"hint.{list.Name}"),
            .. ChangeKinds.All.Append("other").Select(kind => $"change.{kind}"),
            "history.by.user", "history.by.token", "history.by.program",
            "lookup.source.own-customers", "lookup.source.directory", "lookup.source.bolagsverket", "lookup.source.brreg", "lookup.source.prh", "lookup.source.qvickly",
            "lookup.source.unknown",
        ];

        foreach (var texts in Texts.Languages.Select(Texts.In)) keys.Where(key => !texts.Has(key)).ShouldBeEmpty(texts.Language);
    }
}
