using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Kundbok.Seed;

namespace Kundbok.Million;

/// <summary>The real program over a seeded register, in a process of its own, with a client and samples of what the register holds.</summary>
internal sealed class MeasuredServer : IAsyncDisposable
{
    private const string Listening = "Kundbok listens on ";
    private const int SampleSize = 50;

    private readonly Process _process;

    private MeasuredServer(Process process, HttpClient client, int customers)
    {
        _process = process;
        Client = client;
        Customers = customers;
    }

    public HttpClient Client { get; }

    public int Customers { get; }

    /// <summary>Customers from all over the register.</summary>
    public IReadOnlyList<JsonElement> Samples { get; private set; } = [];

    /// <summary>Memory of the process that is its own, in MiB.</summary>
    public long PrivateMebibytes() => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    /// <summary>Seeds the directory, unless it is there, and starts the program over it.</summary>
    public static async Task<MeasuredServer> StartAsync(string directory, int customers, CancellationToken cancellation)
    {
        if (!Directory.Exists(directory)) await Seeder.FillAsync(directory, customers, merchant: 1, cancellation);
        var token = await RunAsync("token", "--merchant", "1", "--data", directory);
        var process = Start("--data", directory, "--urls", "http://127.0.0.1:0");
        process.ErrorDataReceived += (_, _) => { }; // the log has to go somewhere
        process.BeginErrorReadLine();
        string? line;
        do line = await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException("The server did not start.");
        while (!line.StartsWith(Listening, StringComparison.Ordinal));

        var client = new HttpClient { BaseAddress = new Uri(line[Listening.Length..]), Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        var server = new MeasuredServer(process, client, customers);
        server.Samples = await server.SampleAsync(cancellation);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<List<JsonElement>> SampleAsync(CancellationToken cancellation)
    {
        var random = new Random(1);
        var samples = new List<JsonElement>();
        for (var i = 0; i < SampleSize; i++)
        {
            var id = random.Next(1, Customers + 1);
            samples.Add(JsonDocument.Parse(await Client.GetByteArrayAsync(new Uri($"/customers/{id}", UriKind.Relative), cancellation)).RootElement);
        }

        return samples;
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Kundbok.Server.dll"), .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
