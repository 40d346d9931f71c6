using System.Net;
using Kundbok.Client;
using Kundbok.Portal.Language;

namespace Kundbok.Portal;

/// <summary>Says why something did not succeed, and what to do about it.</summary>
public static class ProblemText
{
    /// <summary>A sentence in the language of the texts; of the server's own where there is none for the problem.</summary>
    public static string Of(KundbokException failure, Texts texts) => failure switch
    {
        { Status: null or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => texts["problem.unreachable"],
        { Status: HttpStatusCode.Unauthorized } => texts["problem.signed-out"],
        { Status: HttpStatusCode.Forbidden } => texts["problem.forbidden"],
        { Status: HttpStatusCode.TooManyRequests } => texts["problem.too-many", (long)Math.Ceiling((failure.RetryAfter ?? TimeSpan.FromMinutes(1)).TotalSeconds)],
        { Code: { } code } when texts.Has($"problem.{code}") => texts[$"problem.{code}"],
        { Status: >= HttpStatusCode.InternalServerError } => texts["problem.fault", failure.TraceId ?? ""],
        _ => texts["problem.refused", failure.Detail ?? failure.Message],
    };

    /// <summary>
    /// What is wrong with one field; null when nothing is. The texts <c>invalid.</c> and the names of the form and the field say it in the
    /// language of the page; without such a text it is the server's sentence.
    /// </summary>
    public static string? OfField(KundbokException? failure, string form, string field, Texts texts) =>
        failure is null || !failure.Errors.TryGetValue(field, out var sentences) ? null
        : texts.Has($"invalid.{form}.{field}") ? texts[$"invalid.{form}.{field}"]
        : string.Join(' ', sentences);
}
