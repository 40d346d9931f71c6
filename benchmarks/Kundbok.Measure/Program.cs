// What wrk cannot do for benchmarks/run. Addresses and tokens are a server's; what is measured goes to standard output.
//   samples URL TOKEN COUNT DIRECTORY            writes what requests are made of, drawn from all over the register
//   latency URL TOKEN RATE SECONDS PREFIX FILE   asks at a fixed rate; milliseconds of the median and of the 99th percentile, requests a second
//   read URL TOKEN PATH PID                      reads an answer and those it links to; seconds, milliseconds to the first byte, and KiB of
//                                                the process's private memory before and at most
//   disk DIRECTORY SECONDS                       writes and syncs a page of 4 KiB, one after the other; how many a second
using System.Globalization;
using Kundbok.Measure;

Console.WriteLine(args switch
{
    ["samples", var url, var token, var count, var directory] => await Samples.WriteAsync(Client(url, token), (int)Number(count), directory),
    ["latency", var url, var token, var rate, var seconds, var prefix, var file] =>
        await FixedRate.MeasureAsync(Client(url, token), Number(rate), TimeSpan.FromSeconds(Number(seconds)), [.. File.ReadLines(file).Select(line => prefix + line)]),
    ["read", var url, var token, var path, var process] => await Reading.MeasureAsync(Client(url, token), path, (int)Number(process)),
    ["disk", var directory, var seconds] => Disk.Measure(directory, TimeSpan.FromSeconds(Number(seconds))),
    _ => "There is no such measurement: see the head of Program.cs.",
});

static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

static HttpClient Client(string url, string token) => new(new SocketsHttpHandler { UseCookies = false, UseProxy = false })
{
    BaseAddress = new Uri(url),
    DefaultRequestHeaders = { Authorization = new("Bearer", token) },
    Timeout = TimeSpan.FromMinutes(10),
};
