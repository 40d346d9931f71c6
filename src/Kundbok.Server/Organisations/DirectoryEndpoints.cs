using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Exports;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Organisations;

/// <summary>What of a merchant's customers is not as the directory of organisations has it.</summary>
internal static class DirectoryEndpoints
{
    /// <summary>Name of the parameter that asks for a form of the report.</summary>
    public const string Format = "format";

    /// <summary>The forms.</summary>
    public const string Json = "json";

    /// <inheritdoc cref="Json"/>
    public const string Csv = "csv";

    private const string CsvType = "text/csv";

    public static void MapDirectory(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/directory/drift", DriftAsync)
            .WithTags("customers")
            .WithName("directoryDrift")
            .RequireScope(Scopes.CustomersRead) // it tells of the merchant's customers
            .RequireScope(Scopes.Lookup) // and who their numbers belong to
            .DisableRequestTimeout(); // a report takes as long as the client reads

    private static async Task<Results<DriftResult, ProblemHttpResult>> DriftAsync(HttpContext context, IOrganisationDirectory directory, DirectoryDrift drift)
    {
        var profile = CsvProfile.Read(context.Request);
        if (profile.Problem is { } badProfile) return badProfile;
        if (WantsCsv(context.Request, out var badFormat) is not { } csv) return badFormat!;
        if (await directory.ReadStatusAsync(context.RequestAborted) is null) return Problems.DirectoryNotLoaded();

        DriftWriter writer = csv ? new DriftWriter.Csv(forExcelSwedish: profile.Format == CsvFormat.ExcelSwedish) : new DriftWriter.Json();
        return new DriftResult(writer, drift.FindAsync(context.User.Merchant(), context.RequestAborted));
    }

    // The parameter goes before the header.
    private static bool? WantsCsv(HttpRequest request, out ProblemHttpResult? problem)
    {
        problem = null;
        var query = new QueryParameters(request);
        if (!query.Has(Format)) return request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(CsvType, StringComparison.OrdinalIgnoreCase));
        if (query.IsSingle(Format) && query.Single(Format) is Json or Csv) return query.Single(Format) == Csv;

        problem = Problems.Problem(ProblemCode.InvalidFilter, Format, $"{Format} must be {Json} or {Csv}, sent once, without brackets.");
        return null;
    }
}
