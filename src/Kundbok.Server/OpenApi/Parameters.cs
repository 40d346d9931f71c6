using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Changes;
using Kundbok.Server.Customers;
using Kundbok.Server.Exports;
using Kundbok.Server.Lookup;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>The parameters of paths, and of query strings other than filters'.</summary>
internal static class Parameters
{
    public static OpenApiParameter CustomerId() => new()
    {
        Name = CustomerFields.Id.Name,
        In = ParameterLocation.Path,
        Required = true,
        Description = CustomerFields.Id.Description,
        Schema = Schemas.Id(),
        Example = 1000,
    };

    public static OpenApiParameter Operation() => new()
    {
        Name = HistoryEndpoints.Operation,
        In = ParameterLocation.Path,
        Required = true,
        Description = $"The id of a removal: `{WriteProblems.ChangeHeader}` of the answer to it, or `operation` of the removed customers' histories.",
        Schema = Schemas.Id(),
        Example = 18,
    };

    public static OpenApiParameter Number() => new()
    {
        Name = LookupEndpoints.Number,
        In = ParameterLocation.Path,
        Required = true,
        Description = "Personal identity number or organisation number, with or without hyphen and century. It reaches no log.",
        Schema = Schemas.Text(),
        Example = Examples.CompanyNumber,
    };

    public static IReadOnlyList<OpenApiParameter> Page() =>
    [
        Query(PageQuery.Limit, "Customers per page.", Whole(PageQuery.DefaultLimit, 1, PageQuery.MostLimit), $"{PageQuery.Limit}=1000"),
        Query(PageQuery.Start, "Customers to skip. What it costs grows with it: to walk the whole list follow the `Link` header instead.", Whole(0, 0, null), $"{PageQuery.Start}=200"),
        Query(
            PageQuery.Sort,
            "What to order by; `-` before it gives the reverse. Names go by their folded text, but å, ä (æ) and ö (ø) come after z; customer numbers of digits alone go by value, before the others; ties by ascending id.",
            Choice([.. PageQuery.SortNames, .. PageQuery.SortNames.Select(name => $"-{name}")], PageQuery.SortNames.First()),
            $"{PageQuery.Sort}=-name"),
        Query(
            PageQuery.After,
            $"Where the page begins: a cursor from the `Link` header of the page before, good for this merchant and this `{PageQuery.Sort}`. Not together with `{PageQuery.Start}`.",
            Schemas.Text(),
            $"{PageQuery.After}=…"),
    ];

    /// <summary>Which part of a history.</summary>
    public static IReadOnlyList<OpenApiParameter> History() =>
    [
        Query(HistoryQuery.LimitParameter, "Versions per page.", Whole(HistoryQuery.DefaultLimit, 1, HistoryQuery.MostLimit), $"{HistoryQuery.LimitParameter}=1000"),
        Query(HistoryQuery.BeforeParameter, "The version before which to begin; left out: the newest.", Schemas.Id(), $"{HistoryQuery.BeforeParameter}=17"),
    ];

    /// <summary>How a CSV export is written.</summary>
    public static OpenApiParameter Profile() => Query(
        CsvProfile.Parameter,
        $"`{CsvProfile.ExcelSwedish}`: for Excel with Swedish settings, that is with a byte order mark, semicolons, and a `'` before text that Excel would run as a formula. Left out: every text as it is stored.",
        Choice([CsvProfile.ExcelSwedish]),
        $"{CsvProfile.Parameter}={CsvProfile.ExcelSwedish}");

    // The example is told in words: the page would send those of all parameters along, and they do not go together.
    public static OpenApiParameter Query(string name, string description, OpenApiSchema schema, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = $"{description} Example: `{example}`.",
        Schema = schema,
    };

    public static OpenApiSchema Whole(int? absent, int least, int? most) => new()
    {
        Type = JsonSchemaType.Integer,
        Default = absent,
        Minimum = $"{least}",
        Maximum = most is null ? null : $"{most}",
    };

    private static OpenApiSchema Choice(string[] values, string? absent = null)
    {
        var schema = Schemas.Text();
        schema.Enum = [.. values.Select(value => (JsonNode)value)];
        schema.Default = absent;
        return schema;
    }
}
