using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Kundbok.Million;

/// <summary>Runs every line against both registers, round by round and in turn, and shows medians and what they are to each other.</summary>
internal static class Comparison
{
    private const int SmallCustomers = 10_000;

    private static readonly (string Name, Func<MeasuredMerchant, IEnumerable<string>> Requests)[] Lines =
    [
        ("get, random ids", merchant => merchant.Samples.Select(customer => $"/customers/{customer.GetProperty("mexcParamvaluesetsid")}")),
        ("first page of 100", merchant => merchant.Samples.Select(_ => "/customers?limit=100")),
        ("page of 100 by name", merchant => merchant.Samples.Select(_ => "/customers?limit=100&sort=name")),
        ("count all", merchant => merchant.Samples.Select(_ => "/customers/count")),
        ("count companies", merchant => merchant.Samples.Select(_ => "/customers/count?filter=isCompany")),
        ("search names, page of 100", merchant => merchant.Samples.Select(customer => Search("/customers", Text(customer, "name")))),
        ("search first 3 letters, page of 100", merchant => merchant.Samples.Select(customer => Search("/customers", First(Text(customer, "name"))))),
        ("count first 3 letters", merchant => merchant.Samples.Select(customer => Search("/customers/count", First(Text(customer, "name"))))),
        ("search misses", merchant => merchant.Samples.Select(customer => Search("/customers", $"{Text(customer, "customerid")}zq"))),
    ];

    public static async Task RunAsync(string directory, string? database, int customers, int rounds, TextWriter output, CancellationToken cancellation)
    {
        await using var small = await MeasuredServer.StartAsync(Path.Combine(directory, Text(SmallCustomers)), database, SmallCustomers, cancellation);
        await using var large = await MeasuredServer.StartAsync(Path.Combine(directory, Text(customers)), database, customers, cancellation);

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"# What size costs, {(database is null ? "SQLite" : "PostgreSQL")}\n\n{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.\nOne client, one request after the other, on the machine of the server{(database is null ? "" : " and the database")}; medians over {rounds} rounds of the medians of 50 requests.\n\n    dotnet run -c Release --project benchmarks/Kundbok.Million -- --customers {customers} --rounds {rounds}{(database is null ? "" : " --database …")}\n\n| request | {small.Customers:N0} customers | {large.Customers:N0} customers | ratio |\n|---|--:|--:|--:|"));
        await CompareAsync(small.Large, large.Large, rounds, output, cancellation);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"\n| of a merchant with {MeasuredServer.SmallMerchantCustomers:N0} customers | beside {small.Customers:N0} | beside {large.Customers:N0} | ratio |\n|---|--:|--:|--:|"));
        await CompareAsync(small.Small, large.Small, rounds, output, cancellation);
        await ExportsAsync(large, rounds, output, cancellation);
    }

    private static async Task CompareAsync(MeasuredMerchant small, MeasuredMerchant large, int rounds, TextWriter output, CancellationToken cancellation)
    {
        foreach (var (name, requests) in Lines)
        {
            var (ofSmall, ofLarge) = (new List<double>(), new List<double>());
            for (var round = 0; round <= rounds; round++)
            {
                var (first, second) = (await MedianAsync(small, requests, cancellation), await MedianAsync(large, requests, cancellation));
                if (round == 0) continue; // to warm up
                ofSmall.Add(first);
                ofLarge.Add(second);
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Median(ofSmall):F2} ms | {Median(ofLarge):F2} ms | {Median(ofLarge) / Median(ofSmall):F1} |"));
        }
    }

    private static async Task ExportsAsync(MeasuredServer server, int rounds, TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync("\n| of the large register | customers a second | ratio to the list | private memory before | at most |\n|---|--:|--:|--:|--:|");
        (string Name, string Path)[] kinds = [("list, pages of 10,000 by Link", "/customers?limit=10000"), ("export as CSV", "/customers/export/csv"), ("export as XML", "/customers/export/xml")];
        var runs = kinds.ToDictionary(kind => kind.Name, _ => new List<Reading>(), StringComparer.Ordinal);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var kind in kinds) runs[kind.Name].Add(await ReadAsync(server, kind.Path, cancellation));
        }

        double Rate(string name) => Median(runs[name].Select(run => server.Customers / run.Taken.TotalSeconds));
        foreach (var (name, _) in kinds)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {Rate(name):N0} | {Rate(name) / Rate(kinds[0].Name):F2} | {Median(runs[name].Select(run => (double)run.MemoryBefore)):F0} MiB | {runs[name].Max(run => run.MemoryAtMost)} MiB |"));
        }
    }

    // Everything behind an address, and behind the pages that it leads to.
    private static async Task<Reading> ReadAsync(MeasuredServer server, string path, CancellationToken cancellation)
    {
        var before = server.PrivateMebibytes();
        var (most, read, nextLook) = (before, 0L, 0L);
        var watch = Stopwatch.StartNew();
        var buffer = new byte[1 << 16];
        for (var next = path; next is not null;)
        {
            using var response = await server.Large.Client.GetAsync(new Uri(next, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            while (await body.ReadAsync(buffer, cancellation) is > 0 and var length)
            {
                read += length;
                if (read < nextLook) continue;
                most = Math.Max(most, server.PrivateMebibytes());
                nextLook = read + (50 << 20);
            }

            next = response.Headers.TryGetValues("Link", out var links) ? links.First().Split('<', '>')[1] : null;
        }

        return new(watch.Elapsed, before, most);
    }

    private static async Task<double> MedianAsync(MeasuredMerchant merchant, Func<MeasuredMerchant, IEnumerable<string>> requests, CancellationToken cancellation)
    {
        var taken = new List<double>();
        foreach (var request in requests(merchant))
        {
            var start = Stopwatch.GetTimestamp();
            using var response = await merchant.Client.GetAsync(new Uri(request, UriKind.Relative), cancellation);
            response.EnsureSuccessStatusCode();
            taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Median(taken);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static string Search(string path, string term) => $"{path}?filter=search&search={Uri.EscapeDataString(term)}";

    private static string First(string name) => name[..Math.Min(3, name.Length)];

    private static string Text(System.Text.Json.JsonElement customer, string field) => customer.GetProperty(field).GetString()!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Reading(TimeSpan Taken, long MemoryBefore, long MemoryAtMost);
}
