using Kundbok.Contracts;
using Kundbok.Server.Customers;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Webhooks;

/// <summary>The deliveries that a query string asks for, or the problem with it.</summary>
/// <param name="Before">Before which to begin; null: the newest.</param>
/// <param name="Limit">The most.</param>
/// <param name="FailedOnly">Whether to leave out those that were delivered.</param>
/// <param name="Problem">Null when the query was read.</param>
internal readonly record struct DeliveryQuery(long? Before, int Limit, bool FailedOnly, ProblemHttpResult? Problem)
{
    public const string BeforeName = "before";
    public const string FailedName = "failed";

    /// <summary>Reads <c>before</c>, <c>limit</c> and <c>failed</c>.</summary>
    public static DeliveryQuery Read(HttpRequest request)
    {
        var query = new QueryParameters(request);
        long? limit = query.Has(PageQuery.Limit) ? query.WholeNumber(PageQuery.Limit) : PageQuery.DefaultLimit;
        if (limit is null or < 1 or > WebhookDelivery.MostKept) return Refuse(PageQuery.Limit, $"limit must be a whole number from 1 to {WebhookDelivery.MostKept}, sent once.");

        var before = query.Has(BeforeName) ? query.WholeNumber(BeforeName) : null;
        if (query.Has(BeforeName) && before is null) return Refuse(BeforeName, "before must be the id of a delivery, sent once: take it from the last one of the page before.");

        var failed = query.IsSingle(FailedName) ? query.Single(FailedName) : null;
        return query.Has(FailedName) && failed is not ("true" or "false")
            ? Refuse(FailedName, "failed must be true or false, sent once.")
            : new(before, (int)limit, failed == "true", null);
    }

    /// <summary>The relative address of the next page.</summary>
    public string Next(string path, long last) => $"{path}?{BeforeName}={last}&{PageQuery.Limit}={Limit}{(FailedOnly ? $"&{FailedName}=true" : "")}";

    private static DeliveryQuery Refuse(string parameter, string sentence) => new(null, 0, false, Problems.Problem(ProblemCode.InvalidPage, parameter, sentence));
}
