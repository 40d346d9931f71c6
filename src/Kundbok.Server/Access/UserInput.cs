using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Access;

/// <summary>What a request says of a user; null is what it does not say.</summary>
internal sealed record UserInput
{
    public const string UserNameName = "username";
    public const string NameName = "name";
    public const string EmailName = "email";
    public const string RoleName = "role";
    public const string PasswordName = "password";

    /// <summary>The role of who may do everything.</summary>
    public const string Admin = "admin";

    /// <summary>The role of who keeps customers.</summary>
    public const string Member = "member";

    /// <summary>The most characters (UTF-16 units) of a name and of an e-mail address.</summary>
    public const int MostCharacters = 255;

    /// <summary>The most characters (UTF-16 units) of a password.</summary>
    public const int LongestPassword = 1000;

    private static readonly string[] OfNew = [UserNameName, NameName, EmailName, RoleName, PasswordName];
    private static readonly string[] OfChange = [NameName, EmailName, RoleName, PasswordName];

    public string? UserName { get; private init; }

    public string? Name { get; private init; }

    public string? Email { get; private init; }

    public bool? IsAdmin { get; private init; }

    public string? Password { get; private init; }

    public static string RoleOf(User user) => user.IsAdmin ? Admin : Member;

    /// <summary>Reads a new user.</summary>
    public static ValueTask<(UserInput? Input, ProblemHttpResult? Problem)> ReadNewAsync(HttpContext context) => ReadAsync(context, OfNew, isNew: true);

    /// <summary>Reads a change of one.</summary>
    public static ValueTask<(UserInput? Input, ProblemHttpResult? Problem)> ReadChangeAsync(HttpContext context) => ReadAsync(context, OfChange, isNew: false);

    /// <summary>What was said is in no log.</summary>
    public override string ToString() => nameof(UserInput);

    private static async ValueTask<(UserInput? Input, ProblemHttpResult? Problem)> ReadAsync(HttpContext context, string[] known, bool isNew)
    {
        var (properties, problem) = await JsonProperties.ReadAsync(context, known);
        if (properties is null) return (null, problem);

        if (isNew)
        {
            properties.Require(UserNameName, "A user needs a name to sign in with.");
            properties.Require(PasswordName, "A user needs a password.");
        }

        var input = new UserInput
        {
            UserName = UserNameOf(properties),
            Name = TextOf(properties, NameName),
            Email = TextOf(properties, EmailName),
            IsAdmin = RoleOf(properties),
            Password = PasswordOf(properties),
        };
        return properties.Errors.Count == 0 ? (input, null) : (null, AdministrationProblems.InvalidUser(properties.Errors));
    }

    // What could not be the last part of a path is no name that could be changed again.
    private static string? UserNameOf(JsonProperties properties)
    {
        var name = properties.Text(UserNameName);
        if (name is not null && (!User.IsUserName(name) || name is "." or ".." || name.Contains('/', StringComparison.Ordinal)))
            properties.Refuse(UserNameName, $"A user name has 1 to {User.LongestUserName} characters, none of them a control character or a slash.");
        return name;
    }

    private static string? TextOf(JsonProperties properties, string property)
    {
        var text = properties.Text(property);
        if (text?.Length > MostCharacters || text?.Any(char.IsControl) == true) properties.Refuse(property, $"The text may have at most {MostCharacters} characters, none of them a control character.");
        return text;
    }

    private static bool? RoleOf(JsonProperties properties)
    {
        var role = properties.Text(RoleName);
        if (role is not (null or Admin or Member)) properties.Refuse(RoleName, $"The value must be {Admin} or {Member}.");
        return role is null ? null : role == Admin;
    }

    private static string? PasswordOf(JsonProperties properties)
    {
        var password = properties.Text(PasswordName);
        if (password is not null && password.Length is < Passwords.ShortestPassword or > LongestPassword)
            properties.Refuse(PasswordName, $"A password has {Passwords.ShortestPassword} to {LongestPassword} characters.");
        return password;
    }
}
