using System.Globalization;
using Kundbok.Contracts;
using Kundbok.Lookup;
using Kundbok.Server.Access;
using Kundbok.Server.Customers;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Lookup;

/// <summary>Who an organisation number or personal identity number belongs to.</summary>
internal static partial class LookupEndpoints
{
    public const string Number = "orgNum";

    /// <summary>Adds the look-up; the sources are added beside it and asked in that order.</summary>
    public static void AddLookup(this IServiceCollection services) => services.AddSingleton<LookupChain>();

    public static void MapLookup(this IEndpointRouteBuilder routes) =>
        routes.MapGet($"{CustomerEndpoints.Path}/searchByOrgNumber/{{{Number}}}", AskAsync)
            .WithTags("customers")
            .WithName("searchByOrgNumber")
            .RequireScope(Scopes.Lookup);

    private static async Task<Results<Ok<Party>, ProblemHttpResult>> AskAsync(
        HttpContext context, string orgNum, LookupChain chain, TimeProvider time, ILogger<LookupChain> log)
    {
        var classified = IdentityNumber.Classify(orgNum, Instants.ToDate(time.GetUtcNow()));
        if (classified is not IdentityNumberResult.Valid number)
            return Invalid(((IdentityNumberResult.Invalid)classified).Sentence);

        var result = await chain.AskAsync(context.User.Merchant(), number, context.RequestAborted);
        switch (result.Answer)
        {
            case LookupAnswer.Found found:
                return TypedResults.Ok(found.Party);
            case LookupAnswer.Unavailable unavailable:
                LogUnavailable(log, result.Source);
                return Unavailable(context, unavailable);
            case LookupAnswer.Invalid:
                return Invalid("The register that such numbers are kept in does not accept the number.");
            default:
                return Problems.PartyNotFound();
        }
    }

    private static ProblemHttpResult Invalid(string sentence) => Problems.Problem(ProblemCode.InvalidOrgNumber, Number, sentence);

    private static ProblemHttpResult Unavailable(HttpContext context, LookupAnswer.Unavailable unavailable)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(unavailable.RetryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.LookupUnavailable();
    }

    [LoggerMessage(1, LogLevel.Warning, "A look-up could not be answered: the source {Source} is unavailable.")]
    private static partial void LogUnavailable(ILogger log, string? source);
}
