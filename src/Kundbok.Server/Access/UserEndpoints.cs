using System.Security.Claims;
using Kundbok.Contracts;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Access;

/// <summary>The users of the merchant.</summary>
internal static class UserEndpoints
{
    public const string Path = "/users";

    /// <summary>The name of a user's name in a route.</summary>
    public const string UserName = "username";

    private const string OneUser = $"/{{{UserName}}}";

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup(Path).WithTags(TokenEndpoints.Tag).RequireScope(Scopes.Admin);
        users.MapGet("/", ListAsync).WithName("listUsers");
        users.MapPost("/", AddAsync).WithName("createUser");
        users.MapPatch(OneUser, UpdateAsync).WithName("updateUser");
        users.MapDelete(OneUser, RemoveAsync).WithName("deleteUser");
    }

    private static async Task<Ok<IReadOnlyList<UserAnswer>>> ListAsync(HttpContext context, IAccessStore access) =>
        TypedResults.Ok<IReadOnlyList<UserAnswer>>([.. (await access.ListUsersAsync(context.User.Merchant(), context.RequestAborted)).Select(Answer)]);

    private static async Task<Results<Ok<UserAnswer>, ProblemHttpResult>> AddAsync(HttpContext context, IAccessStore access, AdministrationLog log)
    {
        var (input, problem) = await UserInput.ReadNewAsync(context);
        if (input is null) return problem!;
        if (await access.FindUserAsync(input.UserName!, context.RequestAborted) is not null) return AdministrationProblems.UserNameTaken(); // before the work of a hash

        var user = new User(context.User.Merchant(), input.UserName!, input.Name ?? "", input.Email ?? "", Passwords.Hash(input.Password!), input.IsAdmin ?? false);
        if (await access.AddUserAsync(user, context.RequestAborted) is null) return AdministrationProblems.UserNameTaken();

        log.Write(context.User, "user added");
        context.Response.Headers.Location = $"{Path}/{Uri.EscapeDataString(user.UserName)}";
        return TypedResults.Ok(Answer(user));
    }

    private static async Task<Results<Ok<UserAnswer>, ProblemHttpResult>> UpdateAsync(HttpContext context, IAccessStore access, AccessRefresher refresher, AdministrationLog log)
    {
        var (input, problem) = await UserInput.ReadChangeAsync(context);
        if (input is null) return problem!;
        var (merchant, name) = (context.User.Merchant(), NameOf(context));
        if (await FindAsync(context, access, name) is null) return AdministrationProblems.UserNotFound();

        var change = new UserChange { Name = input.Name, Email = input.Email, IsAdmin = input.IsAdmin, PasswordHash = input.Password is { } password ? Passwords.Hash(password) : null };
        if (Problem(await access.UpdateUserAsync(merchant, name, change, context.RequestAborted)) is { } refused) return refused;

        refresher.Forget();
        log.Write(context.User, change.PasswordHash is null ? "user changed" : "user changed, with a new password");
        return await FindAsync(context, access, name) is { } user ? TypedResults.Ok(Answer(user)) : AdministrationProblems.UserNotFound();
    }

    private static async Task<Results<Ok<RemovedUser>, ProblemHttpResult>> RemoveAsync(HttpContext context, IAccessStore access, AccessRefresher refresher, AdministrationLog log)
    {
        if (await FindAsync(context, access, NameOf(context)) is not { } user) return AdministrationProblems.UserNotFound();
        if (string.Equals(context.User.FindFirstValue(OwnTokens.Subject), user.UserName, StringComparison.OrdinalIgnoreCase)) return AdministrationProblems.OwnUser();
        if (Problem(await access.RemoveUserAsync(user.Merchant, user.UserName, context.RequestAborted)) is { } refused) return refused;

        refresher.Forget();
        log.Write(context.User, "user removed");
        return TypedResults.Ok(new RemovedUser(user.UserName));
    }

    private static string NameOf(HttpContext context) => context.GetRouteValue(UserName) as string ?? "";

    // Another merchant's user is not there; nor is a name that nobody can have.
    private static async ValueTask<User?> FindAsync(HttpContext context, IAccessStore access, string name) =>
        User.IsUserName(name) && await access.FindUserAsync(name, context.RequestAborted) is { } user && user.Merchant == context.User.Merchant() ? user : null;

    private static ProblemHttpResult? Problem(UserOutcome outcome) => outcome switch
    {
        UserOutcome.NotFound => AdministrationProblems.UserNotFound(),
        UserOutcome.LastAdmin => AdministrationProblems.LastAdmin(),
        _ => null,
    };

    private static UserAnswer Answer(User user) => new(user.UserName, user.Name, user.Email, UserInput.RoleOf(user));
}
