using System.Text;

namespace Kundbok.Contracts.Tests.Text;

public sealed class TextFoldTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Nisse Hult %_*\"'-^()", "nisse hult %_*\"'-^()")]
    [InlineData("Åkerström", "akerstrom")]
    [InlineData("åkerström", "akerstrom")]
    [InlineData("ÅKERSTRÖM", "akerstrom")]
    [InlineData("A\u030Akerstro\u0308m", "akerstrom")]
    [InlineData("\u212Bkerström", "akerstrom")]
    [InlineData("AKERSTROM", "akerstrom")]
    [InlineData("Sørensen", "sorensen")]
    [InlineData("SØRENSEN", "sorensen")]
    [InlineData("Æbleskiver", "aebleskiver")]
    [InlineData("ǢǼǿ", "aeaeo")]
    [InlineData("Þórður", "thordur")]
    [InlineData("ÐÞ", "dth")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Straße", "strasse")]
    [InlineData("STRAẞE", "strasse")]
    [InlineData("ıIİi", "iiii")]
    [InlineData("ħŧĦŦ", "htht")]
    [InlineData("Œuvre œuvre", "oeuvre oeuvre")]
    [InlineData("Đđ Ðð", "dd dd")]
    public void Latin_letters_fold_to_plain_ones(string text, string folded) => TextFold.Fold(text).ShouldBe(folded);

    [Theory]
    [InlineData("o\uFB03ce \uFB01n", "office fin")]
    [InlineData("\uFF11\uFF12\uFF13 \uFF21\uFF22", "123 ab")]
    [InlineData("m\u00B2", "m2")]
    [InlineData("\u00BD", "1\u20442")]
    [InlineData("\u2167", "viii")]
    [InlineData("\u338F", "kg")]
    [InlineData("\u212A", "k")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("\u01C4", "dz")]
    [InlineData("\U0001D4D0\U0001D4D1", "ab")]
    [InlineData("\uFDFA", "صلى الله عليه وسلم")]
    public void Compatibility_characters_fold_to_what_they_stand_for(string text, string folded) =>
        TextFold.Fold(text).ShouldBe(folded);

    [Theory]
    [InlineData("\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\uAC00", "\u1100\u1161")]
    [InlineData("\uD7A3", "\u1112\u1175\u11C2")]
    [InlineData("ΣΊΣΥΦΟΣ", "σισυφοσ")]
    [InlineData("Σίσυφος", "σισυφος")]
    [InlineData("Й\u0439", "\u0438\u0438")]
    [InlineData("\U00010400", "\U00010428")]
    [InlineData("\u0915\u093F\u0902", "\u0915")]
    public void Other_scripts_lose_case_and_marks(string text, string folded) => TextFold.Fold(text).ShouldBe(folded);

    [Theory]
    [InlineData("\U0001F600\U0001F469\u200D\U0001F680")]
    [InlineData("a\u200Bb\u200Ec\u00ADd\uFEFF")]
    [InlineData("漢字かな")]
    [InlineData("\uFFFD\uFFFE\U0010FFFF\U000E0001")]
    [InlineData("{|}~\u007F\u0080")]
    public void Emoji_format_characters_and_caseless_letters_stay(string text) => TextFold.Fold(text).ShouldBe(text);

    [Theory]
    [InlineData("\u2764\uFE0F", "\u2764")]
    [InlineData("1\uFE0F\u20E3", "1")]
    [InlineData("\u0301\u0903\u0488\U000E0100", "")]
    public void Marks_are_dropped_wherever_they_stand(string text, string folded) => TextFold.Fold(text).ShouldBe(folded);

    [Fact]
    public void Unpaired_surrogates_become_the_replacement_character()
    {
        TextFold.Fold("A\uD83D").ShouldBe("a\uFFFD");
        TextFold.Fold("\uDE00\uD83DÅ").ShouldBe("\uFFFD\uFFFDa");
    }

    [Fact]
    public void Ascii_in_lower_case_is_returned_as_it_is()
    {
        var text = new string("nisse hult 114 18".AsSpan());
        TextFold.Fold(text).ShouldBeSameAs(text);
    }

    [Fact]
    public void Text_of_any_length_folds()
    {
        var names = string.Concat(Enumerable.Repeat("Ærø\U0001F600", 20_000));
        TextFold.Fold(names).ShouldBe(string.Concat(Enumerable.Repeat("aero\U0001F600", 20_000)));
    }

    [Fact]
    public void A_spread_of_scalars_folds_as_Python_folds_it()
    {
        var vectors = PythonFoldVectors.Lines.Split('\n').Select(line => line.Split(';')).ToArray();
        vectors.Length.ShouldBeGreaterThan(150);
        vectors.Where(vector => TextFold.Fold(Scalars.Parse(vector[0])) != Scalars.Parse(vector[1])).ShouldBeEmpty();
    }

    [Fact]
    public void Folding_again_changes_nothing()
    {
        var scalars = Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(char.ConvertFromUtf32).ToArray();
        scalars.Length.ShouldBe(0x110000 - 0x800);
        scalars.Select(TextFold.Fold).Where(folded => TextFold.Fold(folded) != folded).ShouldBeEmpty();
    }
}
