using System.CommandLine;
using System.CommandLine.Invocation;
using Kundbok.Storage;

namespace Kundbok.Server.Commands;

/// <summary>The command line: every command, and how its faults are told.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    // Longer than the server takes to finish the requests in flight.
    private static readonly TimeSpan LongestStop = ServerBuilder.ShutdownTimeout + TimeSpan.FromSeconds(10);

    /// <summary>Runs a command.</summary>
    /// <param name="args">What was written behind the program's name.</param>
    /// <param name="console">Where it writes; the process's console when null.</param>
    /// <returns>The exit code: 0 when all went well.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, InvocationConfiguration? console = null)
    {
        console ??= new();
        console.EnableDefaultExceptionHandler = false;
        console.ProcessTerminationTimeout = LongestStop;
        try
        {
            var arguments = Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (arguments.Action is ParseErrorAction) throw new OperatorException($"{OneLine(arguments.Errors[0].Message).TrimEnd('.')}. Add --help to see what there is.");
            return await arguments.InvokeAsync(console);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception fault)
        {
            await console.Error.WriteLineAsync(Sentence(fault));
            return Failed;
        }
    }

    private static RootCommand Create()
    {
        var settings = new SettingOptions();
        var root = new RootCommand("Kundbok, a customer register with an HTTP API. Without a command it serves.");
        root.Options.Add(settings.Data);
        root.Options.Add(settings.Database);
        ServeCommand.SetUp(root, settings);
        var serve = new Command("serve", "Runs the server: the same as no command.");
        ServeCommand.SetUp(serve, settings);
        root.Subcommands.Add(serve);
        root.Subcommands.Add(TokenCommands.Create(settings));
        root.Subcommands.Add(MerchantCommands.Create(settings));
        root.Subcommands.Add(UserCommands.Create(settings));
        root.Subcommands.Add(KeyCommands.Create(settings));
        root.Subcommands.Add(LookupCommands.Create(settings));
        root.Subcommands.Add(DirectoryCommands.Create(settings));
        root.Subcommands.Add(CopyCommand.Create());
        root.Subcommands.Add(ReleaseCommand.Create(settings));
        foreach (var command in MaintenanceCommands.Create(settings)) root.Subcommands.Add(command);
        return root;
    }

    // One line, without a stack: who runs the program is not who wrote it.
    private static string Sentence(Exception fault) => fault switch
    {
        OperatorException or RegisterUnusableException or RegisterUnavailableException or IOException or UnauthorizedAccessException => OneLine(fault.Message),
        _ => $"Unexpected {fault.GetType().Name}: {OneLine(fault.Message)}",
    };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
