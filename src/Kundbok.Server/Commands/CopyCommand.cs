using System.CommandLine;
using System.Globalization;
using Kundbok.Server.Access;
using Kundbok.Storage;

namespace Kundbok.Server.Commands;

/// <summary><c>copy</c>: takes a register from its data directory to PostgreSQL, or back.</summary>
internal static class CopyCommand
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "The register to copy: a data directory, or a connection string of PostgreSQL", HelpName = "PLACE", Required = true };
        var to = new Option<string>("--to") { Description = "Where to: a connection string of PostgreSQL, or a data directory; nothing may be there yet", HelpName = "PLACE", Required = true };
        var copy = new Command(
            "copy",
            "Copies a register to another database: customers under their ids, merchants, users, tokens. No server may use either meanwhile. Run it again to go on after an interruption. "
            + "The register that is copied is left read-only: see release.") { from, to };
        copy.SetAction((arguments, cancellation) => CopyAsync(arguments.GetValue(from)!, arguments.GetValue(to)!, arguments.InvocationConfiguration.Output, cancellation));
        return copy;
    }

    private static async Task CopyAsync(string from, string to, TextWriter output, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        await using var source = ServerBuilder.OpenRegister(from, time, RegisterUse.Command, mayCreate: false);
        if (!ServerBuilder.IsConnectionString(to)) OwnerOnly.CreateDirectory(to);
        await using var target = ServerBuilder.OpenRegister(to, time, RegisterUse.Command, mayCreate: true);

        await using var alone = await target.Maintenance.LockSetUpAsync(cancellation); // of two copies at once, the second waits, and finds a register in use
        await NoteSecretsAsync(source, from, time, cancellation);
        var copied = await new RegisterCopy(source, target, new Lines(output, time)).RunAsync(cancellation);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Copied {copied.Customers} customers and {copied.Changes} changes, and compared them: both registers are the same. The source is read-only now; release makes it writable again."));
        await output.WriteLineAsync(Advice(from, to));
    }

    // A register in a directory belongs to the secret file beside it: its nodes will need the same.
    private static async Task NoteSecretsAsync(IRegister source, string from, TimeProvider time, CancellationToken cancellation)
    {
        if (ServerBuilder.IsConnectionString(from) || !File.Exists(Path.Combine(from, SecretFile.Name))) return;
        if ((await source.Transfer.ReadStatusAsync(cancellation)).State == RegisterState.Open)
            await SecretMarks.EnsureAsync(source.Access, SecretKeys.Open(from, time), cancellation, adopt: true);
    }

    private static string Advice(string from, string to) => ServerBuilder.IsConnectionString(from)
        ? $"Put the nodes' {SecretFile.Name} into {to}: tokens stay good with it."
        : $"Give each node a copy of {Path.Combine(from, SecretFile.Name)} in its data directory: tokens stay good with it.";

    /// <summary>A line now and then, on a terminal or not.</summary>
    private sealed class Lines(TextWriter output, TimeProvider time) : IProgress<RegisterCopyProgress>
    {
        private long _last = time.GetTimestamp();

        public void Report(RegisterCopyProgress value)
        {
            if (time.GetElapsedTime(_last) < BetweenLines) return;
            _last = time.GetTimestamp();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(value.Step == RegisterCopyStep.Copying ? "Copied" : "Compared")} {value.Customers} customers and {value.Changes} changes."));
        }
    }
}
