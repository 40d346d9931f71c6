using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>What a CSV file is for.</summary>
public enum CsvProfile
{
    /// <summary>For programs: RFC 4180, byte for byte what is stored.</summary>
    Plain,

    /// <summary>For Excel in Swedish: a byte order mark, semicolons, and a <c>'</c> before what would run as a formula.</summary>
    ExcelSwedish,
}

/// <summary>The customers as files, which stream whatever their size. Takes the scope <c>customers:export</c>.</summary>
public sealed class ExportsClient
{
    private const string Path = "customers/export";

    private readonly RequestSender _sender;

    internal ExportsClient(RequestSender sender) => _sender = sender;

    /// <summary>Where the customers that match are as XML, relative to the register's address: for a browser that is signed in to follow by itself. What the filter searches for is in it.</summary>
    /// <exception cref="ArgumentException">The filter has two conditions of a kind that the API takes once.</exception>
    public static string XmlAddress(CustomerFilter? filter = null) => new ApiAddress($"{Path}/xml").Add(filter).ToString();

    /// <summary>Where the customers that match are as CSV; see <see cref="XmlAddress"/>.</summary>
    /// <exception cref="ArgumentException">The filter has two conditions of a kind that the API takes once.</exception>
    public static string CsvAddress(CustomerFilter? filter = null, CsvProfile profile = CsvProfile.Plain) =>
        new ApiAddress($"{Path}/csv").Add("profile", NameOf(profile)).Add(filter).ToString();

    /// <summary>The customers that match, as XML, in the order of their ids.</summary>
    /// <exception cref="ArgumentException">The filter has two conditions of a kind that the API takes once.</exception>
    public Task<Download> GetXmlAsync(CustomerFilter? filter = null, CancellationToken cancellation = default) =>
        OpenAsync(ApiRequest.Get(XmlAddress(filter)), cancellation);

    /// <summary>Chosen customers as XML, in the order of the ids.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.CustomerNotFound"/>, with those that are missing in <see cref="KundbokException.Customers"/>; <see cref="ProblemCode.InvalidIds"/> over 10,000.</exception>
    public Task<Download> GetXmlAsync(IEnumerable<long> ids, CancellationToken cancellation = default) =>
        OpenAsync(ApiRequest.Query($"{Path}/xml").WithJson([.. ids], ClientJson.Default.ListInt64), cancellation);

    /// <summary>The customers that match, as CSV, in the order of their ids.</summary>
    /// <exception cref="ArgumentException">The filter has two conditions of a kind that the API takes once.</exception>
    public Task<Download> GetCsvAsync(CustomerFilter? filter = null, CsvProfile profile = CsvProfile.Plain, CancellationToken cancellation = default) =>
        OpenAsync(ApiRequest.Get(CsvAddress(filter, profile)), cancellation);

    /// <summary>Chosen customers as CSV, in the order of the ids.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.CustomerNotFound"/>, with those that are missing in <see cref="KundbokException.Customers"/>; <see cref="ProblemCode.InvalidIds"/> over 10,000.</exception>
    public Task<Download> GetCsvAsync(IEnumerable<long> ids, CsvProfile profile = CsvProfile.Plain, CancellationToken cancellation = default) =>
        OpenAsync(ApiRequest.Query(new ApiAddress($"{Path}/csv").Add("profile", NameOf(profile)).ToString()).WithJson([.. ids], ClientJson.Default.ListInt64), cancellation);

    /// <summary>The XML Schema of the XML.</summary>
    public Task<Download> GetSchemaAsync(CancellationToken cancellation = default) => OpenAsync(ApiRequest.Get($"{Path}/customers.xsd"), cancellation);

    internal static string? NameOf(CsvProfile profile) => profile == CsvProfile.ExcelSwedish ? "excel-sv" : null;

    private Task<Download> OpenAsync(ApiRequest request, CancellationToken cancellation) =>
        _sender.SendAsync(request with { IsStreamed = true, Accept = "*/*" }, Download.OpenAsync, cancellation);
}
