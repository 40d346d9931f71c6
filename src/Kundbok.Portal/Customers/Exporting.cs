using Kundbok.Client;
using Kundbok.Contracts;

namespace Kundbok.Portal.Customers;

/// <summary>A kind of file.</summary>
/// <param name="Name">Its name in the texts.</param>
/// <param name="Address">The address of all that match, relative to the server.</param>
/// <param name="Matching">All that match, as a stream.</param>
/// <param name="Chosen">Chosen ones, as a stream.</param>
public sealed record ExportFormat(
    string Name, Func<CustomerFilter, string> Address, Func<ExportsClient, CustomerFilter, Task<Download>> Matching, Func<ExportsClient, IEnumerable<long>, Task<Download>> Chosen);

/// <summary>
/// Has the browser save customers as a file. By a link when it can: then nothing passes through the page. A text that is searched for, and
/// chosen ids, must not be in a link, which the browser keeps among its downloads: then the file comes through the client, piece by piece.
/// </summary>
public sealed class Exporting(ExportsClient exports, Browser browser)
{
    /// <summary>The most chosen customers of a file, as the API has it. All that match have no limit.</summary>
    public const int MostChosen = 10_000;

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<ExportFormat> Formats { get; } =
    [
        Csv("csv", CsvProfile.Plain),
        Csv("excel", CsvProfile.ExcelSwedish),
        new("xml", filter => ExportsClient.XmlAddress(filter), (client, filter) => client.GetXmlAsync(filter), (client, ids) => client.GetXmlAsync(ids)),
    ];

    /// <summary>Saves all that match.</summary>
    public async Task MatchingAsync(ExportFormat format, CustomerFilter filter)
    {
        if (filter.Conditions.Any(condition => condition is not (OfKind or HasTitle or CreatedWithin))) await SaveAsync(await format.Matching(exports, filter));
        else await browser.DownloadAsync("/" + format.Address(filter));
    }

    /// <summary>Saves chosen ones.</summary>
    public async Task ChosenAsync(ExportFormat format, IReadOnlyCollection<long> ids) => await SaveAsync(await format.Chosen(exports, ids));

    private static ExportFormat Csv(string name, CsvProfile profile) => new(
        name, filter => ExportsClient.CsvAddress(filter, profile), (client, filter) => client.GetCsvAsync(filter, profile), (client, ids) => client.GetCsvAsync(ids, profile));

    private async Task SaveAsync(Download download)
    {
        await using (download) await browser.SaveAsync(download.FileName ?? "customers", download.ContentType ?? "application/octet-stream", download.Content);
    }
}
