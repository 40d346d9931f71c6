using Kundbok.Server.Exports;
using static Kundbok.Server.OpenApi.OperationTable;
using static Kundbok.Server.OpenApi.ProblemExamples;

namespace Kundbok.Server.OpenApi;

/// <summary>The exports.</summary>
internal static class ExportOperations
{
    public static IReadOnlyList<OperationRow> Rows { get; } =
    [
        new("exportCustomersXML", "Export the customers as XML", $"A `customer` element per customer, in it an element per field, in field order. {Filtered} {Streamed}",
            XmlFile("All customers that match the filters"))
        {
            Parameters = [.. FilterParameters.All()],
            Problems = [InvalidFilter],
        },
        new("exportSelectedCustomersXML", "Export multiple customers as XML", $"The customers with these ids, in the order asked, a repeated one once. An id that is not there is an error: nothing is left out silently. {Streamed}",
            XmlFile("The customers asked for, in that order"))
        {
            Body = SomeIds(),
            Problems = [InvalidIds, CustomersNotFound],
        },
        new("exportCustomersCSV", "Export the customers as CSV", $"RFC 4180, with a header row of field names in field order. {Filtered} {Streamed}",
            CsvFile("All customers that match the filters"))
        {
            Parameters = [.. FilterParameters.All(), OpenApi.Parameters.Profile()],
            Problems = [InvalidFilter],
        },
        new("exportSelectedCustomersCSV", "Export multiple customers as CSV", $"The customers with these ids, in the order asked, a repeated one once. An id that is not there is an error: nothing is left out silently. {Streamed}",
            CsvFile("The customers asked for, in that order"))
        {
            Parameters = [OpenApi.Parameters.Profile()],
            Body = SomeIds(),
            Problems = [InvalidIds, InvalidFilter, CustomersNotFound],
        },
        new("exportSchema", "XML Schema of the XML export", "Every XML export is valid by it.",
            new("The schema", Xml, Schemas.Text(), new Example("schema", "The schema, cut short here", Examples.XmlSchema()))),
    ];

    private const string Xml = "application/xml";
    private const string Csv = "text/csv";
    private const string Streamed = "An export that breaks off midway does not end: its connection is aborted.";

    private static (string Name, string Description) FileName => ("Content-Disposition", "A file name with the day: `attachment; filename=\"customers-2026-01-15.…\"`.");

    private static Answer XmlFile(string description) =>
        new(description, Xml, Schemas.Text(), new Example("one", "One customer", Examples.File(XmlFormat.Instance, Examples.Company))) { Headers = [FileName] };

    private static Answer CsvFile(string description) =>
        new(description, Csv, Schemas.Text(),
            new Example("plain", "One customer", Examples.File(CsvFormat.Plain, Examples.Company)),
            new Example(CsvProfile.ExcelSwedish, $"The same with {CsvProfile.Parameter}={CsvProfile.ExcelSwedish}", Examples.File(CsvFormat.ExcelSwedish, Examples.Company)))
        {
            Headers = [FileName],
        };
}
