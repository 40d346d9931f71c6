using System.CommandLine;
using Kundbok.Server.Access;
using Kundbok.Storage;

namespace Kundbok.Server.Commands;

/// <summary><c>user</c>: adds and lists users, and sets their passwords.</summary>
internal static class UserCommands
{
    public static Command Create(SettingOptions settings) =>
        new("user", "Adds and lists users, and sets their passwords.") { Add(settings), List(settings), Password(settings) };

    private static Command Add(SettingOptions settings)
    {
        var userName = new Argument<string>("USERNAME") { Description = $"What the user signs in with, 1 to {User.LongestUserName} characters; unique over all merchants" };
        var merchant = new Option<long>("--merchant") { Description = "The merchant the user signs in for", HelpName = "ID", Required = true };
        var name = new Option<string>("--name") { Description = "The user's name", HelpName = "NAME", DefaultValueFactory = _ => "" };
        var email = new Option<string>("--email") { Description = "The user's e-mail address", HelpName = "ADDRESS", DefaultValueFactory = _ => "" };
        var role = new Option<string>("--role")
        {
            Description = "admin, or member: who may not manage users, tokens and settings, nor erase customers",
            HelpName = "ROLE",
            DefaultValueFactory = _ => UserInput.Admin,
        };
        role.AcceptOnlyFromAmong(UserInput.Admin, UserInput.Member);
        var password = PasswordInput.Option();
        var add = new Command("add", "Adds a user.") { userName, merchant, name, email, role, password };
        add.SetAction(async (arguments, cancellation) =>
        {
            var wanted = arguments.GetValue(userName)!;
            if (!User.IsUserName(wanted)) throw new OperatorException($"A user name has 1 to {User.LongestUserName} characters, none of them a control character.");
            await using var open = OpenRegister.Existing(settings, arguments);
            await open.Register.Access.EnsureMerchantAsync(arguments.GetValue(merchant), cancellation);
            if (await open.Register.Access.FindUserAsync(wanted, cancellation) is not null) throw Taken();
            var hash = Passwords.Hash(PasswordInput.Read(arguments.GetValue(password)));
            var user = new User(arguments.GetValue(merchant), wanted, arguments.GetValue(name)!, arguments.GetValue(email)!, hash, arguments.GetValue(role) == UserInput.Admin);
            if (await open.Register.Access.AddUserAsync(user, cancellation) is null) throw Taken();
        });
        return add;
    }

    private static Command List(SettingOptions settings)
    {
        var merchant = MerchantCommands.OnlyOf();
        var listing = new Listing<User>(
        [
            ("username", user => user.UserName),
            ("merchant", user => user.Merchant),
            ("name", user => user.Name),
            ("email", user => user.Email),
            ("role", UserInput.RoleOf),
        ]);
        var list = new Command("list", "Lists the users.") { merchant, listing.Json };
        list.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            await listing.WriteAsync(await open.Register.Access.ListUsersAsync(arguments.GetValue(merchant), cancellation), arguments);
        });
        return list;
    }

    private static Command Password(SettingOptions settings)
    {
        var userName = new Argument<string>("USERNAME") { Description = "Whose password" };
        var password = PasswordInput.Option();
        var set = new Command("password", "Sets a user's password. The user's tokens are revoked, in a running server within five seconds.") { userName, password };
        set.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            if (await open.Register.Access.FindUserAsync(arguments.GetValue(userName)!, cancellation) is null) throw Unknown();
            var hash = Passwords.Hash(PasswordInput.Read(arguments.GetValue(password)));
            if (!await open.Register.Access.SetPasswordAsync(arguments.GetValue(userName)!, hash, cancellation)) throw Unknown();
        });
        return set;
    }

    private static OperatorException Taken() => new("The user name is taken: user list shows the users of every merchant.");

    private static OperatorException Unknown() => new("There is no user of that name: user list shows those that there are.");
}
