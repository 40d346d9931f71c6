using System.Diagnostics;
using System.Globalization;
using Kundbok.Server;
using Kundbok.Server.Demo;
using Kundbok.Storage;

namespace Kundbok.Seed;

/// <summary>Adds invented customers to a register through its store, as an import does, and tells on standard error how fast.</summary>
internal static class Seeder
{
    private const int BatchSize = 20_000;
    private const int CustomersBetweenReports = BatchSize;

    /// <exception cref="SeedException">The register is not one that these customers can be added to.</exception>
    public static async Task FillAsync(string place, int count, long merchant, CancellationToken cancellation)
    {
        if (!ServerBuilder.IsConnectionString(place)) Directory.CreateDirectory(place);
        await using var register = ServerBuilder.OpenRegister(place, TimeProvider.System, RegisterUse.Command, mayCreate: true);
        await EnsureMerchantAsync(register.Access, merchant, cancellation);

        var watch = Stopwatch.StartNew();
        var (stored, reported, reportedAt) = (0, 0, TimeSpan.Zero);
        foreach (var batch in DemoCustomers.Create(count, TimeProvider.System.GetUtcNow()).Chunk(BatchSize))
        {
            if (await register.Customers.CreateManyAsync(merchant, batch, Actor.Command("seed"), cancellation) is not null)
                throw new SeedException("A customer number of these customers is taken: use an empty data directory.");

            stored += batch.Length;
            if (stored - reported < CustomersBetweenReports) continue;
            Report(stored, stored - reported, watch.Elapsed - reportedAt);
            (reported, reportedAt) = (stored, watch.Elapsed);
        }

        await Console.Error.WriteAsync("In all: ");
        Report(stored, stored, watch.Elapsed);
    }

    private static async Task EnsureMerchantAsync(IAccessStore access, long merchant, CancellationToken cancellation)
    {
        var merchants = await access.ListMerchantsAsync(cancellation);
        if (merchants.Any(known => known.Id == merchant)) return;

        if (merchant != merchants.Count + 1)
            throw new SeedException(string.Create(CultureInfo.InvariantCulture, $"The register has no merchant {merchant}."));
        await access.AddMerchantAsync("Demo", cancellation);
    }

    private static void Report(int stored, int customers, TimeSpan taken) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stored:N0} customers, {customers / taken.TotalSeconds:N0} a second"));
}

/// <summary>The register cannot be filled; the message is one line that says why.</summary>
internal sealed class SeedException(string message) : Exception(message);
