using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Lookup;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using static Kundbok.Server.OpenApi.OperationTable;

namespace Kundbok.Server.OpenApi;

/// <summary>Users, tokens and accounts with look-up sources.</summary>
internal static class AdministrationOperations
{
    private static readonly ProblemExample InvalidUser = Of(ProblemCode.InvalidUser, AdministrationProblems.InvalidUser(Errors(UserInput.RoleName, "The value must be admin or member.")));
    private static readonly ProblemExample UserNotFound = Of(ProblemCode.UserNotFound, AdministrationProblems.UserNotFound());
    private static readonly ProblemExample UserNameTaken = Of(ProblemCode.UserNameTaken, AdministrationProblems.UserNameTaken());
    private static readonly ProblemExample LastAdmin = Of(ProblemCode.LastAdmin, AdministrationProblems.LastAdmin());
    private static readonly ProblemExample OwnUser = Of(ProblemCode.OwnUser, AdministrationProblems.OwnUser());
    private static readonly ProblemExample InvalidToken = Of(ProblemCode.InvalidNewToken, AdministrationProblems.InvalidToken(Errors(TokenEndpoints.ScopesName, "Say what the token allows.")));
    private static readonly ProblemExample TokenNotFound = Of(ProblemCode.TokenNotFound, AdministrationProblems.TokenNotFound());
    private static readonly ProblemExample InvalidAccount = Of(ProblemCode.InvalidAccount, AdministrationProblems.InvalidAccount(Errors(LookupAccountEndpoints.PersonsName, "The value must be true or false.")));
    private static readonly ProblemExample AccountNotFound = Of(ProblemCode.AccountNotFound, AdministrationProblems.AccountNotFound());

