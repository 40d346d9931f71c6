using System.Diagnostics;
using Kundbok.Contracts;
using Kundbok.Lookup;
using Kundbok.Lookup.Online;
using Kundbok.Server.Access;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Lookup;

/// <summary>The merchant's accounts with sources, as the commands <c>lookup set</c>, <c>unset</c>, <c>show</c> and <c>test</c> have them. Secrets go in and never out.</summary>
internal static class LookupAccountEndpoints
{
    public const string Path = "/lookup/accounts";

    /// <summary>The name of a source in a route.</summary>
    public const string Source = "source";

    public const string IdName = "id";
    public const string SecretName = "secret";
    public const string PersonsName = "persons";
    public const string TestName = "test";

    /// <summary>The most characters of an id.</summary>
    public const int MostIdCharacters = 100;

    /// <summary>The most characters of a secret.</summary>
    public const int MostSecretCharacters = 1000;

    private const string OneAccount = $"/{{{Source}}}";

    private static readonly string[] OfAccount = [IdName, SecretName, PersonsName, TestName];

    public static void MapLookupAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup(Path).WithTags(TokenEndpoints.Tag).RequireScope(Scopes.Admin);
        accounts.MapGet("/", ListAsync).WithName("listLookupAccounts");
        accounts.MapPut(OneAccount, SetAsync).WithName("setLookupAccount");
        accounts.MapDelete(OneAccount, RemoveAsync).WithName("deleteLookupAccount");
        accounts.MapPost(OneAccount + "/test", TestAsync).WithName("testLookupAccount").RequireRateLimiting(Limits.Lookup);
    }

    private static async Task<Ok<IReadOnlyList<LookupAccountAnswer>>> ListAsync(HttpContext context, ILookupStore store, QvicklyAccounts accounts)
    {
        var merchant = context.User.Merchant();
        var hasAccount = await store.FindAccountAsync(merchant, QvicklyAccounts.Source, context.RequestAborted) is not null;
        return TypedResults.Ok<IReadOnlyList<LookupAccountAnswer>>(hasAccount ? [Answer(await OpenAsync(accounts, merchant, context.RequestAborted))] : []);
    }

    private static async Task<Results<Ok<LookupAccountAnswer>, ProblemHttpResult>> SetAsync(HttpContext context, QvicklyAccounts accounts, AccessRefresher access, AdministrationLog log)
    {
        if (!IsKnown(context)) return AdministrationProblems.AccountNotFound();
        var (properties, problem) = await JsonProperties.ReadAsync(context, OfAccount);
        if (properties is null) return problem!;

        var merchant = context.User.Merchant();
        var before = await OpenAsync(accounts, merchant, context.RequestAborted);
        properties.Require(IdName, "An account needs the merchant's id at the source.");
        if (before is null) properties.Require(SecretName, "An account needs its secret. It may be left out only to keep the one that is there.");
        var account = new QvicklyAccount(
            TextOf(properties, IdName, MostIdCharacters) ?? "", TextOf(properties, SecretName, MostSecretCharacters) ?? before?.Secret ?? "", properties.Flag(PersonsName) ?? false, properties.Flag(TestName) ?? false);
        if (properties.Errors.Count > 0) return AdministrationProblems.InvalidAccount(properties.Errors);

        access.EnsureNewestSecrets();
        await accounts.SetAsync(merchant, account, context.RequestAborted);
        log.Write(context.User, "look-up account set", QvicklyAccounts.Source);
        return TypedResults.Ok(Answer(account));
    }

    private static async Task<Results<Ok<RemovedLookupAccount>, ProblemHttpResult>> RemoveAsync(HttpContext context, QvicklyAccounts accounts, AdministrationLog log)
    {
        if (!IsKnown(context) || !await accounts.RemoveAsync(context.User.Merchant(), context.RequestAborted)) return AdministrationProblems.AccountNotFound();

        log.Write(context.User, "look-up account removed", QvicklyAccounts.Source);
        return TypedResults.Ok(new RemovedLookupAccount(QvicklyAccounts.Source));
    }

    // The one source is asked, whoever else may know the number: the account is what is tried.
    private static async Task<Results<Ok<LookupTest>, ProblemHttpResult>> TestAsync(
        HttpContext context, ILookupStore store, LookupChain chain, NumberHashes hashes, TimeProvider time)
    {
        var merchant = context.User.Merchant();
        if (!IsKnown(context) || await store.FindAccountAsync(merchant, QvicklyAccounts.Source, context.RequestAborted) is null) return AdministrationProblems.AccountNotFound();
        var (properties, problem) = await JsonProperties.ReadAsync(context, [LookupEndpoints.Number]);
        if (properties is null) return problem!;
        properties.Require(LookupEndpoints.Number, "Send a number to ask for; take an organisation's.");
        var text = properties.Text(LookupEndpoints.Number);
        if (properties.Errors.Count > 0) return AdministrationProblems.InvalidAccount(properties.Errors);
        var classified = IdentityNumber.Classify(text!, Instants.ToDate(time.GetUtcNow()));
        if (classified is not IdentityNumberResult.Valid number)
            return Problems.Problem(ProblemCode.InvalidOrgNumber, LookupEndpoints.Number, ((IdentityNumberResult.Invalid)classified).Sentence);

        if (chain.Sources.FirstOrDefault(source => source.Name == QvicklyAccounts.Source) is not { } asked || !asked.Serves(number.Kind))
            return TypedResults.Ok(new LookupTest(QvicklyAccounts.Source, "not_asked", "it does not have such numbers", 0));

        // As every look-up, it is noted with who asked; one source is a chain of one.
        var start = Stopwatch.GetTimestamp();
        var steps = new List<LookupStep>();
        await new AuditedLookup(new LookupChain([asked]), store, hashes, time).AskAsync(merchant, context.User.Actor(), number, context.RequestAborted, steps.Add);
        return TypedResults.Ok(new LookupTest(asked.Name, steps[0].Answer.Outcome, steps[0].Answer.Reason, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds));
    }

    private static bool IsKnown(HttpContext context) => context.GetRouteValue(Source) as string == QvicklyAccounts.Source;

    private static string? TextOf(JsonProperties properties, string name, int most)
    {
        var text = properties.Text(name)?.Trim();
        if (text is not null && (text.Length == 0 || text.Length > most || text.Any(char.IsControl))) properties.Refuse(name, $"The text has 1 to {most} characters, none of them a control character.");
        return text;
    }

    // Null when there is none, or it was sealed with a secret that is lost.
    private static async ValueTask<QvicklyAccount?> OpenAsync(QvicklyAccounts accounts, long merchant, CancellationToken cancellation)
    {
        try
        {
            return await accounts.FindAsync(merchant, cancellation);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static LookupAccountAnswer Answer(QvicklyAccount? account) => new(QvicklyAccounts.Source, account?.Id, account?.Persons ?? false, account?.IsTest ?? false);
}
