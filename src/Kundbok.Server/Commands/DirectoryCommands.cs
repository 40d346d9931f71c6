using System.CommandLine;
using System.Globalization;
using System.Text;
using Kundbok.Contracts;
using Kundbok.Lookup.Bulk;
using Kundbok.Server.Organisations;
using Kundbok.Storage;

namespace Kundbok.Server.Commands;

/// <summary><c>directory</c>: loads the directory of organisations, tells of it, and compares customers with it.</summary>
internal static class DirectoryCommands
{
    public static Command Create(SettingOptions settings) =>
        new("directory", "The directory of Swedish organisations, from the registries' bulk files.") { Load(settings), Status(settings), Drift(settings) };

    private static Command Load(SettingOptions settings)
    {
        var files = new Argument<string[]>("FILE") { Description = "bolagsverket_bulkfil.zip, scb_bulkfil.zip, or both", Arity = new ArgumentArity(1, 2) };
        var force = new Option<bool>("--force") { Description = "Also when there are over five per cent fewer organisations than are loaded" };
        var load = new Command("load", "Loads the registries' bulk files in the place of what is loaded, also while the server runs. Persons are not loaded.") { files, force };
        load.SetAction(async (arguments, cancellation) =>
        {
            var opened = new List<BulkFile>();
            try
            {
                foreach (var path in arguments.GetValue(files)!) opened.Add(BulkFile.Open(path));
                if (opened is [var one, var other] && one.Registry == other.Registry)
                    throw new OperatorException($"Both files are those of {NameOf(one.Registry)}: name one of each registry.");

                await using var open = OpenRegister.Existing(settings, arguments);
                await LoadAsync(open, opened, arguments.GetValue(force), arguments.InvocationConfiguration.Output, cancellation);
            }
            catch (BulkFileException fault)
            {
                throw new OperatorException(fault.Message, fault);
            }
            finally
            {
                foreach (var file in opened) file.Dispose();
            }
        });
        return load;
    }

    private static Command Status(SettingOptions settings)
    {
        var status = new Command("status", "Tells what is loaded: from where, of which date, how many.");
        status.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            var output = arguments.InvocationConfiguration.Output;
            if (await open.Register.Directory.ReadStatusAsync(cancellation) is not { } loaded)
            {
                await output.WriteLineAsync("Nothing is loaded: directory load takes the registries' bulk files.");
                return;
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{loaded.Organisations} organisations, loaded {loaded.Loaded:yyyy-MM-dd'T'HH:mm:ss'Z'}."));
            foreach (var source in loaded.Sources) await output.WriteLineAsync(Sentence(source));
        });
        return status;
    }

    private static Command Drift(SettingOptions settings)
    {
        var merchant = new Option<long>("--merchant") { Description = "Whose customers", HelpName = "ID", Required = true };
        var csv = new Option<bool>("--csv") { Description = "Prints CSV, where what a spreadsheet would run as a formula has a ' before it" };
        var drift = new Command("drift", "Lists the companies that are not as the directory has them, as a JSON array. Nothing is changed.") { merchant, csv };
        drift.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            await open.Register.Access.EnsureMerchantAsync(arguments.GetValue(merchant), cancellation);
            if (await open.Register.Directory.ReadStatusAsync(cancellation) is null)
                throw new OperatorException("Nothing is loaded into the directory: directory load takes the registries' bulk files.");

            var rows = new DirectoryDrift(open.Register.Customers, open.Register.Directory, open.Time).FindAsync(arguments.GetValue(merchant), cancellation);
            var output = arguments.InvocationConfiguration.Output;
            DriftWriter writer = arguments.GetValue(csv) ? new DriftWriter.Csv(forExcelSwedish: false) : new DriftWriter.Json();
            await DriftResult.WriteAsync(writer, rows, piece => output.WriteAsync(Encoding.UTF8.GetString(piece.Span)), cancellation);
            if (!arguments.GetValue(csv)) await output.WriteLineAsync();
        });
        return drift;
    }

    private static async Task LoadAsync(OpenRegister open, IReadOnlyList<BulkFile> files, bool force, TextWriter output, CancellationToken cancellation)
    {
        var progress = new LoadProgress(output, open.Time, LoadProgress.IsTerminal(output));
        DirectoryStatus status;
        try
        {
            status = await new DirectoryLoading(open.Register.Directory, progress).RunAsync(files, force, cancellation);
        }
        catch (DirectoryShrunkException fault)
        {
            await progress.EndAsync();
            await TellAsync(files, output);
            throw new OperatorException(Refusal(fault), fault);
        }

        await progress.EndAsync();
        await TellAsync(files, output);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The directory has {status.Organisations} organisations."));
    }

    private static string Refusal(DirectoryShrunkException fault) => fault.Offered == 0
        ? "There is no organisation in that: what is loaded stays."
        : string.Create(CultureInfo.InvariantCulture, $"There would be {fault.Offered} organisations, over five per cent fewer than the {fault.Loaded} that are loaded: nothing was changed. Look at the files; when they are right, add --force.");

    private static async Task TellAsync(IReadOnlyList<BulkFile> files, TextWriter output)
    {
        foreach (var file in files)
        {
            var report = file.Report;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(file.Path)} ({NameOf(file.Registry)}): {report.Read} rows, {report.Kept} kept; skipped {report.Persons} persons, {report.Deregistered} no longer registered, {report.OtherIdentities} with other numbers; {report.Broken} broken."));
            foreach (var broken in report.BrokenLines) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  line {broken.Line} {broken.Sentence}"));
            if (report.Broken > report.BrokenLines.Count) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  and {report.Broken - report.BrokenLines.Count} more"));
        }
    }

    private static string Sentence(DirectorySource source) => string.Create(
        CultureInfo.InvariantCulture,
        $"{source.File} ({NameOf(source.Registry)}), written {source.Written:yyyy-MM-dd HH:mm}: {source.Read} rows, {source.Kept} kept; skipped {source.Persons} persons, {source.Deregistered} no longer registered, {source.Other} with other numbers; {source.Broken} broken.");

    private static string NameOf(OrganisationRegistry registry) => registry switch
    {
        OrganisationRegistry.Bolagsverket => "Bolagsverket",
        OrganisationRegistry.Scb => "SCB",
        _ => "invented",
    };
}
