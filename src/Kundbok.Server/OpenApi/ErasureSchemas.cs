using Kundbok.Contracts;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>The shapes of dossiers, and of the receipts of erasures.</summary>
internal static class ErasureSchemas
{
    public const string Dossier = "Dossier";
    public const string Erased = "Erased";

    public static IEnumerable<KeyValuePair<string, IOpenApiSchema>> All =>
    [
        new(Erased, Schemas.Object("The receipt of an erasure: all that is kept of the customer.",
        [
            ("result", new OpenApiSchema { Type = JsonSchemaType.String, Const = "Erased", Description = "Always Erased." }),
            (CustomerFields.Id.Name, Schemas.Id("The id of the customer that was erased.", 1000)),
            ("change", Schemas.Id("The sequence of the erasure among the merchant's changes.", 42)),
            ("time", Time("When.")),
            ("actor", HistorySchemas.ActorSchema()),
        ])),
        new(Dossier, DossierSchema()),
    ];

    private static OpenApiSchema DossierSchema()
    {
        var dossier = Schemas.Object("Everything that is held about one customer.",
        [
            ("made", Time("When the file was made.")),
            ("notIncluded", Schemas.Text("What may be held elsewhere.")),
            ("customer", CustomerOrNull("The customer as it is; null when it is gone.")),
            ("versions", List("Every version that is kept, the newest first.",
            [
                ("version", Schemas.Id("The version.", 17)),
                ("kind", HistorySchemas.KindSchema()),
                ("time", Time("When it was made.")),
                ("actor", HistorySchemas.ActorSchema()),
                ("operation", Schemas.Id("The version of the first change that was made together with this one.", 17)),
                ("document", CustomerOrNull("The customer after it; null when it was gone.")),
            ])),
            ("keptAnswers", List("Requests with an Idempotency-Key whose answer is kept, by hashes of both.",
            [
                ("time", Time("When the request was answered.")),
                ("version", Schemas.Id("The version that the answer gave.", 17)),
            ])),
            ("deliveries", List("Attempts to send versions to webhooks, as far as they are kept.",
            [
                ("webhook", Schemas.Text("The webhook's id.", "wh_01h2xcejqtf2nbrexx3vqjhp41")),
                ("version", Schemas.Id("The version that was sent.", 17)),
                ("time", Time("When the attempt began.")),
                ("status", new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null, Description = "The status of the answer; null when there was none." }),
                ("reason", Schemas.Text("How it ended.", "delivered")),
            ])),
        ]);
        dossier.AdditionalPropertiesAllowed = true;
        return dossier;
    }

    private static OpenApiSchema List(string description, IEnumerable<(string Name, OpenApiSchema Schema)> properties)
    {
        var list = Schemas.ListOf(Schemas.Object("One of them.", properties));
        list.Description = description;
        return list;
    }

    private static OpenApiSchema CustomerOrNull(string description) => new()
    {
        Description = description,
        AnyOf = [Schemas.Of(Schemas.Customer), new OpenApiSchema { Type = JsonSchemaType.Null }],
    };

    private static OpenApiSchema Time(string description)
    {
        var time = Schemas.Text(description, "2026-01-15T09:30:00.000Z");
        time.Format = "date-time";
        return time;
    }
}
