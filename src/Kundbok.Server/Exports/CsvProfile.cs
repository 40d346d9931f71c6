using Kundbok.Contracts;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Exports;

/// <summary>The kind of CSV that a query string asks for, or the problem with it.</summary>
/// <param name="Format">The format; the plain one when there is a problem.</param>
/// <param name="Problem">Null when the profile was read.</param>
internal readonly record struct CsvProfile(CsvFormat Format, ProblemHttpResult? Problem)
{
    /// <summary>Name of the parameter.</summary>
    public const string Parameter = "profile";

    /// <summary>The value that asks for <see cref="CsvFormat.ExcelSwedish"/>.</summary>
    public const string ExcelSwedish = "excel-sv";

    /// <summary>Reads <c>profile</c>; without it the format is the plain one.</summary>
    public static CsvProfile Read(HttpRequest request)
    {
        var query = new QueryParameters(request);
        if (!query.Has(Parameter)) return new(CsvFormat.Plain, null);
        if (query.IsSingle(Parameter) && query.Single(Parameter) == ExcelSwedish) return new(CsvFormat.ExcelSwedish, null);

        return new(CsvFormat.Plain, Problems.Problem(
            ProblemCode.InvalidFilter, Parameter, $"{Parameter} must be {ExcelSwedish}, sent once, without brackets: leave it out for plain CSV."));
    }
}
