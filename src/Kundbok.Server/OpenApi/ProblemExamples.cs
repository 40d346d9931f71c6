using System.Text.Json;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Changes;
using Kundbok.Server.Customers;
using Kundbok.Server.Http;
using Kundbok.Server.Lookup;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>A problem that an operation can answer with, as it looks.</summary>
/// <param name="Name">Its key among the document's examples.</param>
/// <param name="Code">The kind of problem.</param>
/// <param name="Answer">The answer.</param>
internal sealed record ProblemExample(string Name, ProblemCode Code, ProblemHttpResult Answer)
{
    public IOpenApiExample ToExample() => new OpenApiExample
    {
        Summary = Code.Title,
        Value = JsonSerializer.SerializeToNode(Answer.ProblemDetails, ServerJson.Default.ProblemDetails),
    };
}

/// <summary>The problems of operations. Where it can be had, the example is what the server's own reader says of a bad request.</summary>
internal static class ProblemExamples
{
    public static readonly ProblemExample InvalidCustomer = Of(ProblemCode.InvalidCustomer, Problems.InvalidCustomer(
        ProblemCode.InvalidCustomer,
        CustomerInputReader.Read("""{"companyNo":"556016-0680","notes":["a list"]}"""u8, isNew: true).Errors));

    public static readonly ProblemExample InvalidIds = Of(ProblemCode.InvalidIds, IdList.Parse("""["1000"]"""u8).Problem!);

    public static readonly ProblemExample InvalidFilter = Of(ProblemCode.InvalidFilter, FilterQuery.Read(Get("?filter=isPrivat")).Problem!);

    public static readonly ProblemExample InvalidPage = Of(
        ProblemCode.InvalidPage, Problems.Problem(ProblemCode.InvalidPage, PageQuery.Limit, $"{PageQuery.Limit} must be a whole number from 1 to {PageQuery.MostLimit}, sent once."));

    public static readonly ProblemExample InvalidNumber = Of(ProblemCode.InvalidOrgNumber, Problems.Problem(
        ProblemCode.InvalidOrgNumber,
        LookupEndpoints.Number,
        ((IdentityNumberResult.Invalid)IdentityNumber.Classify("556016-0681", new DateOnly(2026, 1, 1))).Sentence));

    public static readonly ProblemExample CustomerNotFound = Of(ProblemCode.CustomerNotFound, Problems.CustomerNotFound());

    public static readonly ProblemExample CustomersNotFound =
        new("customers_not_found", ProblemCode.CustomerNotFound, Problems.CustomersNotFound([10001]));

    public static readonly ProblemExample PartyNotFound = Of(ProblemCode.PartyNotFound, Problems.PartyNotFound());

    public static readonly ProblemExample NumberTaken = Of(ProblemCode.CustomerIdTaken, Problems.NumberTaken(1000));

    public static readonly ProblemExample CursorExpired = Of(ProblemCode.CursorExpired, new ChangeCursor("0", 0, 0).ProblemIn(new ChangeLogState("1", 0, 0), 0)!);

    public static readonly ProblemExample NumberTakenSince = new("customerid_taken_since", ProblemCode.CustomerIdTaken, WriteProblems.NumberTakenSince(1000));

    public static readonly ProblemExample InvalidVersion = Of(ProblemCode.InvalidVersion, RevertBody.Parse("""{"version":"17"}"""u8).Problem!);

    public static readonly ProblemExample VersionNotFound = Of(ProblemCode.VersionNotFound, WriteProblems.VersionNotFound());

    public static readonly ProblemExample OperationNotFound = Of(ProblemCode.OperationNotFound, WriteProblems.OperationNotFound());

    public static readonly ProblemExample NotRemoved = Of(ProblemCode.NotRemoved, WriteProblems.NotRemoved());

    public static readonly ProblemExample ChangedSince = Of(ProblemCode.ChangedSince, WriteProblems.ChangedSince([1000]));

    public static readonly ProblemExample CustomerErased = Of(ProblemCode.CustomerErased, WriteProblems.WasErased());

    public static readonly ProblemExample VersionMismatch = Of(ProblemCode.VersionMismatch, WriteProblems.VersionMismatch(new DefaultHttpContext(), 17));

