using System.CommandLine;
using System.Globalization;
using Kundbok.Storage;

namespace Kundbok.Server.Commands;

/// <summary><c>backup</c>, <c>restore</c>, <c>check</c> and <c>reindex</c>: the register as a whole.</summary>
internal static class MaintenanceCommands
{
    public static IEnumerable<Command> Create(SettingOptions settings) => [BackUp(settings), Restore(settings), Check(settings), Reindex(settings)];

    private static Command BackUp(SettingOptions settings)
    {
        var file = new Argument<string>("FILE") { Description = "The file to write; must not exist" };
        var backup = new Command("backup", "Writes a copy of the database, as of one instant, also while the server writes. The secret file is not in it.") { file };
        backup.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            await Of(open).BackUpAsync(arguments.GetValue(file)!, cancellation);
            await SayAsync(arguments, $"Wrote {arguments.GetValue(file)}, {new FileInfo(arguments.GetValue(file)!).Length} bytes.");
        });
        return backup;
    }

    private static Command Restore(SettingOptions settings)
    {
        var file = new Argument<string>("FILE") { Description = "What backup wrote" };
        var replace = new Option<bool>("--replace") { Description = "Replaces the customers that the register has now" };
        var restore = new Command("restore", "Replaces everything in the register by what a backup holds, also while the server runs.") { file, replace };
        restore.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.ExistingOrNew(settings, arguments, RegisterUse.Command);
            var backup = Of(open);
            if (!arguments.GetValue(replace) && await open.CountCustomersAsync(cancellation) is > 0 and var count)
                throw new OperatorException(string.Create(CultureInfo.InvariantCulture, $"The register has {count} customers, which would be replaced: take a backup of it first, then add --replace."));

            await backup.RestoreAsync(arguments.GetValue(file)!, cancellation);
            await SayAsync(arguments, $"Restored; the register has {await open.CountCustomersAsync(cancellation)} customers.");
        });
        return restore;
    }

    private static Command Check(SettingOptions settings)
    {
        var check = new Command("check", "Looks for damage: of the database, and of columns and search entries that are not what the customers make them. Works on a copy, or a snapshot.");
        check.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            var findings = 0;
            await foreach (var finding in open.Register.Maintenance.CheckAsync(cancellation))
            {
                findings++;
                await arguments.InvocationConfiguration.Output.WriteLineAsync(finding);
            }

            await SayAsync(arguments, findings == 0 ? (FormattableString)$"All is well." : $"{findings} findings.");
            return findings == 0 ? 0 : 1;
        });
        return check;
    }

    private static Command Reindex(SettingOptions settings)
    {
        var reindex = new Command("reindex", "Makes every column and search entry again from the customers, also while the server runs.");
        reindex.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            await SayAsync(arguments, $"Went through {await open.Register.Maintenance.ReindexAsync(cancellation)} customers.");
        });
        return reindex;
    }

    /// <exception cref="OperatorException">The register's database has tools of its own.</exception>
    private static IRegisterBackup Of(OpenRegister open) => open.Register.Backup
        ?? throw new OperatorException("A register in PostgreSQL is backed up and restored with PostgreSQL's own tools, pg_dump and pg_restore: docs/postgresql.md shows how.");

    private static Task SayAsync(ParseResult arguments, FormattableString sentence) =>
        arguments.InvocationConfiguration.Output.WriteLineAsync(sentence.ToString(CultureInfo.InvariantCulture));
}
