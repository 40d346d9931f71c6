using Kundbok.Server.Access;
using Kundbok.Server.Customers;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Exports;

/// <summary>The customers as files: those that match filters, or chosen ones; and the schema of the XML.</summary>
internal static class ExportEndpoints
{
    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        var exports = routes.MapGroup($"{CustomerEndpoints.Path}/export").WithTags("customers").RequireScope(Scopes.CustomersExport);
        exports.DisableRequestTimeout(); // an export takes as long as the client reads
        exports.MapGet("/xml", ExportXml).WithName("exportCustomersXML");
        exports.MapPost("/xml", ExportSelectedXmlAsync).WithName("exportSelectedCustomersXML");
        exports.MapGet("/csv", ExportCsv).WithName("exportCustomersCSV");
        exports.MapPost("/csv", ExportSelectedCsvAsync).WithName("exportSelectedCustomersCSV");
        exports.MapGet("/customers.xsd", Schema).WithName("exportSchema");
    }

    private static FileContentHttpResult Schema() => TypedResults.Bytes(CustomerSchema.Document, XmlFormat.XmlContentType);

    private static Results<ExportResult, ProblemHttpResult> ExportXml(HttpContext context, ICustomerStore store)
    {
        var filter = FilterQuery.Read(context.Request);
        if (filter.Problem is { } problem) return problem;

        return Matching(context, store, filter, XmlFormat.Instance);
    }

    private static Results<ExportResult, ProblemHttpResult> ExportCsv(HttpContext context, ICustomerStore store)
    {
        var filter = FilterQuery.Read(context.Request);
        if (filter.Problem is { } badFilter) return badFilter;
        var profile = CsvProfile.Read(context.Request);
        if (profile.Problem is { } badProfile) return badProfile;

        return Matching(context, store, filter, profile.Format);
    }

    private static async Task<Results<ExportResult, ProblemHttpResult>> ExportSelectedXmlAsync(HttpContext context, ICustomerStore store)
    {
        var body = await IdList.ReadAsync(context);
        if (body.Problem is { } problem) return problem;

        return await ChosenAsync(context, store, body.Ids, XmlFormat.Instance);
    }

    private static async Task<Results<ExportResult, ProblemHttpResult>> ExportSelectedCsvAsync(HttpContext context, ICustomerStore store)
    {
        var body = await IdList.ReadAsync(context);
        if (body.Problem is { } badBody) return badBody;
        var profile = CsvProfile.Read(context.Request);
        if (profile.Problem is { } badProfile) return badProfile;

        return await ChosenAsync(context, store, body.Ids, profile.Format);
    }

    private static ExportResult Matching(HttpContext context, ICustomerStore store, FilterQuery filter, IExportFormat format) =>
        new(format, ExportPages.Matching(store, context.User.Merchant(), filter.Filter));

    private static async Task<Results<ExportResult, ProblemHttpResult>> ChosenAsync(
        HttpContext context, ICustomerStore store, IReadOnlyList<long> asked, IExportFormat format)
    {
        var merchant = context.User.Merchant();
        var ids = asked.Distinct().ToList();
        var missing = await store.FindMissingAsync(merchant, ids, context.RequestAborted);
        if (missing.Count > 0) return Problems.CustomersNotFound(missing);

        return new ExportResult(format, ExportPages.Chosen(store, merchant, ids));
    }
}
