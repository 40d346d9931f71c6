using Kundbok.Contracts;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Access;

/// <summary>What requests about users, tokens and accounts that cannot be done are answered with.</summary>
internal static class AdministrationProblems
{
    private const string Correct = "Correct what errors says and send it again; nothing was changed.";

    public static ProblemHttpResult InvalidUser(IReadOnlyDictionary<string, string[]> errors) => Problems.Problem(ProblemCode.InvalidUser, Correct, errors);

    public static ProblemHttpResult InvalidToken(IReadOnlyDictionary<string, string[]> errors) => Problems.Problem(ProblemCode.InvalidNewToken, Correct, errors);

    public static ProblemHttpResult InvalidAccount(IReadOnlyDictionary<string, string[]> errors) => Problems.Problem(ProblemCode.InvalidAccount, Correct, errors);

    public static ProblemHttpResult UserNotFound() => Problems.Problem(ProblemCode.UserNotFound, "The merchant has no user of this name.");

    public static ProblemHttpResult UserNameTaken() =>
        Problems.Problem(ProblemCode.UserNameTaken, "User names are unique over all merchants, and somebody has this one: choose another.");

    public static ProblemHttpResult LastAdmin() => Problems.Problem(ProblemCode.LastAdmin, "The merchant would have no admin any more: make another user an admin first.");

    public static ProblemHttpResult OwnUser() => Problems.Problem(ProblemCode.OwnUser, "This is the user that you are signed in as: let another admin remove it.");

    public static ProblemHttpResult TokenNotFound() => Problems.Problem(ProblemCode.TokenNotFound, "The merchant has no token with this id that is not out of date.");

    public static ProblemHttpResult AccountNotFound() => Problems.Problem(ProblemCode.AccountNotFound, "The merchant has no account with this source.");
}
