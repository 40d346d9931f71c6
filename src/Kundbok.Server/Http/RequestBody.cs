using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Kundbok.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Kundbok.Server.Http;

/// <summary>A request's body, whole, or the problem that keeps it from being read.</summary>
/// <param name="Bytes">The body; empty when there is none, or a problem.</param>
/// <param name="Problem">415 or 413; null when the body was read.</param>
internal readonly record struct RequestBody(ReadOnlyMemory<byte> Bytes, ProblemHttpResult? Problem)
{
    /// <summary>Most bytes of a customer.</summary>
    public const int MostCustomerBytes = 2 << 20;

    /// <summary>Most bytes of any other body.</summary>
    public const int MostOtherBytes = 1 << 20;

    /// <summary>Reads a body of JSON in UTF-8, at most so many bytes.</summary>
    public static async ValueTask<RequestBody> ReadJsonAsync(HttpContext context, int mostBytes)
    {
        var request = context.Request;
        if (!IsJson(request))
            return new(default, Problems.UnsupportedMediaType());
        if (request.ContentLength > mostBytes) return TooLarge(mostBytes);

        var output = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 1024) is var length and > 0 ? length : 1);
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(context.RequestAborted);
            foreach (var segment in result.Buffer) output.Write(segment.Span);
            request.BodyReader.AdvanceTo(result.Buffer.End);
            if (output.WrittenCount > mostBytes) return TooLarge(mostBytes);
            if (result.IsCompleted) return new(output.WrittenMemory, null);
        }
    }

    /// <summary>The body without a byte order mark; a problem when it is not UTF-8.</summary>
    public RequestBody AsUtf8()
    {
        if (Problem is not null) return this;

        var utf8 = Bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? Bytes[Encoding.UTF8.Preamble.Length..] : Bytes;
        return Utf8.IsValid(utf8.Span) ? new(utf8, null) : new(default, Problems.Problem(ProblemCode.InvalidJson, "body", "The body is not valid UTF-8."));
    }

    private static RequestBody TooLarge(int mostBytes) => new(default, Problems.BodyTooLarge(mostBytes));

    private static bool IsJson(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0 && !string.Equals(request.Headers.ContentEncoding, "identity", StringComparison.OrdinalIgnoreCase)) return false;
        if (string.IsNullOrWhiteSpace(request.ContentType)) return true;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType.TrimEnd(' ', ';'), out var type)) return false;

        var json = type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("text/json", StringComparison.OrdinalIgnoreCase)
            || (type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
        return json && type.Parameters.Where(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)).All(IsUtf8);
    }

    private static bool IsUtf8(NameValueHeaderValue charset) =>
        charset.GetUnescapedValue() is var name && (name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("utf8", StringComparison.OrdinalIgnoreCase) || name.Length == 0);
}
