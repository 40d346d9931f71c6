using System.Net;
using Kundbok.Client;
using Kundbok.Contracts;
using Kundbok.Portal.Language;

namespace Kundbok.Portal;

/// <summary>Why something did not succeed and what to do about it: a text of the portal with its values. It is said in the language that the page has by then.</summary>
/// <param name="Key">The text.</param>
/// <param name="Values">The values in it.</param>
public sealed record ProblemText(string Key, params object[] Values)
{
    // Only a page that is not of the server's version, or a fault of ours, is answered with these: there is one thing to do.
    private static readonly HashSet<ProblemCode> OfThePage =
    [
        ProblemCode.InvalidRequest, ProblemCode.InvalidJson, ProblemCode.InvalidIds, ProblemCode.InvalidVersion, ProblemCode.NotFound, ProblemCode.MethodNotAllowed,
        ProblemCode.CursorExpired, ProblemCode.BodyTooLarge, ProblemCode.UnsupportedMediaType, ProblemCode.KeyReused,
    ];

    /// <summary>Makes a text of a failure: by its code, each of which has one; without a code by its status. The server's own sentence is the last resort.</summary>
    public static ProblemText Of(KundbokException failure) => failure switch
    {
        { Code: { } code } when code == ProblemCode.LookupUnavailable => new($"problem.{code}"),
        { Status: null or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => new("problem.unreachable"),
        { Status: HttpStatusCode.Unauthorized } => new("problem.signed-out"),
        { Status: HttpStatusCode.Forbidden } => new("problem.forbidden"),
        { Status: HttpStatusCode.TooManyRequests } => new("problem.too-many", (long)Math.Ceiling((failure.RetryAfter ?? TimeSpan.FromMinutes(1)).TotalSeconds)),
        { Status: >= HttpStatusCode.InternalServerError, TraceId: { } trace } => new("problem.fault.traced", trace),
        { Status: >= HttpStatusCode.InternalServerError } => new("problem.fault"),
        { Code: { } code } => new(OfThePage.Contains(code) ? "problem.page" : $"problem.{code}"),
        _ => new("problem.refused", failure.Detail ?? failure.Message),
    };

    /// <summary>
    /// What is wrong with one field; null when nothing is. The texts <c>invalid.</c> and the names of the form and the field say it in the
    /// language of the page; without such a text it is the server's sentence.
    /// </summary>
    public static string? OfField(KundbokException? failure, string form, string field, Texts texts) =>
        failure is null || !failure.Errors.TryGetValue(field, out var sentences) ? null
        : texts.Has($"invalid.{form}.{field}") ? texts[$"invalid.{form}.{field}"]
        : texts["problem.refused", string.Join(' ', sentences)];

    /// <summary>The sentence.</summary>
    public string In(Texts texts) => texts[Key, Values];
}
