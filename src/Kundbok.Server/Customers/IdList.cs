using System.Text.Json;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Customers;

/// <summary>The ids that a bulk delete or an export of chosen customers is about, or the problem with them.</summary>
/// <param name="Ids">The ids as sent, repetitions included; empty when there is a problem.</param>
/// <param name="Body">What was read.</param>
/// <param name="Problem">Null when the ids were read.</param>
internal readonly record struct IdList(IReadOnlyList<long> Ids, ReadOnlyMemory<byte> Body, ProblemHttpResult? Problem)
{
    /// <summary>The most ids of one request.</summary>
    public const int MostIds = 10_000;

    private const string BodyName = "body";

    /// <summary>Reads the request's body: a JSON array of whole numbers.</summary>
    public static async ValueTask<IdList> ReadAsync(HttpContext context)
    {
        var body = (await RequestBody.ReadJsonAsync(context, RequestBody.MostOtherBytes)).AsUtf8();
        return body.Problem is null ? Parse(body.Bytes.Span) with { Body = body.Bytes } : new([], default, body.Problem);
    }

    internal static IdList Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return Refuse(ProblemCode.InvalidJson, "The body is empty: send a JSON array of ids. Some proxies drop the body of a DELETE.");
        try
        {
            return ParseArray(utf8);
        }
        catch (JsonException fault)
        {
            return Refuse(ProblemCode.InvalidJson, $"The body is not well-formed JSON, at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1} of the line.");
        }
    }

    private static IdList ParseArray(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        var ids = new List<long>();
        var bad = -1;
        var count = 0;
        while (isArray && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id)) ids.Add(id);
            else if (bad < 0) bad = count;
            reader.Skip();
            count++;
        }

        if (!isArray) reader.Skip();
        reader.Read(); // Anything after the value is an error, which this raises.

        if (!isArray) return Refuse(ProblemCode.InvalidIds, "The body must be a JSON array of ids, such as [10000,10001].");
        if (bad >= 0) return Refuse(ProblemCode.InvalidIds, $"Item {bad + 1} is no id: ids are whole JSON numbers, without quotes, fraction or exponent.");
        return count <= MostIds ? new(ids, default, null) : Refuse(ProblemCode.InvalidIds, $"At most {MostIds} ids fit in one request: send the rest in another.");
    }

    private static IdList Refuse(ProblemCode code, string sentence) => new([], default, Problems.Problem(code, BodyName, sentence));
}
