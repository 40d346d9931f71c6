using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Kundbok.Server.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Webhooks;

public sealed class WebhookSenderTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_message_arrives_as_it_is_and_with_signatures_that_its_receiver_can_verify()
    {
        await using var receiver = Receiver.Answering("200 OK");
        using var sender = Senders.Open(_time);
        var next = WebhookSecret.Create();

        var outcome = await sender.SendAsync(receiver.Url + "?shop=7", Senders.Message with { Secrets = [Senders.Secret, next] }, CancellationToken.None);

        outcome.ShouldBe(new WebhookOutcome("delivered", 200, TimeSpan.Zero, RetryAfter: null));
        outcome.IsDelivered.ShouldBeTrue();
        var request = await receiver.NextAsync();
        request.Line.ShouldBe("POST /hook?shop=7 HTTP/1.1");
        request.Body.ShouldBe(Senders.Message.Body.ToArray());
        request.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase).ShouldBe(["Content-Length", "Content-Type", "Host", "User-Agent", "webhook-id", "webhook-signature", "webhook-timestamp"]);
        request.Headers["Content-Type"].ShouldBe("application/json");
        request.Headers["User-Agent"].ShouldBe("Kundbok");
        request.Headers["Webhook-Id"].ShouldBe("msg_1");
        request.Headers["Webhook-Timestamp"].ShouldBe(_time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers["Webhook-Signature"].ShouldBe($"{Expected(Senders.Secret, request)} {Expected(next, request)}");
    }

    [Theory]
    [InlineData("200 OK", "delivered")]
    [InlineData("201 Created", "delivered")]
    [InlineData("202 Accepted", "delivered")]
    [InlineData("299 Whatever", "delivered")]
    [InlineData("301 Moved Permanently", "redirected")]
    [InlineData("304 Not Modified", "redirected")]
    [InlineData("400 Bad Request", "rejected")]
    [InlineData("401 Unauthorized", "rejected")]
    [InlineData("404 Not Found", "rejected")]
    [InlineData("410 Gone", "gone")]
    [InlineData("429 Too Many Requests", "throttled")]
    [InlineData("500 Internal Server Error", "server_error")]
    [InlineData("503 Service Unavailable", "server_error")]
    [InlineData("599 Whatever", "server_error")]
    public async Task The_status_of_the_answer_is_the_outcome(string status, string reason)
    {
        await using var receiver = Receiver.Answering(status);
        using var sender = Senders.Open(_time);

        var outcome = await sender.TrySendAsync(receiver.Url);

        outcome.ShouldBe(new WebhookOutcome(reason, int.Parse(status[..3], CultureInfo.InvariantCulture), TimeSpan.Zero, RetryAfter: null));
        outcome.IsDelivered.ShouldBe(reason == "delivered");
        WebhookReason.All.Contains(reason, StringComparer.Ordinal).ShouldBeTrue();
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task A_redirect_is_not_followed(string status)
    {
        await using var elsewhere = Receiver.Answering("200 OK");
        await using var receiver = Receiver.Answering(status, $"Location: {elsewhere.Url}\r\n");
        using var sender = Senders.Open();

        (await sender.TrySendAsync(receiver.Url)).Reason.ShouldBe("redirected");

        elsewhere.Connections.ShouldBe(0);
        receiver.Waiting.ShouldBe(1);
    }

    [Theory]
    [InlineData("429 Too Many Requests", "120", 120)]
    [InlineData("503 Service Unavailable", "1", 1)]
    [InlineData("503 Service Unavailable", "3600", 3600)]
    [InlineData("503 Service Unavailable", "86400", 3600)]
    [InlineData("429 Too Many Requests", "Thu, 15 Jan 2026 10:02:00 GMT", 120)]
    [InlineData("429 Too Many Requests", "Fri, 15 Jan 2027 10:00:00 GMT", 3600)]
    [InlineData("429 Too Many Requests", "Thu, 15 Jan 2026 09:00:00 GMT", null)]
    [InlineData("429 Too Many Requests", "0", null)]
    [InlineData("429 Too Many Requests", "-5", null)]
    [InlineData("429 Too Many Requests", "soon", null)]
    [InlineData("429 Too Many Requests", "99999999999999999999", null)]
    [InlineData("500 Internal Server Error", "120", null)]
    [InlineData("200 OK", "120", null)]
    public async Task A_receiver_can_ask_to_be_left_alone_for_an_hour_at_the_most(string status, string value, int? seconds)
    {
        await using var receiver = Receiver.Answering(status, $"Retry-After: {value}\r\n");
        using var sender = Senders.Open(_time);

        (await sender.TrySendAsync(receiver.Url)).RetryAfter.ShouldBe(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value));
    }

    [Fact]
    public async Task A_connection_is_used_again_and_no_cookie_comes_back()
    {
        await using var receiver = Receiver.Answering("200 OK", "Set-Cookie: session=1; Path=/\r\n");
        using var sender = Senders.Open();

        for (var i = 0; i < 3; i++)
        {
            (await sender.TrySendAsync(receiver.Url)).Reason.ShouldBe("delivered");
            (await receiver.NextAsync()).Headers.ContainsKey("Cookie").ShouldBeFalse();
        }

        receiver.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_cannot_be_connected_to()
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var sender = Senders.Open();

        (await sender.TrySendAsync($"http://127.0.0.1:{((IPEndPoint)bound.LocalEndPoint!).Port}/")).Reason.ShouldBe("connect_failed");
    }

    [Fact]
    public async Task When_the_server_stops_an_attempt_ends_without_an_outcome()
    {
        await using var receiver = new Receiver(NeverAsync);
        using var sender = Senders.Open(_time);
        using var stop = new CancellationTokenSource();

        var sending = sender.TrySendAsync(receiver.Url, stop.Token);
        await receiver.NextAsync();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(sending);
    }

    [Fact]
    public async Task Neither_the_address_nor_anything_of_the_message_reaches_a_trace_nor_a_trace_the_receiver()
    {
        var traces = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traces.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var receiver = Receiver.Answering("200 OK");
        using var sender = Senders.Open();
        using (var source = new ActivitySource("A test"))
        using (source.StartActivity("sending"))
        {
            await sender.TrySendAsync(receiver.Url + "/a-path-with-a-secret?key=a-secret-key");
        }

        traces.ShouldNotBeEmpty();
        string.Join('\n', traces).ShouldNotContain("secret");
        (await receiver.NextAsync()).Headers.ContainsKey("traceparent").ShouldBeFalse();
    }

    private static async Task<bool> NeverAsync(Stream stream, CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop);
        return false;
    }

    // As a receiver does it, without our code.
    private static string Expected(WebhookSecret secret, Receiver.Request request)
    {
        var signed = Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(request.Body)}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret.ToText()["whsec_".Length..]), signed));
    }
}
