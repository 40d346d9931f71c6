using System.Text.Json;

namespace Kundbok.Lookup.Online;

/// <summary>What a source sent.</summary>
/// <param name="Status">The HTTP status: none of 429, a redirect or a server's fault.</param>
/// <param name="Body">The body, whole; at most <see cref="BoundedBodyHandler.MostBytes"/>.</param>
internal sealed record SourceResponse(int Status, byte[] Body)
{
    /// <summary>The body of a 200 as JSON.</summary>
    /// <exception cref="SourceException">It has another status.</exception>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public JsonDocument Json()
    {
        if (Status is 401 or 403) throw SourceException.Refused();
        if (Status != 200) throw SourceException.Status(Status);

        var document = JsonDocument.Parse(Body);
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;

        document.Dispose();
        throw new JsonException();
    }
}
