using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Kundbok.TestServers;

/// <summary>The real program, in a process of its own, on a port that the system picks.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Listening = "Kundbok listens on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private ServerProcess(Process process) => _process = process;

    /// <summary>Where the program's files are.</summary>
    public static string ProgramDirectory => AppContext.BaseDirectory;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>What it said on standard output when it had started.</summary>
    public string Greeting { get; private set; } = "";

    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    public int Id => _process.Id;

    /// <summary>Starts the server over the directory and waits until it listens.</summary>
    public static Task<ServerProcess> StartAsync(string data, params string[] more) => StartAsync([], ProgramDirectory, data, more);

    /// <summary>Starts the program of some directory, as the argument of another program.</summary>
    public static async Task<ServerProcess> StartAsync(string[] before, string programDirectory, string data, params string[] more)
    {
        var server = new ServerProcess(Start(before, programDirectory, ["--data", data, "--urls", "http://127.0.0.1:0", .. more]));
        server._process.ErrorDataReceived += server.KeepError;
        server._process.BeginErrorReadLine();
        await server.ReadGreetingAsync();
        return server;
    }

    /// <summary>Runs a command to its end.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(string? input, params string[] arguments) => RunWithAsync([], input, arguments);

    /// <summary>Runs a command to its end, with settings in the environment.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunWithAsync(IReadOnlyList<(string Name, string Value)> environment, string? input, params string[] arguments)
    {
        using var process = Start([], ProgramDirectory, arguments, environment);
        if (input is not null) await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Starts a command and does not wait for it; nobody reads what it says.</summary>
    public static Process StartCommand(params string[] arguments) => Start([], ProgramDirectory, arguments);

    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The token in the request that the first start shows.</summary>
    public string GreetingToken() => Greeting.Split("Bearer ")[1].Split('"')[0];

    /// <summary>Kills it without any notice.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private static Process Start(string[] before, string programDirectory, string[] arguments, IReadOnlyList<(string Name, string Value)>? environment = null)
    {
        string[] line = [.. before, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(programDirectory, "Kundbok.Server.dll"), .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["KUNDBOK_WEBHOOKS__ALLOWPRIVATETARGETS"] = "true"; // receivers of tests are on this machine
        foreach (var name in (string[])["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"]) start.Environment[name] = "Production"; // whatever the tests run in
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // whose sockets would stay behind when it is killed
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private async Task ReadGreetingAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var greeting = new StringBuilder();
        var isWhole = false;
        while (!isWhole)
        {
            var line = await _process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException($"The server did not start: {Errors}");
            greeting.Append(line).Append('\n');
            if (line.StartsWith(Listening, StringComparison.Ordinal)) Address = new Uri(line[Listening.Length..]);
            isWhole = line.Contains("curl -H", StringComparison.Ordinal) || line.StartsWith("For a token", StringComparison.Ordinal);
        }

        Greeting = greeting.ToString();
    }

    private void KeepError(object sender, DataReceivedEventArgs line)
    {
        lock (_errors) _errors.Append(line.Data).Append('\n');
    }
}
