using System.Text.Json;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Changes;

/// <summary>The version to go back to, or the problem with what was sent.</summary>
/// <param name="Version">The version, from 1; 0 when there is a problem.</param>
/// <param name="Body">What was read.</param>
/// <param name="Problem">Null when the version was read.</param>
internal readonly record struct RevertBody(long Version, ReadOnlyMemory<byte> Body, ProblemHttpResult? Problem)
{
    public const string VersionName = "version";

    private const string BodyName = "body";
    private const int LongestNameShown = 100;

    /// <summary>Reads the request's body: <c>{"version":17}</c>.</summary>
    public static async ValueTask<RevertBody> ReadAsync(HttpContext context)
    {
        var body = (await RequestBody.ReadJsonAsync(context, RequestBody.MostOtherBytes)).AsUtf8();
        return body.Problem is null ? Parse(body.Bytes.Span) with { Body = body.Bytes } : new(0, default, body.Problem);
    }

    internal static RevertBody Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return Refuse(ProblemCode.InvalidJson, BodyName, "The body is empty: send a JSON object with the version, such as {\"version\":17}.");
        try
        {
            return ParseObject(utf8);
        }
        catch (JsonException fault)
        {
            return Refuse(ProblemCode.InvalidJson, BodyName, $"The body is not well-formed JSON, at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1} of the line.");
        }
        catch (InvalidOperationException)
        {
            return Refuse(ProblemCode.InvalidVersion, BodyName, "A property name has half a surrogate pair, which is no character.");
        }
    }

    private static RevertBody ParseObject(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        long? version = null;
        RevertBody? refused = null;
        while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name != VersionName) refused ??= Refuse(ProblemCode.InvalidVersion, Shown(name), "There is no such property: send version, and nothing else.");
            else if (version is not null) refused ??= Refuse(ProblemCode.InvalidVersion, VersionName, "The property is given twice: send it once.");
            else if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number > 0) version = number;
            else refused ??= Refuse(ProblemCode.InvalidVersion, VersionName, "The version must be a whole JSON number from 1, without quotes, fraction or exponent: the history of the customer lists the versions.");
            reader.Skip();
        }

        if (!isObject) reader.Skip();
        reader.Read(); // Anything after the value is an error, which this raises.

        if (refused is not null) return refused.Value;
        return version is { } read ? new(read, default, null) : Refuse(ProblemCode.InvalidVersion, BodyName, "The body must be a JSON object with the version, such as {\"version\":17}.");
    }

    private static string Shown(string name) => name.Length <= LongestNameShown ? name : $"{name.AsSpan(0, LongestNameShown)}…";

    private static RevertBody Refuse(ProblemCode code, string name, string sentence) => new(0, default, Problems.Problem(code, name, sentence));
}
