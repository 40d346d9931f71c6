using System.CommandLine;
using Kundbok.Server.Access;
using Kundbok.Server.Lookup;
using Kundbok.Server.Webhooks;

namespace Kundbok.Server.Commands;

/// <summary><c>key</c>: the secret from which the program's keys are derived.</summary>
internal static class KeyCommands
{
    // Longer than a sign-in is good for. What a server sealed for a webhook at that moment is sealed again when it is delivered to.
    private static readonly TimeSpan LeastKept = TimeSpan.FromDays(7);

    public static Command Create(SettingOptions settings) =>
        new("key", "The secret from which the program's keys are derived.") { Rotate(settings), Adopt(settings) };

    private static Command Rotate(SettingOptions settings)
    {
        var rotate = new Command("rotate", "Makes a new secret. Tokens made before stay valid until they are out of date; revoke those that should not.");
        rotate.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            await open.EnsureSecretsAsync(cancellation);
            var tokens = await open.Register.Access.ListTokensAsync(null, cancellation);

            // A running server goes on with the old secret for a moment.
            var last = tokens.Select(token => token.Expires).Append(open.Time.GetUtcNow() + LeastKept).Max();
            open.Secrets.Rotate(last);
            await open.EnsureSecretsAsync(cancellation);
            await WebhookResealing.ResealAllAsync(open.Register, new WebhookSeal(open.Secrets), cancellation);
            await new QvicklyAccounts(open.Register.Lookups, open.Secrets).ResealAllAsync(cancellation);
            var output = arguments.InvocationConfiguration.Output;
            await output.WriteLineAsync("There is a new secret: keep a copy of the secret file with your backups.");
            if (open.Settings.Database is not null) await output.WriteLineAsync($"Copy {open.Secrets.FilePath} to every other node now: until it is there, that node is not ready.");
        });
        return rotate;
    }

    private static Command Adopt(SettingOptions settings)
    {
        var adopt = new Command("adopt", "Makes this node's secret file the register's, when the one that was is lost. All tokens become invalid, and every other node needs this file.");
        adopt.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            await SecretMarks.EnsureAsync(open.Register.Access, open.Secrets, cancellation, adopt: true);
            await arguments.InvocationConfiguration.Output.WriteLineAsync($"{open.Secrets.FilePath} is the register's secret file now: copy it to every other node.");
        });
        return adopt;
    }
}