    /// <summary>Those of every operation that takes a key.</summary>
    public static readonly IReadOnlyList<ProblemExample> OfKey =
    [
        CustomerErased,
        Of(ProblemCode.KeyInProgress, WriteProblems.KeyInProgress(new DefaultHttpContext())),
        Of(ProblemCode.KeyReused, WriteProblems.KeyReused()),
    ];

    public static readonly ProblemExample LoginFailed = Of(ProblemCode.LoginFailed, Problems.LoginFailed());

    public static readonly ProblemExample LookupUnavailable = Of(ProblemCode.LookupUnavailable, Problems.LookupUnavailable());

    public static readonly ProblemExample DirectoryNotLoaded = Of(ProblemCode.DirectoryNotLoaded, Problems.DirectoryNotLoaded());

    public static readonly ProblemExample PortalHeaderMissing = Of(ProblemCode.PortalHeaderMissing, PortalCookie.Problem());

    private static readonly ProblemExample[] OfToken =
    [
        Of(ProblemCode.TokenMissing, AccessProblems.Missing),
        Of(ProblemCode.TokenInvalid, AccessProblems.Invalid),
    ];

    private static readonly ProblemExample InvalidJson = Of(ProblemCode.InvalidJson, IdList.Parse("[1000"u8).Problem!);

    private static readonly ProblemExample UnsupportedMediaType = Of(ProblemCode.UnsupportedMediaType, Problems.UnsupportedMediaType());

    private static readonly ProblemExample[] OfAnything =
    [
        Of(ProblemCode.InvalidRequest),
        Of(ProblemCode.TooManyRequests, "Wait for as many seconds as Retry-After says, then go on more slowly."),
        Of(ProblemCode.Internal),
        Of(ProblemCode.Unavailable),
    ];

    /// <summary>Every problem of the operation: its own, and those of whatever takes a body, a token or a scope.</summary>
    public static IEnumerable<ProblemExample> Of(OperationRow row, RouteEndpoint endpoint) =>
    [
        .. row.Problems,
        .. row.Body is { } body ? OfBody(body) : [],
        .. SecurityRules.NeedsToken(endpoint) ? OfToken : [],
        .. SecurityRules.NeedsToken(endpoint) && Changes(endpoint) ? [PortalHeaderMissing] : Array.Empty<ProblemExample>(),
        .. SecurityRules.ScopesOf(endpoint).Select(Forbidden),
        .. OfAnything,
    ];

    /// <summary>The response header that goes with such problems; null when there is none.</summary>
    public static (string Name, string Description)? HeaderOf(ProblemCode code) =>
        code == ProblemCode.TokenMissing || code == ProblemCode.TokenInvalid || code == ProblemCode.Forbidden ? ("WWW-Authenticate", "The challenge of RFC 6750.")
        : code == ProblemCode.VersionMismatch ? ChangeHeaders.ETag
        : code == ProblemCode.KeyInProgress ? ("Retry-After", $"With `{code}`: seconds to wait before sending the request again.")
        : code.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? ("Retry-After", "Seconds to wait before asking again.")
        : null;

    // The portal's session takes its header.
    private static bool Changes(RouteEndpoint endpoint) => !endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.All(HttpMethods.IsGet);

    private static ProblemExample[] OfBody(RequestBodyRow body) =>
    [
        InvalidJson,
        new($"{ProblemCode.BodyTooLarge}_{body.MostBytes}", ProblemCode.BodyTooLarge, Problems.BodyTooLarge(body.MostBytes)),
        UnsupportedMediaType,
    ];

    private static ProblemExample Forbidden(string scope) =>
        new($"{ProblemCode.Forbidden}_{scope.Replace(':', '_')}", ProblemCode.Forbidden, Problems.Problem(ProblemCode.Forbidden, AccessProblems.Lacks(scope)));

    private static ProblemExample Of(ProblemCode code, string? detail = null) => Of(code, Problems.Problem(code, detail));

    private static ProblemExample Of(ProblemCode code, ProblemHttpResult answer) => new(code.Code, code, answer);

    private static HttpRequest Get(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return context.Request;
    }
}
