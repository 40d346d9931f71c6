using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>What of the customers is not as the directory of organisations has it. Takes the scopes <c>customers:read</c> and <c>lookup</c>.</summary>
public sealed class DirectoryClient
{
    private const string Path = "directory/drift";

    private readonly RequestSender _sender;

    internal DirectoryClient(RequestSender sender) => _sender = sender;

    /// <summary>The companies that differ, in the order of their ids, as they are found.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.DirectoryNotLoaded"/>; also when the answer breaks off, after those that came.</exception>
    public async IAsyncEnumerable<DirectoryDrift> GetDriftAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var answer = await _sender.SendAsync(ApiRequest.Get(Path) with { IsStreamed = true }, Download.OpenAsync, cancellation).ConfigureAwait(false);
        await using var rows = JsonSerializer.DeserializeAsyncEnumerable(answer.Content, ClientJson.Default.DirectoryDrift, cancellation).GetAsyncEnumerator(cancellation);
        while (await MoveNextAsync(rows).ConfigureAwait(false)) yield return rows.Current!;
    }

    /// <summary>Where the same is as CSV, relative to the register: for a browser that saves it by itself.</summary>
    public static string DriftCsvAddress(CsvProfile profile = CsvProfile.Plain) => new ApiAddress(Path).Add("format", "csv").Add("profile", ExportsClient.NameOf(profile)).ToString();

    /// <summary>The same as CSV, for people: what would run as a formula has a <c>'</c> before it.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.DirectoryNotLoaded"/>.</exception>
    public Task<Download> GetDriftCsvAsync(CsvProfile profile = CsvProfile.Plain, CancellationToken cancellation = default) => _sender.SendAsync(
        ApiRequest.Get(DriftCsvAddress(profile)) with { IsStreamed = true, Accept = "*/*" },
        Download.OpenAsync,
        cancellation);

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<DirectoryDrift?> rows)
    {
        try
        {
            return await rows.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is JsonException or IOException or HttpRequestException)
        {
            throw new KundbokException("The answer broke off, or is not what the API says: ask again.", broken);
        }
    }
}

/// <summary>A customer that is not as the directory has it.</summary>
/// <param name="Id">The customer.</param>
/// <param name="Number">Its customer number.</param>
/// <param name="CompanyNumber">Its organisation number, as it is written.</param>
/// <param name="Drift">What differs: <c>name</c>, <c>address</c>, <c>bankruptcy</c>, <c>liquidation</c>, <c>restructuring</c>, <c>other_procedure</c>, <c>not_found</c>.</param>
/// <param name="Customer">Its name and address.</param>
/// <param name="Directory">Those in the directory; null when it has no such number.</param>
public sealed record DirectoryDrift(
    [property: JsonPropertyName("mexcParamvaluesetsid")] long Id,
    [property: JsonPropertyName("customerid")] string Number,
    [property: JsonPropertyName("companyno")] string CompanyNumber,
    IReadOnlyList<string> Drift,
    ComparedAddress Customer,
    ComparedAddress? Directory);

/// <summary>A name and an address; what is not known is empty.</summary>
/// <param name="Name">The name.</param>
/// <param name="Address">The street address.</param>
/// <param name="PostalCode">The postal code.</param>
/// <param name="City">The city.</param>
/// <param name="CountryCode">ISO 3166-1 alpha-2.</param>
public sealed record ComparedAddress(
    string Name,
    string Address,
    [property: JsonPropertyName("postcode")] string PostalCode,
    [property: JsonPropertyName("postoffice")] string City,
    [property: JsonPropertyName("countrycode")] string CountryCode);
