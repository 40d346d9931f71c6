namespace Kundbok.Storage.Postgres;

/// <summary>The two columns of <c>customer_text</c>, which hold all the texts that a search looks into.</summary>
internal static class PostgresText
{
    private const char Field = '\u001f';

    // Behind it is what a search in the invoice form leaves out.
    private const char Rest = '\u001e';

    /// <summary>SQL's expression for what of the column a search in the invoice form looks into.</summary>
    public static string InvoiceForm(string column) => $"split_part({column}, U&'\\001E', 1)";

    /// <summary>The column <c>texts</c>.</summary>
    public static string TextsOf(SearchedText text) =>
        $"{text.Name}{Field}{text.Number}{Field}{text.CompanyNumber}{Rest}{text.Address}{Field}{text.PostalCode}{Field}{text.City}";

    /// <summary>The column <c>bare</c>.</summary>
    public static string BareOf(SearchedText text) => $"{Bare(text.CompanyNumber, text.CompanyNumberBare)}{Rest}{Bare(text.PostalCode, text.PostalCodeBare)}";

    /// <summary>What the columns say; null when they are damaged.</summary>
    public static SearchedText? Read(string texts, string bare)
    {
        var fields = texts.Split(Field, Rest);
        if (fields.Length != 6) return null;

        var text = new SearchedText(fields[0], fields[1], fields[3], fields[4], fields[5], fields[2], "", "");
        var bares = bare.Split(Rest);
        if (bares.Length != 2) return null;
        return text with
        {
            CompanyNumberBare = bares[0] == text.CompanyNumber ? "" : bares[0],
            PostalCodeBare = bares[1] == text.PostalCode ? "" : bares[1],
        };
    }

    private static string Bare(string text, string bare) => bare.Length == 0 ? text : bare;
}
