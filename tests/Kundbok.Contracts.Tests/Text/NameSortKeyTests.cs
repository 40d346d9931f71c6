using System.Text;

namespace Kundbok.Contracts.Tests.Text;

public sealed class NameSortKeyTests
{
    [Fact]
    public void Names_stand_in_the_order_of_the_Nordic_alphabet()
    {
        string[] names =
        [
            "", "\u0301 Accent first", "1 AB", "Åkerman", "Aaby", "Akerman", "Éva", "Eva B", "Zorn", "zz", "Åberg", "åkesson", "Ængbo", "Ärling",
            "Öberg", "Østberg", "örn", "{", "|", "}", "~", "\u007F", "\u0080", "Дом", "漢", "\uFFFD", "\U0001F600",
        ];
        string[] ordered =
        [
            "", "\u0301 Accent first", "1 AB", "Aaby", "Akerman", "Éva", "Eva B", "Zorn", "zz", "Åberg", "Åkerman", "åkesson", "Ængbo", "Ärling",
            "Öberg", "örn", "Østberg", "{", "|", "}", "~", "\u007F", "\u0080", "Дом", "漢", "\uFFFD", "\U0001F600",
        ];
        names.OrderBy(NameSortKey.Of, Utf8Order).ShouldBe(ordered);
    }

    [Theory]
    [InlineData("Åkerström", "A\u030Akerstro\u0308m")]
    [InlineData("Åkerström", "\u212BKERSTRÖM")]
    [InlineData("Ære", "äre")]
    [InlineData("Øst", "ÖST")]
    [InlineData("Müller", "MULLER")]
    [InlineData("Straße", "strasse")]
    public void Spellings_of_one_name_have_one_key(string one, string other) =>
        NameSortKey.Of(one).ShouldBe(NameSortKey.Of(other));

    [Theory]
    [InlineData("\u00E5", "{")]
    [InlineData("a\u0323\u030A", "a")]
    [InlineData("a\u030A\u0323", "a")]
    [InlineData("a\u0334\u030A", "{")]
    [InlineData("a\u0324\u030A", "{")]
    [InlineData("a\u030D\u030A", "a")]
    [InlineData("a\u0301\u030A", "a")]
    [InlineData("a\u030A\u0301", "a")]
    [InlineData("\u01FD", "ae")]
    [InlineData("a\u0328\u0308", "a")]
    [InlineData("b\u030A", "b")]
    [InlineData("a\u200D\u030A", "a\u200D")]
    public void A_letter_is_what_its_composed_form_is(string name, string key) => NameSortKey.Of(name).ShouldBe(key);

    [Fact]
    public void Unpaired_surrogates_become_the_replacement_character() => NameSortKey.Of("Å\uD800").ShouldBe("{\uFFFD");

    [Fact]
    public void What_follows_z_in_Unicode_follows_the_three_letters_too()
    {
        NameSortKey.Of("z{|}~\u007F\uFF5B").ShouldBe("z~{~|~}~~~\u007F~{");
        Utf8Order.Compare(NameSortKey.Of("ö"), NameSortKey.Of("{")).ShouldBeLessThan(0);
    }

    [Fact]
    public void Names_are_ordered_as_Python_orders_them()
    {
        var lines = PythonOrderVectors.Lines.Split('\n').Select(line => line.Split(';').Select(Scalars.Parse).ToArray()).ToArray();
        lines.Length.ShouldBeGreaterThan(100);

        var keys = lines.Select(names => names.Select(NameSortKey.Of).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem()).ToArray();
        keys.ShouldBeUnique(StringComparer.Ordinal);
        keys.Order(Utf8Order).ShouldBe(keys);
    }

    private static Comparer<string> Utf8Order { get; } = Comparer<string>.Create((one, other) =>
        Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)));
}
