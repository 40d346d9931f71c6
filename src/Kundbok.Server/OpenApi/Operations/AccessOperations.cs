using Kundbok.Contracts;
using static Kundbok.Server.OpenApi.OperationTable;
using static Kundbok.Server.OpenApi.ProblemExamples;

namespace Kundbok.Server.OpenApi;

/// <summary>Signing in, and who a token is for.</summary>
internal static class AccessOperations
{
    public static IReadOnlyList<OperationRow> Rows { get; } =
    [
        new("login", "Sign in", "Gives a token of all scopes for a user's name and password. After several failures a user name has to wait: 429, with `Retry-After`.",
            new("The token", Json, Schemas.Of(Schemas.Token), new Example("token", "A token, cut short here", Node(new LoginAnswer(Examples.Token)))))
        {
            Body = new("Name and password.", Schemas.Of(Schemas.Login), new Example("maja", "The user maja", Node(new LoginRequest("maja", "Vinterkväll-i-Umeå")))),
            Problems = [LoginFailed],
        },
        new("me", "Who a token is for", "The merchant and the user that the token was made for, and when. For a token without a user the three texts of User are empty.",
            new("The merchant and the user", Json, Schemas.Of(Schemas.Me),
                new Example("user", "A user's token", Node(new Me(new(1, "Nordlys Cykel AB", 1), new("Maja Exempel", "maja", "maja@example.com"), 1768469400))),
                new Example("program", "A program's token, without a user", Node(new Me(new(1, "Nordlys Cykel AB", 1), new("", "", ""), 1768469400))))),
    ];
}
