using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Kundbok.Server.Tests.Lookup;

/// <summary>Of whom anybody asked for, nothing stays: not in a log, a trace, a metric, the audit or the database's files.</summary>
public sealed class LookupPrivacyTests(LookupPrivacyTests.TalkativeServer server) : IClassFixture<LookupPrivacyTests.TalkativeServer>
{
    private const string Person = "198211059954"; // published for tests; no other test's log is looked at
    private const string Path = "/customers/searchByOrgNumber/";

    private static readonly string[] Secrets = ["8211059954", "821105-9954", FakeSources.Organisation, "Nordlys", "Almaviva", "Storgat", FakeSources.Secret];

    [Fact]
    public async Task The_number_and_the_party_are_nowhere()
    {
        server.Sources.Data = """{"firstname":"Almaviva","lastname":"Ek","street":"Storgatan 1","zip":"41101","city":"Lund","country":"SE","phone":"","email":""}""";
        var (traces, ours, metrics) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        using var tracing = Trace(traces, ours);
        using var measuring = Measure(metrics);
        var merchant = await server.AddMerchantAsync();
        await server.SetAccountAsync(merchant, persons: true);
        using var client = server.WithToken(await server.TokenAsync(merchant));

        foreach (var status in (int[])[200, 500, 400, 302, 429])
        {
            server.Sources.Status = status;
            foreach (var number in (string[])[Person, FakeSources.Organisation]) (await client.GetAsync(new Uri(Path + number, UriKind.Relative))).Dispose();
        }

        measuring.RecordObservableInstruments();
        ours.ShouldContain(trace => trace.Contains("/enheter/{orgnr}", StringComparison.Ordinal));
        metrics.ShouldContain(metric => metric.StartsWith("kundbok.lookup.answers", StringComparison.Ordinal) && metric.Contains("source=brreg", StringComparison.Ordinal) && metric.Contains("outcome=found", StringComparison.Ordinal));
        metrics.ShouldContain(metric => metric.StartsWith("kundbok.lookup.duration", StringComparison.Ordinal) && metric.Contains("source=qvickly", StringComparison.Ordinal) && metric.Contains("outcome=unavailable", StringComparison.Ordinal));
        metrics.ShouldContain(metric => metric.StartsWith("kundbok.lookup.circuit", StringComparison.Ordinal));
        server.Log.ShouldContain(line => line.Contains("the source qvickly is unavailable", StringComparison.Ordinal));
        foreach (var text in (string[])[string.Join('\n', server.Log), string.Join('\n', traces), string.Join('\n', metrics)])
        {
            foreach (var secret in Secrets) text.ShouldNotContain(secret, Case.Insensitive);
        }

        await NothingIsInTheFilesAsync();
    }

    private async Task NothingIsInTheFilesAsync()
    {
        var isNoted = false;
        foreach (var file in Directory.GetFiles(server.DataDirectory).Where(file => !file.EndsWith("-lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            isNoted |= bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf("unavailable"u8) >= 0;
            foreach (var secret in Secrets) bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(Encoding.UTF8.GetBytes(secret)).ShouldBe(-1, $"{secret} in {file}");
        }

        isNoted.ShouldBeTrue("else this looks at the wrong files");
    }

    // What a tracing library would export, but for the tests' own requests, which are of the same source as the server's would be.
    private ActivityListener Trace(ConcurrentQueue<string> traces, ConcurrentQueue<string> ours)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                var text = $"{activity.Source.Name} {activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))} {string.Join(' ', activity.Events.Select(happening => happening.Name))}";
                if (activity.Source.Name == "Kundbok.Lookup") ours.Enqueue(text);
                if (activity.GetTagItem("url.full") is string url && !IsTo(server.Sources.Address.Port, url)) return; // a client of this or another test
                if (activity.GetTagItem("server.port") is int port && port == server.Sources.Address.Port && activity.Source.Name != "System.Net.Http" && activity.GetTagItem("url.path") is not null) return; // the fake's own server
                traces.Enqueue(text);
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;

        static bool IsTo(int port, string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Port == port;
    }

    private static MeterListener Measure(ConcurrentQueue<string> metrics)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Add(instrument, tags));
        listener.Start();
        return listener;

        void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = new StringBuilder(instrument.Name);
            foreach (var tag in tags) text.Append(' ').Append(tag.Key).Append('=').Append(tag.Value);
            metrics.Enqueue(text.ToString());
        }
    }

    public sealed class TalkativeServer : OnlineServer
    {
        public ConcurrentQueue<string> Log { get; } = [];

        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings, StringComparer.Ordinal)
        {
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:LogLevel:System.Net.Http"] = "Trace",
            ["Logging:LogLevel:Polly"] = "Trace",
            ["Logging:LogLevel:ZiggyCreatures"] = "Trace",
        };

        protected override void SetUpLogging(ILoggingBuilder logging)
        {
            logging.ClearProviders();
#pragma warning disable CA2000 // The logger factory disposes of its providers.
            logging.AddProvider(new LogRecorder(Log));
#pragma warning restore CA2000
        }
    }
}
