using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Organisations;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>The shapes of what differs from the directory of organisations.</summary>
internal static class DirectorySchemas
{
    public const string Drift = "Drift";

    public static IEnumerable<KeyValuePair<string, IOpenApiSchema>> All =>
    [
        new(Drift, Schemas.Object("A customer that is not as the directory has it.",
        [
            (CustomerFields.Id.Name, Schemas.Id(CustomerFields.Id.Description, 1000)),
            (CustomerFields.Number.Name, Schemas.Text(CustomerFields.Number.Description, "1001")),
            (CustomerFields.CompanyNumber.Name, Schemas.Text(CustomerFields.CompanyNumber.Description, Examples.CompanyNumber)),
            ("drift", What()),
            ("customer", Side("As the customer has it.")),
            ("directory", OrNull(Side("As the directory has it; null when it has no such number."))),
        ])),
    ];

    private static OpenApiSchema What()
    {
        var what = Schemas.Text();
        what.Enum = [.. DriftRow.All.Select(name => (JsonNode)name)];
        var list = Schemas.ListOf(what);
        list.Description = "What differs, at least one.";
        return list;
    }

    private static OpenApiSchema Side(string description) => Schemas.Object(description,
    [
        (CustomerFields.Name.Name, Schemas.Text("Name.", "Nordlys Cykel AB")),
        (CustomerFields.Address.Name, Schemas.Text("Street address.", "Storgatan 1")),
        (CustomerFields.PostalCode.Name, Schemas.Text("Postal code.", "114 18")),
        (CustomerFields.City.Name, Schemas.Text("City.", "Stockholm")),
        (CustomerFields.CountryCode.Name, Schemas.Text("Country, ISO 3166-1 alpha-2.", "se")),
    ]);

    private static OpenApiSchema OrNull(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object | JsonSchemaType.Null;
        return schema;
    }
}
