using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Changes;
using Kundbok.Storage;
using static Kundbok.Server.OpenApi.OperationTable;
using static Kundbok.Server.OpenApi.ProblemExamples;

namespace Kundbok.Server.OpenApi;

/// <summary>What happened to a customer, and taking it back.</summary>
internal static class HistoryOperations
{
    private static readonly DateTimeOffset Time = new(2026, 1, 15, 9, 30, 0, TimeSpan.Zero);

    public static IReadOnlyList<OperationRow> Rows { get; } =
    [
        new("getCustomerHistory", "What happened to a customer", "Every version that is kept, the newest first, with who made it, when, and the fields that it changed from what to what; also of a customer that was removed. "
            + "Of one that was erased only that is told. Follow the `Link` header to older ones: a page ends early when the customer is very large.",
            new("Versions of the customer", Json, Schemas.Of(HistorySchemas.History), new Example("two", "A change of the company, and its creation", JsonNode.Parse(HistoryResult.Write(ExamplePage()).Span)))
            {
                Headers = [("Link", "`rel=\"next\"` (RFC 8288, relative) whenever there are older versions.")],
            })
        {
            Parameters = [OpenApi.Parameters.CustomerId(), .. OpenApi.Parameters.History()],
            Problems = [InvalidPage, CustomerNotFound],
        },
        new("restoreCustomer", "Bring a removed customer back", "Under its id, with the fields and the date that it had, as a new change.",
            new("The customer, back", Json, Schemas.Of(Schemas.Customer), new Example("company", "The company", Examples.Json(Examples.Company)))
            {
                Headers = [ChangeHeaders.ETag, ChangeHeaders.Replayed],
            })
        {
            Parameters = [OpenApi.Parameters.CustomerId(), ChangeHeaders.Key()],
            Problems = [CustomerNotFound, NumberTakenSince, NotRemoved, .. OfKey],
        },
        new("revertCustomer", "Give a customer the fields of an earlier version", "As a new change: what came between stays in the history. When the customer has those fields already, nothing is changed.",
            new("The customer after the change", Json, Schemas.Of(Schemas.Customer), new Example("company", "The company as it was at first", Examples.Json(Examples.Company)))
            {
                Headers = [ChangeHeaders.ETag, ChangeHeaders.Replayed],
            })
        {
            Parameters = [OpenApi.Parameters.CustomerId(), ChangeHeaders.IfMatch(), ChangeHeaders.Key()],
            Body = new("The version, from the history of the customer.", Schemas.Of(HistorySchemas.Revert), new Example("first", "Back to version 1", JsonNode.Parse("""{"version":1}"""))),
            Problems = [InvalidVersion, CustomerNotFound, VersionNotFound, NumberTakenSince, VersionMismatch, .. OfKey],
        },
        new("undoOperation", "Undo a removal as a whole", $"Brings back every customer that one delete removed, all or none, each under its id as it was. `{WriteProblems.ChangeHeader}` of the answer to the delete is its id. "
            + $"Customers that were erased since stay away, and are not counted. With `{ProblemCode.ChangedSince}` the property `changed` has the ids of those that are no longer as the delete left them.",
            new("How many are back", Json, Schemas.Of(HistorySchemas.RestoredMany), new Example("two", "Two customers restored", Node(new RestoredMany(2))))
            {
                Headers = [ChangeHeaders.Replayed],
            })
        {
            Parameters = [OpenApi.Parameters.Operation(), ChangeHeaders.Key()],
            Problems = [OperationNotFound, NumberTakenSince, ChangedSince, .. OfKey],
        },
    ];

    private static HistoryPage ExamplePage() => new(
        [
            new Change(17, 1000, ChangeKind.Updated, Time.AddDays(2), new Actor(ActorKind.User, "maja"), 17, CustomerJson.Write(Examples.Changed)),
            new Change(1, 1000, ChangeKind.Created, Time, new Actor(ActorKind.Token, "web shop"), 1, CustomerJson.Write(Examples.Company)),
        ],
        Count: 2);
}
