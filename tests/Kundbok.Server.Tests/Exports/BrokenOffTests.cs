using System.Collections.Concurrent;
using System.Net;
using Kundbok.Storage;
using Microsoft.Extensions.Logging;

namespace Kundbok.Server.Tests.Exports;

/// <summary>An export that cannot be finished does not look finished.</summary>
public sealed class BrokenOffTests(BrokenOffTests.InterruptedServer server) : IClassFixture<BrokenOffTests.InterruptedServer>
{
    private const int MoreThanAPage = 2500;

    [Theory]
    [InlineData(Downloads.Xml, true)]
    [InlineData(Downloads.Csv, true)]
    [InlineData(Downloads.ExcelCsv, false)]
    [InlineData(Downloads.Xml, false)]
    public async Task A_chosen_customer_that_is_removed_meanwhile_breaks_the_export_off(string path, bool isSentAlready)
    {
        var merchant = await server.AddMerchantAsync();
        var ids = await server.Register.FillAsync(merchant, MoreThanAPage);
        server.Interrupt(merchant, atRead: 2, async _ => await server.Undisturbed.RemoveAsync(merchant, [isSentAlready ? ids[0] : ids[^1]], CancellationToken.None));
        using var client = server.WithToken(await server.TokenAsync(merchant));

        await ShouldBreakOffAsync(client, HttpMethod.Post, path, $"[{string.Join(',', ids)}]");
    }

    [Fact]
    public async Task A_matching_customer_that_is_removed_meanwhile_is_left_out()
    {
        var merchant = await server.AddMerchantAsync();
        var ids = await server.Register.FillAsync(merchant, MoreThanAPage);
        server.Interrupt(merchant, atRead: 2, async _ => await server.Undisturbed.RemoveAsync(merchant, [ids[0], ids[^1]], CancellationToken.None));
        using var client = server.WithToken(await server.TokenAsync(merchant));

        (await client.CsvAsync()).Ids().ShouldBe(ids[..^1]);
    }

    [Theory]
    [InlineData("GET", Downloads.Xml)]
    [InlineData("GET", Downloads.Csv)]
    [InlineData("POST", Downloads.Xml)]
    [InlineData("POST", Downloads.Csv)]
    public async Task A_register_that_fails_midway_breaks_the_export_off(string method, string path)
    {
        var merchant = await server.AddMerchantAsync();
        var ids = await server.Register.FillAsync(merchant, MoreThanAPage);
        server.Interrupt(merchant, atRead: 2, _ => throw new RegisterUnavailableException("It is away."));
        using var client = server.WithToken(await server.TokenAsync(merchant));

        await ShouldBreakOffAsync(client, new HttpMethod(method), path, method == "POST" ? $"[{string.Join(',', ids)}]" : null);
    }

    [Theory]
    [InlineData(Downloads.Xml)]
    [InlineData(Downloads.Csv)]
    public async Task A_register_that_fails_at_once_is_told(string path)
    {
        var merchant = await server.AddMerchantAsync();
        server.Interrupt(merchant, atRead: 1, _ => throw new RegisterUnavailableException("It is away."));
        using var client = server.WithToken(await server.TokenAsync(merchant));

        using var response = await client.SendAsync(HttpMethod.Get, path);

        await Task.FromResult(response).ProblemAsync(503, "unavailable");
        response.Content.Headers.ContentDisposition.ShouldBeNull();
    }

    [Fact]
    public async Task Head_reads_no_customers()
    {
        var merchant = await server.AddMerchantAsync();
        server.Interrupt(merchant, atRead: 1, _ => throw new InvalidOperationException("Nothing should be read."));
        using var client = server.WithToken(await server.TokenAsync(merchant));

        using var response = await client.SendAsync(HttpMethod.Head, Downloads.Xml);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_that_goes_away_stops_its_export_without_a_fault()
    {
        var merchant = await server.AddMerchantAsync();
        await server.Register.FillAsync(merchant, MoreThanAPage);
        server.Interrupt(merchant, atRead: 2, cancellation => Task.Delay(Timeout.Infinite, cancellation));
        using var client = server.WithToken(await server.TokenAsync(merchant));

        var response = await client.GetAsync(Downloads.Xml, HttpCompletionOption.ResponseHeadersRead);
        response.Dispose();

        (await server.LineOfAsync($"merchant {merchant}")).ShouldContain("GET /customers/export/xml 200");
        using var next = await client.SendAsync(HttpMethod.Get, "/customers/count");
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.FaultsLogged.ShouldBeEmpty();
    }

    private static async Task ShouldBreakOffAsync(HttpClient client, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Requests.Json(body) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);

        var fault = await Should.ThrowAsync<Exception>(response.Content.ReadAsByteArrayAsync);
        (fault is HttpRequestException or HttpIOException or IOException).ShouldBeTrue(fault.ToString());
    }

    /// <summary>A server to whose register things happen, and that keeps what it logs.</summary>
    public sealed class InterruptedServer : TestServer
    {
        private readonly Recorder _log = new();

        public ICustomerStore Undisturbed => Interrupted.Undisturbed;

        /// <summary>Unexpected faults, of the program's or the framework's.</summary>
        public IEnumerable<string> FaultsLogged => _log.Lines.Where(line => line.Contains("nexpected", StringComparison.Ordinal) || line.Contains("unhandled", StringComparison.Ordinal));

        private InterruptedRegister Interrupted => (InterruptedRegister)Register;

        public void Interrupt(long merchant, int atRead, Func<CancellationToken, Task> happen) =>
            Interrupted.Interruptions[merchant] = (read, cancellation) => read == atRead ? happen(cancellation) : Task.CompletedTask;

        /// <summary>Waits for a line of the log that ends like this.</summary>
        public Task<string> LineOfAsync(string ending) => _log.WaitForAsync(ending);

        private protected override IRegister OpenRegister(ServerSettings settings) => new InterruptedRegister(base.OpenRegister(settings));

        protected override void SetUpLogging(ILoggingBuilder logging)
        {
            logging.ClearProviders();
            logging.AddProvider(_log);
        }
    }

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _awaited = [];

        public ConcurrentQueue<string> Lines { get; } = [];

        public Task<string> WaitForAsync(string ending)
        {
            var line = _awaited.GetOrAdd(ending, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
            foreach (var written in Lines.Where(written => written.EndsWith(ending, StringComparison.Ordinal))) line.TrySetResult(written);
            return line.Task;
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = formatter(state, exception);
            Lines.Enqueue(line);
            foreach (var (_, awaited) in _awaited.Where(awaited => line.EndsWith(awaited.Key, StringComparison.Ordinal))) awaited.TrySetResult(line);
        }

        public void Dispose()
        {
        }
    }
}
