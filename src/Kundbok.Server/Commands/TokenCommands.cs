using System.CommandLine;
using Kundbok.Server.Access;
using Kundbok.Storage;

namespace Kundbok.Server.Commands;

/// <summary><c>token</c>: makes, lists and revokes tokens.</summary>
internal static class TokenCommands
{
    private const int DefaultDays = 365;

    public static Command Create(SettingOptions settings)
    {
        var merchant = new Option<long>("--merchant") { Description = "The merchant it is for", HelpName = "ID", Required = true };
        var scopes = new Option<string[]>("--scope")
        {
            Description = $"What it allows: {string.Join(", ", Scopes.All)}; may be repeated [default: everything]",
            HelpName = "S",
            DefaultValueFactory = _ => [],
        };
        scopes.AcceptOnlyFromAmong([.. Scopes.All]);
        var days = new Option<int>("--days") { Description = "For how many days it is good", HelpName = "N", DefaultValueFactory = _ => DefaultDays };
        days.Validators.Add(option =>
        {
            var longest = OwnTokens.LongestLifetime.Days;
            if (option.Tokens.Count > 0 && option.GetValue(days) is var given && (given < 1 || given > longest)) option.AddError($"--days takes a whole number from 1 to {longest}.");
        });
        var name = Name();

        var token = new Command("token", "Makes a token and prints it, alone, on standard output.") { merchant, name, scopes, days, List(settings), Revoke(settings) };
        token.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            await open.Register.Access.EnsureMerchantAsync(arguments.GetValue(merchant), cancellation);
            await open.EnsureSecretsAsync(cancellation);
            var issuer = new TokenIssuer(open.Secrets, open.Register.Access, open.Time);
            var text = await issuer.IssueAsync(arguments.GetValue(merchant), arguments.GetValue(scopes)!, TimeSpan.FromDays(arguments.GetValue(days)), arguments.GetValue(name)!, cancellation);
            await arguments.InvocationConfiguration.Output.WriteLineAsync(text);
        });
        return token;
    }

    private static Option<string> Name()
    {
        var name = new Option<string>("--name")
        {
            Description = $"What it is called in the history of customers, up to {IssuedToken.LongestName} characters [default: its id]",
            HelpName = "NAME",
            DefaultValueFactory = _ => "",
        };
        name.Validators.Add(option =>
        {
            if (option.Tokens.Count > 0 && !IssuedToken.IsName(option.GetValue(name)!)) option.AddError($"--name takes up to {IssuedToken.LongestName} characters, none of them a control character.");
        });
        return name;
    }

    private static Command List(SettingOptions settings)
    {
        var merchant = MerchantCommands.OnlyOf();
        var listing = new Listing<IssuedToken>(
        [
            ("id", token => token.Id),
            ("merchant", token => token.Merchant),
            ("name", token => token.Name),
            ("user", token => token.UserName),
            ("scopes", token => token.Scopes),
            ("issued", token => token.Issued),
            ("expires", token => token.Expires),
            ("revoked", token => token.Revoked),
        ]);
        var list = new Command("list", "Lists the tokens that are not out of date, newest first; not the tokens themselves.") { merchant, listing.Json };
        list.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            await listing.WriteAsync(await open.Register.Access.ListTokensAsync(arguments.GetValue(merchant), cancellation), arguments);
        });
        return list;
    }

    private static Command Revoke(SettingOptions settings)
    {
        var id = new Argument<string>("ID") { Description = "The token's id, as token list shows it" };
        var revoke = new Command("revoke", "Revokes a token. A running server refuses it within five seconds.") { id };
        revoke.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            if (!await open.Register.Access.RevokeTokenAsync(arguments.GetValue(id)!, cancellation))
                throw new OperatorException("There is no token with this id that is not out of date: token list shows the ids.");
        });
        return revoke;
    }
}
