using System.Net;
using System.Net.Sockets;
using Kundbok.Server.Webhooks;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>What webhooks cannot be made to reach, by an address, by a name, or by a name that changes.</summary>
public sealed class TargetConnectionsTests
{
    private static readonly IPAddress Here = IPAddress.Loopback;

    [Theory]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("https://localhost:{0}/")]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("https://2130706433:{0}/")]
    [InlineData("https://0x7f000001:{0}/")]
    [InlineData("https://017700000001:{0}/")]
    [InlineData("https://127.1:{0}/")]
    [InlineData("https://0:{0}/")]
    [InlineData("https://[::1]:{0}/")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("https://[::ffff:10.0.0.1]:{0}/")]
    public async Task This_machine_is_not_reached_however_it_is_written(string url)
    {
        await using var receiver = Receiver.Answering("200 OK");
        using var sender = Senders.Strict();

        var outcome = await sender.TrySendAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, url, receiver.Port));

        outcome.Reason.ShouldBe("target_not_allowed");
        outcome.Status.ShouldBeNull();
        receiver.Connections.ShouldBe(0);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("10.0.0.1 127.0.0.1 fd00::1")]
    public async Task A_name_of_this_machine_or_a_private_network_is_not_reached(string addresses)
    {
        await using var receiver = Receiver.Answering("200 OK");
        var strict = Senders.Guard(allowPrivate: false);
        using var sender = new WebhookSender(strict, Senders.Handler(strict.Allows, Senders.Resolving(addresses.Split(' '))), TimeProvider.System, WebhookSender.DefaultTimeout);

        (await sender.TrySendAsync($"https://receiver.example:{receiver.Port}/")).Reason.ShouldBe("target_not_allowed");

        receiver.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task The_system_is_asked_for_names_and_its_answer_is_judged()
    {
        await using var receiver = Receiver.Answering("200 OK");
        using var sender = new WebhookSender(
            Senders.Guard(allowPrivate: true), // takes localhost as a target, so that the connection is what refuses it
            WebhookHandler.Create(new TargetConnections(Senders.Guard(allowPrivate: false)), WebhookSender.DefaultTimeout),
            TimeProvider.System,
            WebhookSender.DefaultTimeout);

        (await sender.TrySendAsync($"http://localhost:{receiver.Port}/")).Reason.ShouldBe("target_not_allowed");
        (await sender.TrySendAsync($"http://127.0.0.1:{receiver.Port}/")).Reason.ShouldBe("target_not_allowed");
        receiver.Connections.ShouldBe(0);

        using var open = Senders.Open();
        (await open.TrySendAsync($"http://localhost:{receiver.Port}/")).Reason.ShouldBe("delivered");
    }

    [Fact]
    public async Task Of_a_name_with_allowed_and_refused_addresses_the_allowed_ones_alone_are_tried()
    {
        await using var receiver = Receiver.Answering("200 OK");
        var url = $"http://receiver.example:{receiver.Port}/";

        // Nobody listens at 127.0.0.3, which plays the address on the internet.
        using var refusing = Senders.With(address => !address.Equals(Here), Senders.Resolving("127.0.0.1", "127.0.0.3", "::ffff:127.0.0.1"));
        (await refusing.TrySendAsync(url)).Reason.ShouldBe("connect_failed");
        receiver.Connections.ShouldBe(0);

        using var allowing = Senders.With(address => address.Equals(Here), Senders.Resolving("127.0.0.3", "127.0.0.1"));
        (await allowing.TrySendAsync(url)).Reason.ShouldBe("delivered");
    }

    [Fact]
    public async Task When_one_allowed_address_does_not_answer_the_next_is_tried()
    {
        await using var receiver = Receiver.Answering("200 OK");
        using var sender = Senders.With(_ => true, Senders.Resolving("127.0.0.3", "127.0.0.1"));

        (await sender.TrySendAsync($"http://receiver.example:{receiver.Port}/")).Reason.ShouldBe("delivered");
    }

    [Fact]
    public async Task A_name_that_changes_after_it_was_accepted_is_judged_by_what_it_says_when_a_connection_is_made()
    {
        await using var receiver = Receiver.Sending("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        var strict = Senders.Guard(allowPrivate: false);
        const string Name = "https://receiver.example/";
        WebhookTarget.TryParse(Name, strict, out _, out _).ShouldBeTrue();
        var looked = 0;
        using var sender = Senders.With(
            address => address.Equals(Here), // plays the only address on the internet
            (_, _) => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref looked) == 1 ? Here : IPAddress.Parse("10.0.0.1")]));

        (await sender.TrySendAsync($"http://receiver.example:{receiver.Port}/")).Reason.ShouldBe("delivered");
        (await sender.TrySendAsync($"http://receiver.example:{receiver.Port}/")).Reason.ShouldBe("target_not_allowed");

        looked.ShouldBe(2);
        receiver.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task A_name_is_looked_up_once_for_a_connection()
    {
        await using var receiver = Receiver.Answering("200 OK");
        var looked = 0;
        using var sender = Senders.With(
            _ => true,
            (host, _) =>
            {
                host.ShouldBe("receiver.example");
                Interlocked.Increment(ref looked);
                return Task.FromResult<IPAddress[]>([Here]);
            });

        for (var i = 0; i < 3; i++) (await sender.TrySendAsync($"http://receiver.example:{receiver.Port}/")).Reason.ShouldBe("delivered");

        looked.ShouldBe(1);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_told_from_one_that_may_not_be_reached()
    {
        using var failing = Senders.With(_ => true, (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)));
        using var empty = Senders.With(_ => true, Senders.Resolving());

        (await failing.TrySendAsync("https://receiver.example/")).Reason.ShouldBe("host_not_found");
        (await empty.TrySendAsync("https://receiver.example/")).Reason.ShouldBe("host_not_found");
    }

    [Fact]
    public async Task What_was_accepted_is_refused_when_the_operator_no_longer_allows_it()
    {
        await using var receiver = Receiver.Answering("200 OK");
        using (var open = Senders.Open()) (await open.TrySendAsync(receiver.Url)).Reason.ShouldBe("delivered");

        using var strict = Senders.Strict();
        (await strict.TrySendAsync(receiver.Url)).Reason.ShouldBe("target_not_allowed");

        receiver.Connections.ShouldBe(1);
    }
}
