using System.Diagnostics;
using System.Globalization;
using Kundbok.Seed;
using Npgsql;

namespace Kundbok.Million;

/// <summary>The real program over a seeded register, in a process of its own: with a large merchant, and a small one beside it.</summary>
internal sealed class MeasuredServer : IAsyncDisposable
{
    public const int SmallMerchantCustomers = 1_000;

    private const string Listening = "Kundbok listens on ";

    private readonly Process _process;

    private MeasuredServer(Process process, int customers, MeasuredMerchant large, MeasuredMerchant small)
    {
        _process = process;
        Customers = customers;
        Large = large;
        Small = small;
    }

    /// <summary>How many customers the large merchant has.</summary>
    public int Customers { get; }

    public MeasuredMerchant Large { get; }

    public MeasuredMerchant Small { get; }

    /// <summary>Memory of the process that is its own, in MiB.</summary>
    public long PrivateMebibytes() => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    /// <summary>Seeds the register, unless it is there, and starts the program over it.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="server">The connection string of a PostgreSQL server to keep the register in; null: it is in the directory.</param>
    /// <param name="customers">How many customers the large merchant has.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<MeasuredServer> StartAsync(string directory, string? server, int customers, CancellationToken cancellation)
    {
        var database = server is null ? null : await DatabaseAsync(server, customers, cancellation);
        if (!Directory.Exists(directory))
        {
            await Seeder.FillAsync(database ?? directory, customers, merchant: 1, cancellation);
            await Seeder.FillAsync(database ?? directory, SmallMerchantCustomers, merchant: 2, cancellation);
        }

        string[] place = database is null ? ["--data", directory] : ["--data", directory, "--database", database];
        var process = Start([.. place, "--urls", "http://127.0.0.1:0"]);
        process.ErrorDataReceived += (_, _) => { }; // the log has to go somewhere
        process.BeginErrorReadLine();
        string? line;
        do line = await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException("The server did not start.");
        while (!line.StartsWith(Listening, StringComparison.Ordinal));

        var address = new Uri(line[Listening.Length..]);
        return new MeasuredServer(process, customers, await MerchantAsync(address, "1", place, cancellation), await MerchantAsync(address, "2", place, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        Large.Dispose();
        Small.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<MeasuredMerchant> MerchantAsync(Uri address, string merchant, string[] place, CancellationToken cancellation) =>
        await MeasuredMerchant.CreateAsync(address, (await RunAsync(["token", "--merchant", merchant, .. place])).Trim(), cancellation);

    private static async Task<string> DatabaseAsync(string server, int customers, CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"kundbok_million_{customers}");
        await using var source = NpgsqlDataSource.Create(server);
        await using var find = source.CreateCommand("SELECT count(*) FROM pg_database WHERE datname = $1");
        find.Parameters.AddWithValue(name);
        if (await find.ExecuteScalarAsync(cancellation) is 0L)
        {
            await using var create = source.CreateCommand($"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'");
            await create.ExecuteNonQueryAsync(cancellation);
        }

        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
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
