using System.Globalization;
using Kundbok.Contracts;
using Kundbok.Lookup;
using Kundbok.Lookup.Online;
using Kundbok.Server.Access;
using Kundbok.Server.Customers;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Lookup;

/// <summary>Who an organisation number or personal identity number belongs to.</summary>
internal static partial class LookupEndpoints
{
    public const string Number = "orgNum";

    /// <summary>Says in the answer that it is of an earlier day.</summary>
    public const string StaleHeader = "Kundbok-Lookup-Stale";

    /// <summary>Names the source whose answer it is.</summary>
    public const string SourceHeader = "Kundbok-Lookup-Source";

    /// <summary>Adds the look-up; the sources are added beside it and asked in that order.</summary>
    public static void AddLookup(this IServiceCollection services)
    {
        services.AddSingleton<LookupChain>();
        services.AddSingleton<AuditedLookup>();
        services.AddSingleton<NumberHashes>();
        services.AddSingleton<INumberHasher>(provider => provider.GetRequiredService<NumberHashes>());
        services.AddSingleton<ILookupTurns, SharedTurns>();
        services.AddSingleton<QvicklyAccounts>();
        services.AddSingleton<IQvicklyAccounts>(provider => provider.GetRequiredService<QvicklyAccounts>());
    }

    public static void MapLookup(this IEndpointRouteBuilder routes) =>
        routes.MapGet($"{CustomerEndpoints.Path}/searchByOrgNumber/{{{Number}}}", AskAsync)
            .WithTags("customers")
            .WithName("searchByOrgNumber")
            .RequireScope(Scopes.Lookup)
            .RequireRateLimiting(Limits.Lookup);

    private static async Task<Results<Ok<Party>, ProblemHttpResult>> AskAsync(
        HttpContext context, string orgNum, AuditedLookup lookup, TimeProvider time, ILogger<AuditedLookup> log)
    {
        var classified = IdentityNumber.Classify(orgNum, Instants.ToDate(time.GetUtcNow()));
        if (classified is not IdentityNumberResult.Valid number)
            return Invalid(((IdentityNumberResult.Invalid)classified).Sentence);

        var result = await lookup.AskAsync(context.User.Merchant(), context.User.Actor(), number, context.RequestAborted);
        switch (result.Answer)
        {
            case LookupAnswer.Found found:
                if (found.IsStale) context.Response.Headers[StaleHeader] = "true";
                context.Response.Headers[SourceHeader] = result.Source;
                return TypedResults.Ok(found.Party);
            case LookupAnswer.Unavailable unavailable:
                LogUnavailable(log, result.Source, unavailable.Reason);
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

    [LoggerMessage(1, LogLevel.Warning, "A look-up could not be answered: the source {Source} is unavailable. {Reason}")]
    private static partial void LogUnavailable(ILogger log, string? source, string reason);
}
