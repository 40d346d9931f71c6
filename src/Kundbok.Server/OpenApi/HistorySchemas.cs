using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Changes;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>The shapes of histories, and of what takes a change back.</summary>
internal static class HistorySchemas
{
    public const string History = "History";
    public const string Version = "Version";
    public const string FieldChange = "FieldChange";
    public const string Revert = "Revert";
    public const string RestoredMany = "RestoredMany";

    public static IEnumerable<KeyValuePair<string, IOpenApiSchema>> All =>
    [
        new(History, Schemas.Object("Versions of a customer.", [("versions", Versions())])),
        new(Version, VersionSchema()),
        new(FieldChange, Schemas.Object("What a change did to a field.", [("from", From()), ("to", Schemas.Text("What it is; the empty string when it is not set.", "ekonomi@example.com"))])),
        new(Revert, Schemas.Object("What to go back to.", [(RevertBody.VersionName, Sequence("The version whose fields the customer is given.", 1))])),
        new(RestoredMany, Schemas.Object("What undoing did.", [("result", Restored()), ("count", Schemas.Natural("How many customers are back.", 2))])),
    ];

    /// <summary>Who made a change.</summary>
    public static OpenApiSchema ActorSchema() => Schemas.Object("Who made a change.",
    [
        ("kind", Choice("A user who signed in, a program's token, or the register's own program.", "user", "token", "program")),
        ("name", Schemas.Text("The user's name; the token's name, or its id when it has none; the command's name.", "maja")),
    ]);

    /// <summary>What a change was.</summary>
    public static OpenApiSchema KindSchema() => Choice("What the change was; existing says that the customer was there before changes were kept.", [.. ChangeKinds.All]);

    private static OpenApiSchema VersionSchema() => Schemas.Object("One version of a customer.",
    [
        ("version", Sequence("Counts the changes of all customers of the merchant. It is what ETag says, in quotation marks.", 17)),
        ("kind", KindSchema()),
        ("time", Time()),
        ("actor", ActorSchema()),
        ("operation", Sequence("The version of the first change that was made together with this one: the same for every customer of a bulk delete.", 17)),
        ("changed", Changed()),
    ]);

    private static OpenApiSchema Versions()
    {
        var versions = Schemas.ListOf(Schemas.Of(Version));
        versions.Description = "The newest first.";
        versions.MaxItems = HistoryQuery.MostLimit;
        return versions;
    }

    private static OpenApiSchema Changed() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "The name of each field that is other than in the version before, in field order, to what it was and is. Empty when the customer is gone.",
        AdditionalProperties = Schemas.Of(FieldChange),
    };

    private static OpenApiSchema From()
    {
        var from = Schemas.Text("What it was; the empty string when it was not set, null when the version before is not kept.", "faktura@example.com");
        from.Type = JsonSchemaType.String | JsonSchemaType.Null;
        return from;
    }

    private static OpenApiSchema Time()
    {
        var time = Schemas.Text("When: UTC, ISO 8601, milliseconds, Z.", "2026-01-15T09:30:00.000Z");
        time.Format = "date-time";
        return time;
    }

    private static OpenApiSchema Restored() => new() { Type = JsonSchemaType.String, Const = "Restored", Description = "Always Restored." };

    private static OpenApiSchema Sequence(string description, long example)
    {
        var sequence = Schemas.Id(description, example);
        sequence.Minimum = "1";
        return sequence;
    }

    private static OpenApiSchema Choice(string description, params string[] values)
    {
        var choice = Schemas.Text(description);
        choice.Enum = [.. values.Select(value => (JsonNode)value)];
        return choice;
    }
}
