using System.CommandLine;
using Kundbok.Storage;

namespace Kundbok.Server.Commands;

/// <summary><c>release</c>: makes a register writable again that was left read-only when it was copied.</summary>
internal static class ReleaseCommand
{
    public static Command Create(SettingOptions settings)
    {
        var release = new Command("release", "Makes a register writable again that copy has left read-only. What is written to it from then on is not in the copy; whoever follows its changes starts over.");
        release.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            var status = await open.Register.Transfer.ReadStatusAsync(cancellation);
            if (status.State == RegisterState.Receiving)
                throw new OperatorException("Another register has been copied into this one in part: run copy again, or begin with a database without anything in it.");

            var wasReadOnly = await open.Register.Transfer.ReleaseAsync(cancellation);
            await arguments.InvocationConfiguration.Output.WriteLineAsync(wasReadOnly ? "The register is writable again." : "The register was writable already.");
        });
        return release;
    }
}
