using Kundbok.Contracts;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Changes;

/// <summary>The part of a history that a query string asks for, or the problem with it.</summary>
/// <param name="Before">The version before which to begin; null: the newest.</param>
/// <param name="Limit">The most versions.</param>
/// <param name="Problem">Null when the part was read.</param>
internal readonly record struct HistoryQuery(long? Before, int Limit, ProblemHttpResult? Problem)
{
    /// <summary>Versions of a page when none are asked for.</summary>
    public const int DefaultLimit = 100;

    /// <summary>The most versions of a page.</summary>
    public const int MostLimit = 1000;

    public const string LimitParameter = "limit";
    public const string BeforeParameter = "before";

    /// <summary>Reads <c>before</c> and <c>limit</c>.</summary>
    public static HistoryQuery Read(HttpRequest request)
    {
        var query = new QueryParameters(request);
        long? limit = query.Has(LimitParameter) ? query.WholeNumber(LimitParameter) : DefaultLimit;
        if (limit is null or < 1 or > MostLimit) return Refuse(LimitParameter, $"limit must be a whole number from 1 to {MostLimit}, sent once.");
        if (!query.Has(BeforeParameter)) return new(null, (int)limit, null);

        return query.WholeNumber(BeforeParameter) is > 0 and var before
            ? new(before, (int)limit, null)
            : Refuse(BeforeParameter, "before must be a version, that is a whole number from 1, sent once.");
    }

    private static HistoryQuery Refuse(string parameter, string sentence) => new(null, 0, Problems.Problem(ProblemCode.InvalidPage, parameter, sentence));
}
