using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>The shapes of changes.</summary>
internal static class ChangeSchemas
{
    public const string Change = "Change";
    public const string Changes = "Changes";

    /// <summary>The shapes that have a name.</summary>
    public static IReadOnlyDictionary<string, IOpenApiSchema> All { get; } = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
    {
        [Change] = ChangeSchema(),
        [Changes] = ChangesSchema(),
    };

    private static OpenApiSchema ChangeSchema()
    {
        var kind = Schemas.Text("What happened to the customer; `existing`: nothing, it was there before changes were kept.", "updated");
        kind.Enum = [.. ChangeKinds.All.Select(name => (JsonNode)name)];
        var time = Schemas.Text("When: UTC, ISO 8601, milliseconds, Z. By the clock of whoever made it: the order is that of `sequence`.", "2026-01-15T09:30:00.000Z");
        time.Format = "date-time";
        return Schemas.Object("What happened to one customer.",
        [
            ("sequence", Schemas.Id("Counts the merchant's changes in the order in which they were committed. It is the customer's version after the change.", 17)),
            ("id", Schemas.Id("The customer's id.", 1000)),
            ("kind", kind),
            ("time", time),
            ("actor", Actor()),
            ("operation", Schemas.Id("The `sequence` of the first change that was made together with this one: the same for every customer of a bulk delete.", 17)),
            ("customer", new OpenApiSchema
            {
                Description = "The whole customer after the change; null when it is gone.",
                AnyOf = [Schemas.Of(Schemas.Customer), new OpenApiSchema { Type = JsonSchemaType.Null }],
            }),
        ]);
    }

    private static OpenApiSchema Actor()
    {
        var kind = Schemas.Text("Somebody who signed in, a program with a token, or a command of the register's own.", "user");
        kind.Enum = ["user", "token", "program"];
        return Schemas.Object("Who made the change.", [("kind", kind), ("name", Schemas.Text("The user's name, the token's (its id when it has none), or the command's.", "maja"))]);
    }

    private static OpenApiSchema ChangesSchema() => Schemas.Object("Some of the merchant's changes.",
    [
        ("changes", new OpenApiSchema { Type = JsonSchemaType.Array, Items = Schemas.Of(Change), Description = "In order, nothing skipped. Empty when there are no more yet." }),
        ("next", Schemas.Text("The cursor from which to go on; keep it when what came before has been dealt with.", Examples.ChangeCursor)),
    ]);
}
