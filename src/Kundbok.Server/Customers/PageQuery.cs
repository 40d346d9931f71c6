using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Customers;

/// <summary>The slice of a list that a query string asks for, or the problem with it.</summary>
/// <param name="Slice">The slice; null when there is a problem.</param>
/// <param name="Problem">Null when the slice was read.</param>
internal readonly record struct PageQuery(CustomerSlice? Slice, ProblemHttpResult? Problem)
{
    /// <summary>Customers of a page when none are asked for.</summary>
    public const int DefaultLimit = 100;

    /// <summary>The most customers of a page.</summary>
    public const int MostLimit = 10_000;

    public const string Limit = "limit";
    public const string Start = "start";
    public const string Sort = "sort";
    public const string After = "after";

    private static readonly (string Name, SortField Field)[] Sorts =
    [
        ("id", SortField.Id), ("name", SortField.Name), ("customerid", SortField.Number), ("date", SortField.Created),
    ];

    /// <summary>The names that <c>sort</c> takes.</summary>
    public static IEnumerable<string> SortNames => Sorts.Select(sort => sort.Name);

    /// <summary>Reads <c>limit</c>, <c>start</c>, <c>sort</c> and <c>after</c>.</summary>
    public static PageQuery Read(HttpRequest request, long merchant, PageCursor cursor)
    {
        var query = new QueryParameters(request);
        long? limit = query.Has(Limit) ? query.WholeNumber(Limit) : DefaultLimit;
        if (limit is null or < 1 or > MostLimit) return Refuse(Limit, $"limit must be a whole number from 1 to {MostLimit}, sent once.");

        long? start = query.Has(Start) ? query.WholeNumber(Start) : 0;
        if (start is null) return Refuse(Start, "start must be a whole number from 0, sent once.");

        if (ReadSort(query) is not { } sort)
            return Refuse(Sort, $"sort must be one of {string.Join(", ", SortNames)}, sent once; a - before it reverses the order.");
        if (!query.Has(After)) return new(new CustomerSlice(sort, null, start.Value, (int)limit), null);

        if (start > 0) return Refuse(After, "after says where the page begins, and start as well: leave start out.");
        return query.IsSingle(After) && cursor.Read(query.Single(After), merchant, sort) is { } position
            ? new(new CustomerSlice(sort, position, 0, (int)limit), null)
            : Refuse(After, "after is no cursor of this list and sort: take it from the Link header of the page before, or leave it out to begin at the start.");
    }

    /// <summary>How the sort is written in a query string.</summary>
    public static string NameOf(CustomerSort sort) =>
        (sort.Descending ? "-" : "") + Array.Find(Sorts, row => row.Field == sort.Field).Name;

    private static CustomerSort? ReadSort(QueryParameters query)
    {
        if (!query.Has(Sort)) return CustomerSort.Default;
        if (!query.IsSingle(Sort)) return null;

        var name = query.Single(Sort);
        var descending = name.StartsWith('-');
        var index = Array.FindIndex(Sorts, row => row.Name.AsSpan().SequenceEqual(name.AsSpan(descending ? 1 : 0)));
        return index < 0 ? null : new CustomerSort(Sorts[index].Field, descending);
    }

    private static PageQuery Refuse(string parameter, string sentence) => new(null, Problems.Problem(ProblemCode.InvalidPage, parameter, sentence));
}
