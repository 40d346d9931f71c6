using Kundbok.Server.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>Receivers that hang, drip, never end or talk nonsense. The clock stands still unless a test moves it, so no limit of time is reached by itself.</summary>
public sealed class HostileReceiverTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_receiver_that_never_answers_is_given_up_at_the_limit()
    {
        await using var receiver = new Receiver(async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return false;
        });
        using var sender = Senders.Open(_time);

        var sending = sender.TrySendAsync(receiver.Url);
        await receiver.NextAsync();
        _time.Advance(WebhookSender.DefaultTimeout);

        (await sending).ShouldBe(new WebhookOutcome("timeout", Status: null, WebhookSender.DefaultTimeout, RetryAfter: null));
    }

    [Fact]
    public async Task The_limit_is_the_one_that_was_given()
    {
        await using var receiver = new Receiver(DripHeadersAsync);
        var handler = WebhookHandler.Create(new TargetConnections(Senders.Guard(allowPrivate: true)), WebhookSender.DefaultTimeout);
        using var sender = new WebhookSender(Senders.Guard(allowPrivate: true), handler, _time, TimeSpan.FromSeconds(2));

        var sending = sender.TrySendAsync(receiver.Url);
        await receiver.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(1.9));
        sending.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));

        (await sending).Reason.ShouldBe("timeout");
    }

    [Fact]
    public async Task A_receiver_whose_headers_drip_is_given_up_at_the_limit_and_its_connection_ends()
    {
        await using var receiver = new Receiver(DripHeadersAsync);
        using var sender = Senders.Open(_time);

        var sending = sender.TrySendAsync(receiver.Url);
        await receiver.NextAsync();
        _time.Advance(WebhookSender.DefaultTimeout);

        (await sending).Reason.ShouldBe("timeout");
        await receiver.AllEndedAsync();
    }

    [Fact]
    public async Task A_receiver_that_has_accepted_and_whose_body_drips_is_cut_off_at_the_limit_and_has_the_message()
    {
        await using var receiver = new Receiver(async (stream, stop) =>
        {
            await Receiver.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", stop);
            return await DripAsync(stream, stop);
        });
        using var answered = new Answered(Senders.Handler(_ => true, Senders.Resolving("127.0.0.1")));
        using var sender = new WebhookSender(Senders.Guard(allowPrivate: true), answered, _time, WebhookSender.DefaultTimeout);

        var sending = sender.TrySendAsync(receiver.Url);
        await answered.Headers;
        _time.Advance(WebhookSender.DefaultTimeout);

        (await sending).ShouldBe(new WebhookOutcome("delivered", 200, WebhookSender.DefaultTimeout, RetryAfter: null));
        await receiver.AllEndedAsync();
    }

    [Theory]
    [InlineData("200 OK", "delivered")]
    [InlineData("500 Internal Server Error", "server_error")]
    public async Task An_answer_that_never_ends_is_cut_off(string status, string reason)
    {
        var piece = new string('x', 16 << 10);
        await using var receiver = new Receiver(async (stream, stop) =>
        {
            await Receiver.SendAsync(stream, $"HTTP/1.1 {status}\r\nTransfer-Encoding: chunked\r\n\r\n", stop);
            while (true) await Receiver.SendAsync(stream, $"4000\r\n{piece}\r\n", stop);
        });
        using var sender = Senders.Open(_time);

        (await sender.TrySendAsync(receiver.Url)).Reason.ShouldBe(reason);

        await receiver.AllEndedAsync();
    }

    [Fact]
    public async Task Headers_that_never_end_are_cut_off()
    {
        await using var receiver = new Receiver(async (stream, stop) =>
        {
            await Receiver.SendAsync(stream, "HTTP/1.1 200 OK\r\n", stop);
            while (true) await Receiver.SendAsync(stream, "X-More: and more and more and more\r\n", stop);
        });
        using var sender = Senders.Open(_time);

        (await sender.TrySendAsync(receiver.Url)).Reason.ShouldBe("invalid_answer");

        await receiver.AllEndedAsync();
    }

    [Theory]
    [InlineData(15, "delivered")]
    [InlineData(17, "invalid_answer")]
    public async Task The_headers_of_an_answer_have_16_kilobytes_at_the_most(int kilobytes, string reason)
    {
        await using var receiver = Receiver.Answering("200 OK", $"X-Long: {new string('x', kilobytes << 10)}\r\n");
        using var sender = Senders.Open(_time);

        (await sender.TrySendAsync(receiver.Url)).Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData("", "broken_off")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "broken_off")]
    [InlineData("Hello\r\n\r\n", "invalid_answer")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n", "invalid_answer")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "invalid_answer")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "invalid_answer")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut", "delivered")] // the status is what counts
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "delivered")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone", "delivered")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "delivered")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", "rejected")]
    public async Task Nonsense_is_an_outcome_too(string bytes, string reason)
    {
        await using var receiver = Receiver.Sending(bytes);
        using var sender = Senders.Open(_time);

        (await sender.TrySendAsync(receiver.Url)).Reason.ShouldBe(reason);
        WebhookReason.All.Contains(reason, StringComparer.Ordinal).ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_that_is_looked_up_for_ever_is_given_up_at_the_limit()
    {
        var asked = new TaskCompletionSource();
        var never = new TaskCompletionSource<System.Net.IPAddress[]>();
        using var sender = Senders.With(
            _ => true,
            (_, _) =>
            {
                asked.TrySetResult();
                return never.Task;
            },
            _time);

        var sending = sender.TrySendAsync("https://receiver.example/");
        await asked.Task;
        _time.Advance(WebhookSender.DefaultTimeout);

        (await sending).Reason.ShouldBe("timeout");
    }

    [Fact]
    public async Task One_that_hangs_keeps_nobody_else_up()
    {
        await using var hanging = new Receiver(DripHeadersAsync);
        await using var good = Receiver.Answering("200 OK");
        using var sender = Senders.Open(_time);

        var stuck = Enumerable.Range(0, 20).Select(_ => sender.TrySendAsync(hanging.Url)).ToList();
        for (var i = 0; i < stuck.Count; i++) await hanging.NextAsync();
        (await sender.TrySendAsync(good.Url)).Reason.ShouldBe("delivered");
        stuck.ShouldAllBe(sending => !sending.IsCompleted);

        _time.Advance(WebhookSender.DefaultTimeout);
        (await Task.WhenAll(stuck)).ShouldAllBe(outcome => outcome.Reason == "timeout");
    }

    private static async Task<bool> DripHeadersAsync(Stream stream, CancellationToken stop)
    {
        await Receiver.SendAsync(stream, "HTTP/1.1 200 OK\r\nX-Slow: ", stop);
        return await DripAsync(stream, stop);
    }

    private static async Task<bool> DripAsync(Stream stream, CancellationToken stop)
    {
        while (true)
        {
            await Receiver.SendAsync(stream, "x", stop);
            await Task.Delay(TimeSpan.FromMilliseconds(20), stop);
        }
    }

    /// <summary>Tells when the headers of an answer are there.</summary>
    private sealed class Answered(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly TaskCompletionSource _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Headers => _headers.Task.WaitAsync(TimeSpan.FromSeconds(60));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            _headers.TrySetResult();
            return answer;
        }
    }
}
