using System.CommandLine;
using Kundbok.Server.Access;

namespace Kundbok.Server.Commands;

/// <summary><c>key</c>: the secret from which the program's keys are derived.</summary>
internal static class KeyCommands
{
    public static Command Create(SettingOptions settings)
    {
        var rotate = new Command("rotate", "Makes a new secret. Tokens made before stay valid until they are out of date; revoke those that should not.");
        rotate.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            var tokens = await open.Register.Access.ListTokensAsync(null, cancellation);

            // A running server goes on with the old secret for a moment.
            var last = tokens.Select(token => token.Expires).Append(open.Time.GetUtcNow() + OwnTokens.LoginLifetime + TimeSpan.FromMinutes(1)).Max();
            open.Secrets.Rotate(last);
            await arguments.InvocationConfiguration.Output.WriteLineAsync("There is a new secret: keep a copy of the secret file with your backups.");
        });
        return new Command("key", "The secret from which the program's keys are derived.") { rotate };
    }
}
