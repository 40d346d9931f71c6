using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Changes;
using static Kundbok.Server.OpenApi.OperationTable;
using static Kundbok.Server.OpenApi.ProblemExamples;

namespace Kundbok.Server.OpenApi;

/// <summary>What a person may ask for: everything that is held, and that it be erased.</summary>
internal static class ErasureOperations
{
    public static IReadOnlyList<OperationRow> Rows { get; } =
    [
        new("getCustomerDossier", "Everything that is held about a customer", "One JSON file, for a person who asks what is held: the customer, every version that is kept with who made it and when, the requests with a key whose answers are kept, "
            + "and attempts to deliver its changes to webhooks. Also of customers that were removed; of one that was erased it has only that. It is not ended when something fails midway: its connection is aborted.",
            new("The file", Json, Schemas.Of(ErasureSchemas.Dossier), new Example("company", "A company with one version", Example()))
            {
                Headers = [("Content-Disposition", "A file name with the id and the day: `attachment; filename=\"customer-1000-2026-01-15.json\"`.")],
            })
        {
            Parameters = [OpenApi.Parameters.CustomerId()],
            Problems = [CustomerNotFound],
        },
        new("eraseCustomer", "Erase a customer for good", "Removes the customer, there or removed, and everything that is kept of it: versions, what is searched, answers kept for keys, and what webhooks have not been told yet. "
            + "One row remains, which says only that, when and by whom: it is the answer, also when the customer was erased before. It cannot be taken back.",
            new("The receipt", Json, Schemas.Of(ErasureSchemas.Erased), new Example("one", "Customer 1000 erased", Node(Receipt())))
            {
                Headers = [ChangeHeaders.Replayed],
            })
        {
            Parameters = [OpenApi.Parameters.CustomerId(), ChangeHeaders.Key()],
            Problems = [CustomerNotFound, .. OfKey],
        },
    ];

    private static ErasedOne Receipt() => new(1000, 42, "2026-01-15T09:30:00.000Z", new ChangeActor("user", "maja"));

    private static JsonObject Example() => new()
    {
        ["made"] = "2026-01-15T09:30:00.000Z",
        ["notIncluded"] = DossierResult.NotIncluded,
        ["customer"] = Examples.Json(Examples.Company),
        ["versions"] = new JsonArray(new JsonObject
        {
            ["version"] = 17,
            ["kind"] = ChangeKinds.NameOf(ChangeKind.Created),
            ["time"] = "2026-01-15T09:30:00.000Z",
            ["actor"] = new JsonObject { ["kind"] = "user", ["name"] = "maja" },
            ["operation"] = 17,
            ["document"] = Examples.Json(Examples.Company),
        }),
        ["keptAnswers"] = new JsonArray(new JsonObject { ["time"] = "2026-01-15T09:30:00.000Z", ["version"] = 17 }),
        ["deliveries"] = new JsonArray(new JsonObject
        {
            ["webhook"] = "wh_01h2xcejqtf2nbrexx3vqjhp41",
            ["version"] = 17,
            ["time"] = "2026-01-15T09:30:00.000Z",
            ["status"] = 204,
            ["reason"] = "delivered",
        }),
    };
}
