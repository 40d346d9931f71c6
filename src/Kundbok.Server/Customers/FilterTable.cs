using Kundbok.Contracts;

namespace Kundbok.Server.Customers;

/// <summary>A filter as it is named on the wire.</summary>
/// <param name="Name">The name.</param>
/// <param name="Parameters">The parameters that it uses.</param>
/// <param name="Read">Makes the condition of its parameters, inverted or not; null when they are wrong, which the reader has noted.</param>
internal sealed record FilterRow(string Name, string[] Parameters, Func<FilterReader, bool, FilterCondition?> Read)
{
    public bool Uses(string parameter) => Parameters.Contains(parameter, StringComparer.Ordinal);
}

/// <summary>Every filter, with its parameters and its meaning.</summary>
internal static class FilterTable
{
    // Every term is looked for in every field; more of them would only serve to keep the server busy.
    private const int MostTerms = 50;

    private const string From = "from";
    private const string To = "to";
    private const string RangeByDate = "rangeByDate";
    private const string EInvoice = "isEFaktura";
    private const string ReverseTax = "isReverseTax";
    private const string CustomerType = "isCustomerType";
    private const string Title = "isTitle";

    private static readonly (string Name, CustomerKind Kind)[] Kinds =
    [
        ("isPrivate", CustomerKind.Private), ("isCompany", CustomerKind.Company), ("isUnknown", CustomerKind.Unknown),
    ];

    private static readonly FilterRow[] Rows =
    [
        Search("search", SearchScope.Everything),
        new(RangeByDate, [From, To], ReadDates),
        Search("searchInInvoiceForm", SearchScope.InvoiceForm),
        .. Kinds.Select(row => Flag(row.Name, inverted => new OfKind([row.Kind], inverted))),
        new(CustomerType, [.. Kinds.Select(row => row.Name)], ReadKinds),
        Flag(EInvoice, inverted => new HasTitle(EInvoice: true, ReverseTax: false, inverted)),
        Flag(ReverseTax, inverted => new HasTitle(EInvoice: false, ReverseTax: true, inverted)),
        new(Title, [EInvoice, ReverseTax], ReadTitles),
        Exactly(CustomerFields.Number),
        Exactly(CustomerFields.Email),
        Exactly(CustomerFields.CompanyNumber),
    ];

    /// <summary>Every parameter that some filter uses.</summary>
    public static IReadOnlyList<string> Parameters { get; } = [.. Rows.SelectMany(row => row.Parameters).Distinct(StringComparer.Ordinal)];

    /// <summary>The names of all filters, for a sentence.</summary>
    public static string Names { get; } = string.Join(", ", Rows.Select(row => row.Name));

    public static FilterRow? Find(string name) => Array.Find(Rows, row => row.Name == name);

    /// <summary>The names of the filters that use the parameter, for a sentence.</summary>
    public static string UsersOf(string parameter) => string.Join(" or ", Rows.Where(row => row.Uses(parameter)).Select(row => row.Name));

    private static FilterRow Search(string name, SearchScope scope) => new(name, [name], (reader, inverted) =>
    {
        var terms = reader.Many(name);
        if (!reader.Query.Has(name)) reader.Refuse(name, $"The filter {name} needs the parameter {name}: the text to look for.");
        if (terms.Count > MostTerms) reader.Refuse(name, $"At most {MostTerms} terms fit in one search: leave some out.");
        return new ContainsTerms(scope, [.. terms.Select(SearchTerm.Create).OfType<SearchTerm>().Distinct()], inverted);
    });

    // 0 asks for the opposite, and so does the name inverted; both together ask for the thing itself.
    private static FilterRow Flag(string name, Func<bool, FilterCondition> condition) =>
        new(name, [name], (reader, inverted) => condition(inverted == reader.Flag(name, absent: true)));

    private static FilterRow Exactly(CustomerField field) => new(field.Name, [field.Name], (reader, inverted) =>
        reader.Needed(field.Name, field.Name, "the value to look for") is { } value ? new FieldIs(field, value, inverted) : null);

    private static CreatedWithin? ReadDates(FilterReader reader, bool inverted)
    {
        var from = ReadDate(reader, From, "the first day or instant");
        var to = ReadDate(reader, To, "the last day or instant");
        if (from?.Start > to?.End) reader.Refuse(From, "from is after to: exchange them.");
        return from is { First: var first } && to is { Last: var last } ? new CreatedWithin(first, last, inverted) : null;
    }

    private static DateOrInstant? ReadDate(FilterReader reader, string parameter, string what)
    {
        if (reader.Needed(RangeByDate, parameter, what) is not { } text) return null;
        if (DateOrInstant.Read(text) is { } read) return read;

        reader.Refuse(parameter, $"{parameter} must be a date (2022-08-07) or an instant with an offset (2022-08-07T15:50:57Z, 2022-08-07T17:50:57+02:00).");
        return null;
    }

    private static OfKind? ReadKinds(FilterReader reader, bool inverted)
    {
        var kinds = Kinds.Where(row => reader.Flag(row.Name, absent: false)).Select(row => row.Kind).ToList();
        if (kinds.Count > 0) return new OfKind(kinds, inverted);

        RefuseNoneSet(reader, CustomerType, Kinds.Select(row => row.Name));
        return null;
    }

    private static HasTitle? ReadTitles(FilterReader reader, bool inverted)
    {
        var title = new HasTitle(reader.Flag(EInvoice, absent: false), reader.Flag(ReverseTax, absent: false), inverted);
        if (title.EInvoice || title.ReverseTax) return title;

        RefuseNoneSet(reader, Title, [EInvoice, ReverseTax]);
        return null;
    }

    private static void RefuseNoneSet(FilterReader reader, string filter, IEnumerable<string> parameters) =>
        reader.Refuse(filter, $"The filter {filter} needs at least one of {string.Join(", ", parameters)} to be 1.");
}
