using System.Globalization;
using Kundbok.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Kundbok.Server.Http;

/// <summary>Makes the one shape of every error: RFC 9457 problem details with a stable code.</summary>
internal static class Problems
{
    /// <summary>Seconds after which a client should try again when the register cannot answer.</summary>
    public const int RetryAfterSeconds = 2;

    /// <summary>The answer of a handler that cannot do what was asked.</summary>
    /// <param name="code">The kind of problem.</param>
    /// <param name="detail">What is wrong here and what to do; no personal data.</param>
    /// <param name="errors">Field or parameter name to sentences.</param>
    public static ProblemHttpResult Problem(ProblemCode code, string? detail = null, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var details = Details(code, detail);
        if (errors is { Count: > 0 }) details.Extensions["errors"] = errors;
        return TypedResults.Problem(details);
    }

    /// <summary>An answer about one field or parameter.</summary>
    public static ProblemHttpResult Problem(ProblemCode code, string name, string sentence) =>
        Problem(code, sentence, new Dictionary<string, string[]>(StringComparer.Ordinal) { [name] = [sentence] });

    /// <summary>A customer that cannot be stored as it was sent.</summary>
    public static ProblemHttpResult InvalidCustomer(ProblemCode code, IReadOnlyDictionary<string, string[]> errors) =>
        Problem(code, "Correct what errors says and send it again; nothing was changed.", errors);

    /// <summary>A body of more bytes than it may have.</summary>
    public static ProblemHttpResult BodyTooLarge(int mostBytes) => Problem(ProblemCode.BodyTooLarge, $"The body may have at most {mostBytes} bytes.");

    /// <summary>A body that is not JSON in UTF-8.</summary>
    public static ProblemHttpResult UnsupportedMediaType() =>
        Problem(ProblemCode.UnsupportedMediaType, "Send the body as JSON in UTF-8, uncompressed, with Content-Type: application/json.");

    /// <summary>A user name and a password that do not go together, whichever of them is wrong.</summary>
    public static ProblemHttpResult LoginFailed() => Problem(ProblemCode.LoginFailed, "Check the user name and the password.");

    /// <summary>Nobody has the organisation number.</summary>
    public static ProblemHttpResult PartyNotFound() => Problem(ProblemCode.PartyNotFound, "None of the sources that were asked has the number.");

    /// <summary>A source that could know did not answer.</summary>
    public static ProblemHttpResult LookupUnavailable() => Problem(
        ProblemCode.LookupUnavailable,
        "A source that could know the number did not answer, and nobody else has it: wait for as many seconds as Retry-After says and ask again.");

    /// <summary>There is no directory to compare with.</summary>
    public static ProblemHttpResult DirectoryNotLoaded() =>
        Problem(ProblemCode.DirectoryNotLoaded, "Nothing is loaded to compare with: ask the operator of the register to load the directory.");

    /// <summary>There is no such customer, or it is another merchant's: the two are not told apart.</summary>
    public static ProblemHttpResult CustomerNotFound() =>
        Problem(ProblemCode.CustomerNotFound, "The merchant has no customer with this id.");

    /// <summary>Some of the customers that were asked for are not there.</summary>
    public static ProblemHttpResult CustomersNotFound(IReadOnlyList<long> missing)
    {
        var details = Details(ProblemCode.CustomerNotFound, "The merchant has no customers with the ids in missing: leave them out.");
        details.Extensions["missing"] = missing;
        return TypedResults.Problem(details);
    }

    /// <summary>Another customer has the customer number that was sent.</summary>
    public static ProblemHttpResult NumberTaken(long existing) =>
        NumberTaken(existing, "Another customer of the merchant has this customerid: choose another, or leave it out to get the next free one.");

    /// <summary>Another customer has the customer number.</summary>
    /// <param name="existing">That customer.</param>
    /// <param name="detail">What to do.</param>
    public static ProblemHttpResult NumberTaken(long existing, string detail)
    {
        var details = Details(ProblemCode.CustomerIdTaken, detail);
        details.Extensions["existing"] = existing;
        return TypedResults.Problem(details);
    }

    /// <summary>Answers with the problem, outside a handler.</summary>
    /// <param name="context">The request.</param>
    /// <param name="code">The kind of problem.</param>
    /// <param name="detail">What is wrong here and what to do; no personal data.</param>
    /// <param name="status">A status more exact than the code's own.</param>
    public static Task WriteAsync(HttpContext context, ProblemCode code, string? detail = null, int? status = null)
    {
        if (code.Status == StatusCodes.Status503ServiceUnavailable && context.Response.Headers.RetryAfter.Count == 0)
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        var details = Details(code, detail);
        details.Status = status ?? code.Status;
        return TypedResults.Problem(details).ExecuteAsync(context);
    }

    private static ProblemDetails Details(ProblemCode code, string? detail) => new()
    {
        Type = $"urn:kundbok:problem:{code.Code}",
        Title = code.Title,
        Status = code.Status,
        Detail = detail,
        Extensions = { ["code"] = code.Code },
    };
}
