using Kundbok.Contracts;
using Kundbok.Server.Customers;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Changes;

/// <summary>The changes that a query string asks for, or the problem with it.</summary>
/// <param name="From">Where to begin; null: at the end of the log.</param>
/// <param name="Newest">From how many places before the end of the log; null unless it is asked for.</param>
/// <param name="Limit">The most changes.</param>
/// <param name="Most">How long to wait for a change when there is none.</param>
/// <param name="Problem">Null when the query was read.</param>
internal readonly record struct FeedQuery(ChangeCursor? From, int? Newest, int Limit, TimeSpan Most, ProblemHttpResult? Problem)
{
    /// <summary>The most seconds that a request waits.</summary>
    public const int MostWait = 60;

    /// <summary>The most newest changes that are asked for at once.</summary>
    public const int MostNewest = 100;

    public const string After = PageQuery.After;
    public const string Wait = "wait";
    public const string NewestName = "newest";

    /// <summary>Reads <c>after</c>, <c>newest</c>, <c>limit</c> and <c>wait</c>.</summary>
    public static FeedQuery Read(HttpRequest request)
    {
        var query = new QueryParameters(request);
        long? limit = query.Has(PageQuery.Limit) ? query.WholeNumber(PageQuery.Limit) : PageQuery.DefaultLimit;
        if (limit is null or < 1 or > PageQuery.MostLimit) return Refuse(PageQuery.Limit, $"limit must be a whole number from 1 to {PageQuery.MostLimit}, sent once.");

        var newest = query.WholeNumber(NewestName);
        if (query.Has(NewestName) && (newest is null or < 1 or > MostNewest || query.Has(After)))
            return Refuse(NewestName, $"{NewestName} must be a whole number from 1 to {MostNewest}, sent once and without {After}.");

        long? wait = query.Has(Wait) ? query.WholeNumber(Wait) : 0;
        if (wait is null or > MostWait) return Refuse(Wait, $"wait must be a whole number of seconds from 0 to {MostWait}, sent once.");

        var from = query.IsSingle(After) ? ChangeCursor.Parse(query.Single(After)) : null;
        return query.Has(After) && from is null
            ? new(null, null, 0, default, ChangeCursor.NoCursor())
            : new(from, (int?)newest, (int)limit, TimeSpan.FromSeconds(wait.Value), null);
    }

    private static FeedQuery Refuse(string parameter, string sentence) => new(null, null, 0, default, Problems.Problem(ProblemCode.InvalidPage, parameter, sentence));
}
