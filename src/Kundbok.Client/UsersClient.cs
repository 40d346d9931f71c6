using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>
/// Who signs in for the merchant. Takes the scope <c>admin</c>. The register keeps no keys of these writes, so they are sent once: when no answer
/// comes, look before asking again.
/// </summary>
public sealed class UsersClient
{
    private const string Path = "users";

    private readonly RequestSender _sender;

    internal UsersClient(RequestSender sender) => _sender = sender;

    /// <summary>Every user.</summary>
    public async Task<IReadOnlyList<UserAnswer>> ListAsync(CancellationToken cancellation = default) =>
        await _sender.SendAsync(ApiRequest.Get(Path), ClientJson.Default.ListUserAnswer, cancellation).ConfigureAwait(false);

    /// <summary>Adds a user.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.InvalidUser"/>, <see cref="ProblemCode.UserNameTaken"/>.</exception>
    public Task<UserAnswer> CreateAsync(NewUser user, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        var body = new UserBody { UserName = user.UserName, Password = user.Password, Name = user.Name, Email = user.Email, Role = RoleOf(user.IsAdmin) };
        return _sender.SendAsync(ApiRequest.Post(Path).WithJson(body, ClientJson.Default.UserBody), ClientJson.Default.UserAnswer, cancellation);
    }

    /// <summary>Changes what is set. A new password or role revokes the tokens that the user has by signing in.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.UserNotFound"/>, <see cref="ProblemCode.InvalidUser"/>, <see cref="ProblemCode.LastAdmin"/>.</exception>
    public Task<UserAnswer> UpdateAsync(string userName, UserPatch patch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        var body = new UserBody { Password = patch.Password, Name = patch.Name, Email = patch.Email, Role = patch.IsAdmin is { } admin ? RoleOf(admin) : null };
        return _sender.SendAsync(new ApiRequest(HttpMethod.Patch, Of(userName)).WithJson(body, ClientJson.Default.UserBody), ClientJson.Default.UserAnswer, cancellation);
    }

    /// <summary>Removes a user, whose tokens end with that.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.UserNotFound"/>, <see cref="ProblemCode.LastAdmin"/>, <see cref="ProblemCode.OwnUser"/>.</exception>
    public Task DeleteAsync(string userName, CancellationToken cancellation = default) =>
        _sender.SendAsync(new ApiRequest(HttpMethod.Delete, Of(userName)), ClientJson.Default.RemovedUser, cancellation);

    private static string Of(string userName) => $"{Path}/{ApiRequest.Segment(userName)}";

    private static string RoleOf(bool isAdmin) => isAdmin ? "admin" : "member";
}

/// <summary>A user to add.</summary>
/// <param name="UserName">What the user signs in with, unique over all merchants.</param>
/// <param name="Password">At least 10 characters.</param>
public sealed record NewUser(string UserName, string Password)
{
    /// <summary>For people.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the user may do everything, or keeps customers.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>Without the password.</summary>
    public override string ToString() => UserName;
}

/// <summary>What to change of a user; null is left as it is.</summary>
public sealed record UserPatch
{
    /// <summary>For people.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the user may do everything.</summary>
    public bool? IsAdmin { get; init; }

    /// <summary>At least 10 characters.</summary>
    public string? Password { get; init; }

    /// <summary>Nothing of it, which may be a password.</summary>
    public override string ToString() => nameof(UserPatch);
}
