using System.Collections;
using System.Diagnostics;
using System.Globalization;

namespace Kundbok.TestDatabases;

/// <summary>Where PostgreSQL's programs are, and how they are run: never as root, which they refuse.</summary>
internal static class PostgresPrograms
{
    public const string DirectoryVariable = "KUNDBOK_POSTGRES_BIN";

    private static readonly string[] Accounts = ["postgres", "nobody"];
    private static readonly string[] Needed = ["initdb", "postgres", "pg_ctl", "pg_basebackup"];

    /// <summary>The directory of the programs: the one that the variable names, that of the initdb in PATH, or the newest where packages put them.</summary>
    public static string? Directory { get; } = Candidates().FirstOrDefault(directory => Needed.All(program => File.Exists(Path.Combine(directory, program))));

    /// <summary>The account that runs them when this process is root's; null otherwise, or when there is none.</summary>
    public static string? Account { get; } = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? FindAccount() : null;

    /// <summary>The name of an account, or a program of PostgreSQL by its path.</summary>
    public static string Program(string name) => Path.Combine(Directory ?? throw new InvalidOperationException("PostgreSQL is not installed"), name);

    /// <summary>Starts a program as the unprivileged account, without the PG… variables that this process has.</summary>
    public static Process Start(string program, string workingDirectory, IEnumerable<string> arguments, bool isRead, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = isRead,
            RedirectStandardOutput = isRead,
            RedirectStandardError = isRead,
            WorkingDirectory = workingDirectory,
        };
        if (Account is not null) start.UserName = Account;
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name.StartsWith("PG", StringComparison.Ordinal)) start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C"; // errors in English; the server's own locale is its setting
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end and returns what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed; what it said on standard error.</exception>
    public static async Task<string> RunAsync(string program, string workingDirectory, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(program, workingDirectory, arguments, isRead: true, environment);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {await errors}");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(DirectoryVariable) is { Length: > 0 } named) return [named];
        var inPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(directory => Path.Combine(directory, "initdb")).Where(File.Exists)
            .Select(initdb => Path.GetDirectoryName(File.ResolveLinkTarget(initdb, returnFinalTarget: true)?.FullName ?? initdb)!);
        return [.. inPath, .. Versions("/usr/lib/postgresql", "*"), .. Versions("/opt/homebrew/opt", "postgresql*"), "/usr/local/pgsql/bin"];
    }

    // Newest first.
    private static IEnumerable<string> Versions(string parent, string pattern) => System.IO.Directory.Exists(parent)
        ? System.IO.Directory.GetDirectories(parent, pattern).OrderByDescending(Version).Select(version => Path.Combine(version, "bin"))
        : [];

    // 17 of …/17 and of …/postgresql@17; an installation without one is whichever is the newest.
    private static int Version(string directory) =>
        int.TryParse(Path.GetFileName(directory).Split('@')[^1].Split('.')[0], CultureInfo.InvariantCulture, out var version) ? version : int.MaxValue;

    private static string? FindAccount()
    {
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return Accounts.FirstOrDefault(accounts.Contains);
    }
}
