using Kundbok.Server.Webhooks;
using Kundbok.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>How the right to deliver is given away and lost. Each test has a server, with its clock, to itself.</summary>
public sealed class HandoverTests
{
    private const string KillHolder =
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task When_the_server_begins_to_stop_what_is_being_sent_is_kept_and_the_right_given_away()
    {
        await using var server = new DispatchClockServer();
        await server.InitializeAsync();
        await using var receiver = new Gated();
        var webhook = await DeliverAsync(server, receiver.Url);
        await receiver.NextAsync();
        await server.CreateAsync(webhook.Merchant, "B");

        // It only begins: nothing that the host has started is stopped yet. The clock stands still.
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        (await server.Webhooks.TryTakeLeaseAsync(None)).ShouldBeNull();
        receiver.Open();

        await using var lease = await TakeAsync(server);
        (await server.Webhooks.FindAsync(webhook.Merchant, webhook.Id, None))!.State.ShouldBe(new WebhookState(1));
        receiver.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task When_the_server_begins_to_stop_a_receiver_that_hangs_holds_the_right_for_two_seconds_at_the_most()
    {
        await using var server = new DispatchClockServer();
        await server.InitializeAsync();
        await using var receiver = new Gated();
        var webhook = await DeliverAsync(server, receiver.Url);
        await receiver.NextAsync();

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await using var lease = await TakeAsync(server, () => server.Clock.Advance(TimeSpan.FromMilliseconds(100)));

        (await server.Webhooks.FindAsync(webhook.Merchant, webhook.Id, None))!.State.Position.ShouldBe(0);
    }

    [Fact]
    public async Task Without_the_right_nothing_more_is_sent_until_it_comes_back()
    {
        await using var server = new PostgresDispatchClockServer();
        await server.InitializeAsync();
        await using var receiver = new Gated();
        var webhook = await DeliverAsync(server, receiver.Url);
        (await receiver.NextAsync()).Sequence().ShouldBe(1);

        // Another one takes it before the server asks.
        await using (var connection = new NpgsqlConnection(server.Services.GetRequiredService<ServerSettings>().Database))
        {
            await connection.OpenAsync(None);
            await using var kill = new NpgsqlCommand(KillHolder, connection);
            await kill.ExecuteNonQueryAsync(None);
        }

        await using (await TakeAsync(server))
        {
            server.Clock.Advance(TimeSpan.FromSeconds(5));
            await server.LoggedAsync("This node has lost the right to deliver to webhooks");
            await server.LoggedAsync("This node delivers to webhooks no longer");
            receiver.Open();
            await server.CreateAsync(webhook.Merchant, "B");
            server.Clock.Advance(WebhookDispatcher.BetweenTries);

            receiver.Waiting.ShouldBe(0);
            (await server.Webhooks.FindAsync(webhook.Merchant, webhook.Id, None))!.State.ShouldBe(new WebhookState(0));
            (await server.Webhooks.ListDeliveriesAsync(webhook.Merchant, webhook.Id, null, 10, failedOnly: false, None)).ShouldBeEmpty("what became of it is not known");
        }

        await server.UntilAsync(webhook, state => state == new WebhookState(2), () => server.Clock.Advance(WebhookDispatcher.BetweenTries));
        (await receiver.NextAsync()).Sequence().ShouldBe(1);
        (await receiver.NextAsync()).Sequence().ShouldBe(2);
        receiver.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_delivered_while_nothing_can_be_stored_is_not_sent_again_and_again()
    {
        await using var server = new DispatchClockServer();
        await server.InitializeAsync();
        await using var receiver = new Gated();
        var webhook = await DeliverAsync(server, receiver.Url);
        await receiver.NextAsync();
        await server.Register.Transfer.SetStateAsync(RegisterState.ReadOnly, source: null, None);

        receiver.Open();
        await server.LoggedAsync("Deliveries to webhooks wait: The register is read-only");
        for (var i = 0; i < 10; i++) server.Clock.Advance(TimeSpan.FromSeconds(2));
        await server.Register.Transfer.SetStateAsync(RegisterState.Open, source: null, None);

        await server.UntilAsync(webhook, state => state == new WebhookState(1), () => server.Clock.Advance(TimeSpan.FromSeconds(1)));
        receiver.Waiting.ShouldBe(0);
        await server.CreateAsync(webhook.Merchant, "B");
        (await receiver.NextAsync()).Sequence().ShouldBe(2);
    }

    private static async Task<Webhook> DeliverAsync(DispatchServer server, string url)
    {
        var merchant = await server.AddMerchantAsync();
        var webhook = await server.AddAsync(merchant, url, WebhookSecret.Create());
        await server.CreateAsync(merchant, "A");
        return webhook;
    }

    private static async Task<IDeliveryLease> TakeAsync(DispatchServer server, Action? meanwhile = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (await server.Webhooks.TryTakeLeaseAsync(None) is { } lease) return lease;
            meanwhile?.Invoke();
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>A receiver that answers when it is told to, and from then on at once.</summary>
    private sealed class Gated : IAsyncDisposable
    {
        private readonly TaskCompletionSource _gate = new();
        private readonly Receiver _receiver;

        public Gated() => _receiver = new Receiver(async (stream, stop) =>
        {
            await _gate.Task.WaitAsync(stop);
            await Receiver.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", stop);
            return true;
        });

        public string Url => _receiver.Url;

        public int Waiting => _receiver.Waiting;

        public void Open() => _gate.SetResult();

        public Task<Receiver.Request> NextAsync() => _receiver.NextAsync();

        public ValueTask DisposeAsync() => _receiver.DisposeAsync();
    }
}
