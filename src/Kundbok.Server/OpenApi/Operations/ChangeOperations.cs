using System.Buffers;
using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Changes;
using Kundbok.Server.Customers;
using Kundbok.Storage;
using static Kundbok.Server.OpenApi.OperationTable;
using static Kundbok.Server.OpenApi.ProblemExamples;

namespace Kundbok.Server.OpenApi;

/// <summary>Following the changes.</summary>
internal static class ChangeOperations
{
    public static IReadOnlyList<OperationRow> Rows { get; } =
    [
        new("listChanges", "Follow the changes of a merchant's customers",
            "The changes behind a cursor, in the order in which they were committed, each exactly once, removals included. First use: ask without `after` for a cursor, then list or export the customers, then follow from the cursor; every change holds the whole customer, so applying them in order to what was read gives the register. Ask with `next` until `changes` is empty, then with `wait`.",
            new("Changes, and the cursor behind them", Json, Schemas.Of(ChangeSchemas.Changes),
                new Example("two", "A customer was changed, another removed", TwoChanges()),
                new Example("none", "Nothing more has happened", Page(Examples.ChangeCursor)))
            {
                Headers = [("Link", "`rel=\"next\"` (RFC 8288, relative) when more changes are there already.")],
            })
        {
            Parameters =
            [
                OpenApi.Parameters.Query(FeedQuery.After, "The cursor behind which to begin: `next` of the answer before, good for this merchant. Without it the answer has no changes, and a cursor of now.", Schemas.Text(), $"{FeedQuery.After}={Examples.ChangeCursor}"),
                OpenApi.Parameters.Query(FeedQuery.NewestName, "Instead of `after`: the changes in the last so many places, the newest last, and a cursor of now. Fewer come when some went with customers that were erased. `limit` and `wait` then mean nothing.", OpenApi.Parameters.Whole(null, 1, FeedQuery.MostNewest), $"{FeedQuery.NewestName}=15"),
                OpenApi.Parameters.Query(PageQuery.Limit, "The most changes. Fewer come when the customers in them are over a mebibyte: only an empty `changes` means that there are no more.", OpenApi.Parameters.Whole(PageQuery.DefaultLimit, 1, PageQuery.MostLimit), $"{PageQuery.Limit}=1000"),
                OpenApi.Parameters.Query(FeedQuery.Wait, $"When there is no change, the seconds to wait for one; then `changes` is empty and `next` is as sent. At most {WaitingRequests.MostOfMerchant} requests of a merchant wait at once.", OpenApi.Parameters.Whole(0, 0, FeedQuery.MostWait), $"{FeedQuery.Wait}=30"),
            ],
            Problems = [InvalidPage, CursorExpired],
        },
    ];

    private static JsonNode TwoChanges()
    {
        var at = Examples.Changed.Created.AddHours(1);
        return Page(
            "1f4c09ab-1-18",
            new Change(17, Examples.Changed.Id, ChangeKind.Updated, at, new Actor(ActorKind.User, "maja"), 17, CustomerJson.Write(Examples.Changed)),
            new Change(18, Examples.Person.Id, ChangeKind.Removed, at, new Actor(ActorKind.Token, "accounting"), 18, Document: null));
    }

    private static JsonObject Page(string next, params Change[] changes) => new()
    {
        ["changes"] = new JsonArray([.. changes.Select(Node)]),
        ["next"] = next,
    };

    private static JsonNode? Node(Change change)
    {
        var json = new ArrayBufferWriter<byte>();
        ChangeJson.Write(change, json);
        return JsonNode.Parse(json.WrittenSpan);
    }
}