    public static IReadOnlyList<OperationRow> Rows { get; } =
    [
        new("listUsers", "List the users of a merchant", "All of them, by user name.",
            new("The users", Json, Schemas.ListOf(Schemas.Of(AdministrationSchemas.User)),
                new Example("two", "An admin and a member", Node<IReadOnlyList<UserAnswer>>([AdministrationExamples.Maja, AdministrationExamples.Nils])))),
        new("createUser", "Add a user", "Somebody who signs in for the merchant: a member, unless `role` says otherwise. User names are unique over all merchants.",
            new("The user", Json, Schemas.Of(AdministrationSchemas.User), new Example("member", "A member", Node(AdministrationExamples.Nils)))
            {
                Headers = [("Location", "The path of the new user.")],
            })
        {
            Body = new("The user.", Schemas.Of(AdministrationSchemas.NewUser), new Example("member", "A member",
                Body((UserInput.UserNameName, "nils"), (UserInput.NameName, "Nils Exempel"), (UserInput.EmailName, "nils@example.com"), (UserInput.PasswordName, "Sommarnatt-i-Luleå")))),
            Problems = [InvalidUser, UserNameTaken],
        },
        new("updateUser", "Change a user", "Changes what is sent and nothing else. A new password revokes the user's tokens and ends a lock-out; an admin who becomes a member loses its tokens too. One admin has to stay.",
            new("The user after the change", Json, Schemas.Of(AdministrationSchemas.User), new Example("member", "A member", Node(AdministrationExamples.Nils))))
        {
            Parameters = [UserName()],
            Body = new("The properties to change.", Schemas.Of(AdministrationSchemas.UserChange), new Example("role", "From now on an admin", Body((UserInput.RoleName, UserInput.Admin)))),
            Problems = [InvalidUser, UserNotFound, LastAdmin],
        },
        new("deleteUser", "Remove a user", "Revokes the user's tokens. Nobody can remove themselves, nor the last admin.",
            new("The removed user", Json, Schemas.Of(AdministrationSchemas.RemovedUser), new Example("one", "Removed", Node(new RemovedUser("nils")))))
        {
            Parameters = [UserName()],
            Problems = [UserNotFound, LastAdmin, OwnUser],
        },
        new("listTokens", "List the tokens of a merchant", "Those that are not out of date, revoked ones included, the newest first; sessions of users too. Not the tokens themselves.",
            new("The tokens", Json, Schemas.ListOf(Schemas.Of(AdministrationSchemas.Token)), new Example("one", "A program's token", Node<IReadOnlyList<TokenAnswer>>([AdministrationExamples.Token])))),
        new("createToken", "Make a token", "For a program. The token is in this answer and in none after it.",
            new("The token", Json, Schemas.Of(AdministrationSchemas.TokenWithText), new Example("new", "The token, cut short here", Node(AdministrationExamples.Token with { Token = Examples.Token })))
            {
                Headers = [("Location", "The path of the new token.")],
            })
        {
            Body = new("What to make; only `scopes` must be there.", Schemas.Of(AdministrationSchemas.NewToken), new Example("shop", "A token for the shop",
                Body((TokenEndpoints.NameName, "The shop"), (TokenEndpoints.ScopesName, new JsonArray(Scopes.CustomersRead, Scopes.CustomersWrite)), (TokenEndpoints.DaysName, 90)))),
            Problems = [InvalidToken],
        },
        new("revokeToken", "Revoke a token", "It is refused from now on, by other nodes within five seconds.",
            new("The revoked id", Json, Schemas.Of(AdministrationSchemas.RevokedToken), new Example("one", "Revoked", Node(new RevokedToken(AdministrationExamples.TokenId)))))
        {
            Parameters = [Path(TokenEndpoints.Id, "The token's id.", AdministrationExamples.TokenId)],
            Problems = [TokenNotFound],
        },
        new("listLookupAccounts", "List the accounts with look-up sources", "Without their secrets.",
            new("The accounts", Json, Schemas.ListOf(Schemas.Of(AdministrationSchemas.Account)), new Example("one", "An account at Qvickly", Node<IReadOnlyList<LookupAccountAnswer>>([AdministrationExamples.Account])))),
        new("setLookupAccount", "Set an account with a look-up source", "In the place of the one that is there. Qvickly may be asked only together with its payments.",
            new("The account", Json, Schemas.Of(AdministrationSchemas.Account), new Example("qvickly", "An account at Qvickly", Node(AdministrationExamples.Account))))
        {
            Parameters = [Source()],
            Body = new("The account.", Schemas.Of(AdministrationSchemas.AccountInput), new Example("qvickly", "An account at Qvickly",
                Body((LookupAccountEndpoints.IdName, "12345"), (LookupAccountEndpoints.SecretName, "a secret of Qvickly's")))),
            Problems = [InvalidAccount, AccountNotFound],
        },
        new("deleteLookupAccount", "Remove an account with a look-up source", "The source is not asked for the merchant any more.",
            new("The source", Json, Schemas.Of(AdministrationSchemas.RemovedAccount), new Example("one", "Removed", Node(new RemovedLookupAccount(QvicklyAccounts.Source)))))
        {
            Parameters = [Source()],
            Problems = [AccountNotFound],
        },
        new("testLookupAccount", "Try an account with a look-up source", "Asks the source, and it alone, who a number belongs to, and says whether it knew; not who it is. It is noted as any look-up.",
            new("What the source said", Json, Schemas.Of(AdministrationSchemas.Test), new Example("found", "It knows", Node(new LookupTest(QvicklyAccounts.Source, "found", "", 87)))))
        {
            Parameters = [Source()],
            Body = new("A number.", Schemas.Of(AdministrationSchemas.TestInput), new Example("company", "A company's", Body((LookupEndpoints.Number, Examples.CompanyNumber)))),
            Problems = [InvalidAccount, ProblemExamples.InvalidNumber, AccountNotFound],
        },
    ];

    private static OpenApiParameter UserName() => Path(UserEndpoints.UserName, "The user's name, in any case.", "nils");

    private static OpenApiParameter Source() => Path(LookupAccountEndpoints.Source, "The source: `qvickly`.", QvicklyAccounts.Source);

    private static OpenApiParameter Path(string name, string description, JsonNode example) =>
        new() { Name = name, In = ParameterLocation.Path, Required = true, Description = description, Schema = Schemas.Text(), Example = example };

    private static JsonObject Body(params (string Name, JsonNode Value)[] properties) => new(properties.Select(property => KeyValuePair.Create<string, JsonNode?>(property.Name, property.Value)));

    private static Dictionary<string, string[]> Errors(string name, string sentence) => new(StringComparer.Ordinal) { [name] = [sentence] };

    private static ProblemExample Of(ProblemCode code, ProblemHttpResult answer) => new(code.Code, code, answer);
}
