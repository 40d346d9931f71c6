using System.Globalization;
using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Customers;
using Kundbok.Storage;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>The shapes on the wire. Those of a customer are made from <see cref="CustomerFields"/>.</summary>
internal static class Schemas
{
    public const string Customer = "Customer";
    public const string CustomerInput = "CustomerInput";
    public const string Count = "Count";
    public const string Summary = "CustomerSummary";
    public const string RemovedMany = "RemovedMany";
    public const string RemovedOne = "RemovedOne";
    public const string Party = "Party";
    public const string Login = "Login";
    public const string Token = "Token";
    public const string Me = "Me";
    public const string Session = "Session";
    public const string Problem = "Problem";

    private const string Int64 = "int64";

    // What a text field takes in a request: each is stored as text.
    private const JsonSchemaType AnyScalar = JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.Null;

    /// <summary>The shapes that have a name.</summary>
    public static IDictionary<string, IOpenApiSchema> All { get; } = new Dictionary<string, IOpenApiSchema>([.. Named(), .. HistorySchemas.All, .. ChangeSchemas.All, .. ErasureSchemas.All, .. DirectorySchemas.All, .. WebhookSchemas.All, .. AdministrationSchemas.All], StringComparer.Ordinal);

    public static IOpenApiSchema Of(string name) => new OpenApiSchemaReference(name);

    public static OpenApiSchema ListOf(IOpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    /// <summary>The ids that a bulk delete or an export is about.</summary>
    public static OpenApiSchema Ids() => new()
    {
        Type = JsonSchemaType.Array,
        Items = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = Int64 },
        MaxItems = IdList.MostIds,
        Examples = [new JsonArray(10000, 10001)],
    };

