using System.Text.Json.Nodes;
using Kundbok.Server.Access;
using Kundbok.Server.Lookup;
using Kundbok.Storage;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>The shapes of users, tokens and accounts with look-up sources.</summary>
internal static class AdministrationSchemas
{
    public const string User = "User";
    public const string NewUser = "NewUser";
    public const string UserChange = "UserChange";
    public const string RemovedUser = "RemovedUser";
    public const string Token = "IssuedToken";
    public const string TokenWithText = "NewIssuedToken";
    public const string NewToken = "NewToken";
    public const string RevokedToken = "RevokedToken";
    public const string Account = "LookupAccount";
    public const string AccountInput = "LookupAccountInput";
    public const string RemovedAccount = "RemovedLookupAccount";
    public const string TestInput = "LookupTestInput";
    public const string Test = "LookupTest";

    /// <summary>The shapes that have a name.</summary>
    public static IReadOnlyDictionary<string, IOpenApiSchema> All { get; } = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
    {
        [User] = Schemas.Object("Somebody who signs in for the merchant.", [("username", UserName()), ("name", Name()), ("email", Email()), ("role", Role())]),
        [NewUser] = Required(
            Schemas.Object("A new user.", [("username", UserName()), ("name", Name()), ("email", Email()), ("role", Role()), ("password", Password())], required: false), "username", "password"),
        [UserChange] = Schemas.Object("The properties to change.", [("name", Name()), ("email", Email()), ("role", Role()), ("password", Password())], required: false),
        [RemovedUser] = Schemas.Object("What removing a user did.", [("result", Schemas.Removed()), ("username", UserName())]),
        [Token] = Schemas.Object("A token; not the token itself.", TokenProperties()),
        [TokenWithText] = Schemas.Object("A token with its text, which is shown here and never again.", [.. TokenProperties(), ("token", Schemas.Text("The token itself.", Examples.Token))]),
        [NewToken] = Required(Schemas.Object("A token to make.", [("name", TokenName()), ("scopes", ScopeList()), ("days", Days())], required: false), "scopes"),
        [RevokedToken] = Schemas.Object("What revoking a token did.", [("result", Const("Revoked")), ("id", Schemas.Text("The token's id.", AdministrationExamples.TokenId))]),
        [Account] = Schemas.Object("A merchant's account with a source that knows who a number belongs to, without its secret.",
        [
            ("source", Source()),
            ("id", Nullable(AccountId("The merchant's id there; null when the account cannot be opened any more and has to be set again."))),
            ("persons", Flag("Whether persons' numbers are sent there, and not only those of organisations.")),
            ("test", Flag("Whether the source is asked in test mode.")),
        ]),
        [AccountInput] = Required(Schemas.Object("An account.",
        [
            ("id", AccountId("The merchant's id at the source.")),
            ("secret", Secret()),
            ("persons", Flag("Whether persons' numbers are sent there. Left out: no.")),
            ("test", Flag("Whether the source is asked in test mode. Left out: no.")),
        ], required: false), "id"),
        [RemovedAccount] = Schemas.Object("What removing an account did.", [("result", Schemas.Removed()), ("source", Source())]),
        [TestInput] = Schemas.Object("A number to ask for.", [(LookupEndpoints.Number, Schemas.Text("An organisation's number.", Examples.CompanyNumber))]),
        [Test] = Schemas.Object("What a source said; not who it is.",
        [
            ("source", Source()),
            ("outcome", OneOf("What it said.", "found", "not_found", "invalid", "unavailable", "not_asked")),
            ("reason", Schemas.Text("Why, in a few words; may be empty.")),
            ("milliseconds", Schemas.Natural("How long it took.", 87)),
        ]),
    };

    private static (string Name, OpenApiSchema Schema)[] TokenProperties() =>
    [
        ("id", Schemas.Text("Its id.", AdministrationExamples.TokenId)),
        ("name", TokenName()),
        ("username", Nullable(Schemas.Text("The user who signed in; null for a program's."))),
        ("scopes", ScopeList()),
        ("issued", Schemas.Instant("When it was made.")),
        ("expires", Schemas.Instant("When it goes out of date.")),
        ("revoked", Nullable(Schemas.Instant("When it was revoked; null when it was not."))),
    ];

    private static OpenApiSchema UserName() => Bounded(Schemas.Text("What the user signs in with; unique over all merchants.", "nils"), Storage.User.LongestUserName);

    private static OpenApiSchema Name() => Bounded(Schemas.Text("For people; may be empty.", "Nils Exempel"), UserInput.MostCharacters);

    private static OpenApiSchema Email() => Bounded(Schemas.Text("May be empty.", "nils@example.com"), UserInput.MostCharacters);

    private static OpenApiSchema Role() => OneOf("What the user may do: an admin everything, a member not manage users, tokens and settings nor erase customers.", UserInput.Admin, UserInput.Member);

    private static OpenApiSchema Password()
    {
        var password = Bounded(Schemas.Text("The password. A new one revokes the user's tokens."), UserInput.LongestPassword);
        password.MinLength = Passwords.ShortestPassword;
        password.WriteOnly = true;
        return password;
    }

    private static OpenApiSchema TokenName() => Bounded(Schemas.Text("What it is called in the history of customers; may be empty.", "The shop"), IssuedToken.LongestName);

    private static OpenApiSchema ScopeList()
    {
        var list = Schemas.ListOf(OneOf("", [.. Scopes.All]));
        list.Description = "What it allows, at least one.";
        return list;
    }

    private static OpenApiSchema Days()
    {
        var days = Schemas.Natural("For how many days it is good.", 90);
        (days.Minimum, days.Maximum, days.Default) = ("1", $"{OwnTokens.LongestLifetime.Days}", TokenEndpoints.DefaultDays);
        return days;
    }

    private static OpenApiSchema Source() => OneOf("The source.", QvicklyAccounts.Source);

    private static OpenApiSchema AccountId(string description) => Bounded(Schemas.Text(description, "12345"), LookupAccountEndpoints.MostIdCharacters);

    private static OpenApiSchema Secret()
    {
        var secret = Bounded(Schemas.Text("The account's secret, which no answer has. Left out, the one that is there stays."), LookupAccountEndpoints.MostSecretCharacters);
        secret.WriteOnly = true;
        return secret;
    }

    private static OpenApiSchema Flag(string description) => new() { Type = JsonSchemaType.Boolean, Description = description };

    private static OpenApiSchema Const(string value) => new() { Type = JsonSchemaType.String, Const = value, Description = $"Always {value}." };

    private static OpenApiSchema OneOf(string description, params string[] values)
    {
        var schema = Schemas.Text(description);
        schema.Enum = [.. values.Select(value => (JsonNode)value)];
        return schema;
    }

    private static OpenApiSchema Bounded(OpenApiSchema schema, int most)
    {
        schema.MaxLength = most;
        return schema;
    }

    private static OpenApiSchema Nullable(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }

    private static OpenApiSchema Required(OpenApiSchema schema, params string[] names)
    {
        schema.Required = names.ToHashSet(StringComparer.Ordinal);
        return schema;
    }
}
