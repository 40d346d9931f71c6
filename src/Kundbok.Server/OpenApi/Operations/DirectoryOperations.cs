using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Exports;
using Kundbok.Server.Organisations;
using static Kundbok.Server.OpenApi.OperationTable;
using static Kundbok.Server.OpenApi.ProblemExamples;

namespace Kundbok.Server.OpenApi;

/// <summary>The directory of organisations.</summary>
internal static class DirectoryOperations
{
    private static readonly DriftRow[] Example =
    [
        DriftRow.Of(Examples.Company, new Organisation(
            IdentityNumber.Canonical(Examples.CompanyNumber), "Nordlys Cykel Aktiebolag", "Kungsgatan 12", "", "90325", "Umeå", "SE", "AB", OrganisationStatus.Liquidation, NoAdvertising: false, OrganisationRegistry.Bolagsverket))!,
    ];

    public static IReadOnlyList<OperationRow> Rows { get; } =
    [
        new("directoryDrift", "Companies that are not as the directory has them", "The merchant's companies with a Swedish organisation number whose name or address differs from the directory of organisations, "
            + "that are not in it (any more, or never were), or that are in liquidation, bankruptcy or another procedure, by id. Case, diacritics, punctuation, spaces in postal codes and the ways to write a legal form are no difference; "
            + $"what the directory does not have is not compared. A report: nothing is changed. As CSV with `{DirectoryEndpoints.Format}={DirectoryEndpoints.Csv}` or `Accept: text/csv`, where a `'` is before text that a spreadsheet would run as a formula. "
            + "It is not ended when something fails midway: its connection is aborted.",
            new("The customers that differ, a bare array", Json, Schemas.ListOf(Schemas.Of(DirectorySchemas.Drift)),
                new Example("one", "A company that has moved, and is in liquidation", JsonNode.Parse(Written(new DriftWriter.Json())))))
        {
            Parameters =
            [
                OpenApi.Parameters.Query(DirectoryEndpoints.Format, "The form of the report.", Formats(), $"{DirectoryEndpoints.Format}={DirectoryEndpoints.Csv}"),
                OpenApi.Parameters.Query(CsvProfile.Parameter, $"Of CSV. `{CsvProfile.ExcelSwedish}`: with a byte order mark and semicolons.", Profiles(), $"{CsvProfile.Parameter}={CsvProfile.ExcelSwedish}"),
            ],
            Problems = [InvalidFilter, ProblemExamples.DirectoryNotLoaded],
        },
    ];

    private static Microsoft.OpenApi.OpenApiSchema Formats()
    {
        var schema = Schemas.Text();
        schema.Enum = [DirectoryEndpoints.Json, DirectoryEndpoints.Csv];
        schema.Default = DirectoryEndpoints.Json;
        return schema;
    }

    private static Microsoft.OpenApi.OpenApiSchema Profiles()
    {
        var schema = Schemas.Text();
        schema.Enum = [CsvProfile.ExcelSwedish];
        return schema;
    }

    private static string Written(DriftWriter writer)
    {
        var output = new ArrayBufferWriter<byte>();
        writer.WriteStart(output);
        foreach (var row in Example) writer.Write(row, output);
        writer.WriteEnd(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
