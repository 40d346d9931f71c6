using Kundbok.Server.Changes;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>The headers of requests and answers that have to do with versions and repetitions.</summary>
internal static class ChangeHeaders
{
    private const string Version = "\"17\"";

    /// <summary>Of an answer with one customer.</summary>
    public static (string Name, string Description) ETag => ("ETag", $"The customer's version in quotation marks, such as `{Version}`.");

    /// <summary>Of an answer to a request with a key.</summary>
    public static (string Name, string Description) Replayed =>
        (WriteProblems.ReplayedHeader, $"`true` when this was done before under the same `{WriteRequest.KeyHeader}`, and not again.");

    /// <summary>Of an answer to a removal.</summary>
    public static (string Name, string Description) Operation =>
        (WriteProblems.ChangeHeader, "The id by which the removal can be undone as a whole. Left out when nothing was removed.");

    /// <summary>A request to read only what the client does not have yet.</summary>
    public static OpenApiParameter IfNoneMatch() => Header(
        "If-None-Match", "What `ETag` said the last time: when the customer still has that version, the answer is 304 without it.", $"If-None-Match: {Version}");

    /// <summary>A request to change one version and no other.</summary>
    public static OpenApiParameter IfMatch() => Header(
        "If-Match", "What `ETag` said: on any other version nothing is changed, and the answer is 412. Left out: whatever the version is.", $"If-Match: {Version}");

    /// <summary>A request that may be repeated.</summary>
    public static OpenApiParameter Key() => Header(
        WriteRequest.KeyHeader,
        $"1 to {WriteRequest.LongestKey} characters that the client chooses, new for each change, best a UUID. The same request with the same key within 24 hours gives the same answer without doing it again.",
        $"{WriteRequest.KeyHeader}: 5f0c7a51-8f29-4b8e-9c0d-3a5d7a6f1e42");

    private static OpenApiParameter Header(string name, string description, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = $"{description} Example: `{example}`.",
        Schema = Schemas.Text(),
    };
}