    public static OpenApiSchema Id(string? description = null, long? example = null) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = Int64,
        Description = description,
        Examples = example is null ? null : [example.Value],
    };

    public static OpenApiSchema Text(string? description = null, params string[] examples) => new()
    {
        Type = JsonSchemaType.String,
        Description = description,
        Examples = examples.Length == 0 ? null : [.. examples.Select(example => (JsonNode)example)],
    };

    private static Dictionary<string, IOpenApiSchema> Named() => new(StringComparer.Ordinal)
    {
        [Customer] = Object(
            $"All {CustomerFields.All.Count} fields, always present, in this order; an unset text is the empty string.",
            CustomerFields.All.Select(field => (field.Name, Stored(field)))),
        [CustomerInput] = Object(
            "Any subset of the fields. A number or a boolean is stored as its JSON text, null as the empty string. Read-only fields may be sent, with any value, and are ignored.",
            CustomerFields.All.Select(field => (field.Name, Sent(field))),
            required: false),
        [Count] = Object("How many customers match.", [("count", Natural("How many customers match.", 7))]),
        [Summary] = SummarySchema(),
        [RemovedMany] = Object("What a bulk delete did.", [("result", Removed()), ("count", Natural("How many customers were really removed.", 2))]),
        [RemovedOne] = Object("What a delete did.", [("result", Removed()), (CustomerFields.Id.Name, Id("The id of the customer that was removed.", 1000))]),
        [Party] = PartySchema(),
        [Login] = Object("What signing in takes.", [("username", Text("The user name.", "maja")), ("password", Text("The password.", "Vinterkväll-i-Umeå"))]),
        [Token] = Object("What signing in gives.", [("token", Text("A token of all scopes, or of a member's, good for 12 hours.", Examples.Token))]),
        [Me] = MeSchema(),
        [Session] = SessionSchema(),
        [Problem] = ProblemSchema(),
    };

    private static OpenApiSchema Stored(CustomerField field)
    {
        var schema = field.Type switch
        {
            FieldType.Id => Id(field.Description, long.Parse(field.Example, CultureInfo.InvariantCulture)),
            _ => Text(field.Description, field.Example),
        };
        schema.Format ??= field.Type == FieldType.Instant ? "date-time" : null;
        schema.MaxLength = field.MaxLength == 0 ? null : field.MaxLength;
        schema.ReadOnly = field.ReadOnly;
        return schema;
    }

    private static OpenApiSchema Sent(CustomerField field)
    {
        if (field.ReadOnly) return new OpenApiSchema { Description = field.Description, ReadOnly = true };

        var schema = Stored(field);
        schema.Type = AnyScalar;
        return schema;
    }

    private static OpenApiSchema PartySchema()
    {
        var zip = Text("A number when the postal code is all digits and has no leading zero (12341); otherwise the code as text, so that nothing is lost (\"0184\", \"SW1A 1AA\", \"\").");
        zip.Type = JsonSchemaType.Integer | JsonSchemaType.String;
        zip.Examples = [12341];
        return Object("All nine fields, always present; an unknown one is the empty string. A person has the first two, a company the third.",
        [
            ("firstname", Text("Given names of a person.", "Kalle")),
            ("lastname", Text("Family name of a person.", "Svensson")),
            ("company", Text("Name of a company.", "Test AB")),
            ("street", Text("Street address.", "Teststreet")),
            ("zip", zip),
            ("city", Text("City.", "Testcity")),
            ("country", Text("ISO 3166-1 alpha-2, upper case.", "SE")),
            ("phone", Text("Telephone.", "46701234678")),
            ("email", Text("E-mail.", "billing@testcompany.com")),
        ]);
    }

    private static OpenApiSchema MeSchema() => Object("Who a token is for.",
    [
        ("Merchant", Object("The merchant.",
        [
            ("id", Id("The merchant's id.", 1)),
            ("name", Text("The merchant's name.", "Nordlys Cykel AB")),
            ("mm3servicesid", Id("The id as customers carry it; the same.", 1)),
        ])),
        ("User", Object("The user; every text is empty for a token without one.",
        [
            ("name", Text("The user's name.", "Maja Exempel")),
            ("username", Text("The user name.", "maja")),
            ("email", Text("The user's e-mail address.", "maja@example.com")),
        ])),
        ("iat", Id("When the token was made, in seconds since 1970.", 1768469400)),
    ]);

    private static OpenApiSchema SessionSchema()
    {
        var scopes = ListOf(Text());
        scopes.Description = "What is allowed.";
        return Object("Who is signed in.",
        [
            ("user", Object("The user; every text is empty for a token without one.",
            [
                ("name", Text("The user's name.", "Maja Exempel")),
                ("username", Text("The user name.", "maja")),
                ("email", Text("The user's e-mail address.", "maja@example.com")),
                ("admin", new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Whether the user may manage users, tokens and settings." }),
            ])),
            ("merchant", Object("The merchant.", [("id", Id("The merchant's id.", 1)), ("name", Text("The merchant's name.", "Nordlys Cykel AB"))])),
            ("scopes", scopes),
            ("expires", Instant("When it ends.")),
        ]);
    }

    private static OpenApiSchema SummarySchema()
    {
        var countries = ListOf(Object("A country.", [("code", Text("The code, trimmed and in lower case.", "se")), ("count", Natural("How many customers.", 2))]));
        countries.Description = $"The {CustomerSpread.MostCountries} with the most customers, the most first.";
        var months = ListOf(Object("A month.", [("month", Text("The month in UTC.", "2026-01")), ("count", Natural("How many customers were created in it.", 2))]));
        months.Description = "The last 24, the current one last.";
        return Object("Figures of the customers.",
        [
            ("total", Natural("All customers, now.", 7)),
            ("byKind", Object("Of each kind, now.", [("private", Natural("Private persons.", 3)), ("company", Natural("Companies.", 3)), ("unknown", Natural("No known kind.", 1))])),
            ("eInvoices", Natural("Those that take e-invoices, now.", 2)),
            ("reverseTax", Natural("Those that account for VAT themselves, now.", 1)),
            ("byCountry", Object("By `countrycode`, as of `asOf`.", [("most", countries), ("others", Natural("With any other code.", 0)), ("none", Natural("Without a code.", 1))])),
            ("created", Object("By month of creation, as of `asOf`.", [("before", Natural("Before these months.", 0)), ("months", months)])),
            ("asOf", Instant("When countries and months were counted.")),
        ]);
    }

    private static OpenApiSchema ProblemSchema()
    {
        var code = Text("Stable, for programs.");
        code.Enum = [.. ProblemCode.All.Select(problem => (JsonNode)problem.Code)];
        var missing = ListOf(Id());
        missing.Description = $"With {ProblemCode.CustomerNotFound} of an export: the ids that are not there.";
        var problem = Object("An error, as RFC 9457 has it.",
        [
            ("type", Text("Names the kind of problem; a URN, nothing to fetch.", $"urn:kundbok:problem:{ProblemCode.CustomerNotFound}")),
            ("title", Text("A short sentence, the same for every problem of the code.", ProblemCode.CustomerNotFound.Title)),
            ("status", new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status.", Examples = [ProblemCode.CustomerNotFound.Status] }),
            ("detail", Text("What is wrong here, and what to do.")),
            ("code", code),
            ("existing", Id($"With {ProblemCode.CustomerIdTaken}: the customer that has the number.")),
            ("missing", missing),
            ("errors", new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Field or parameter name to sentences about it; body for what is about no single field.",
                AdditionalProperties = ListOf(Text()),
            }),
        ]);
        problem.Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "code" };
        problem.AdditionalPropertiesAllowed = true;
        return problem;
    }

    public static OpenApiSchema Removed() => new() { Type = JsonSchemaType.String, Const = "Removed", Description = "Always Removed." };

    public static OpenApiSchema Instant(string description)
    {
        var instant = Text(description, "2026-01-15T09:30:00.000Z");
        instant.Format = "date-time";
        return instant;
    }

    public static OpenApiSchema Natural(string description, int example) =>
        new() { Type = JsonSchemaType.Integer, Minimum = "0", Description = description, Examples = [example] };

    public static OpenApiSchema Object(string description, IEnumerable<(string Name, OpenApiSchema Schema)> properties, bool required = true)
    {
        var named = properties.ToDictionary(property => property.Name, property => (IOpenApiSchema)property.Schema, StringComparer.Ordinal);
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = description,
            Required = required ? named.Keys.ToHashSet(StringComparer.Ordinal) : null,
            Properties = named,
            AdditionalPropertiesAllowed = false,
        };
    }
}
