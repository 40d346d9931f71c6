using Kundbok.Server.Webhooks;

namespace Kundbok.Server.Tests.Webhooks;

public sealed class DispatcherTargetTests(StrictDispatchServer server) : IClassFixture<StrictDispatchServer>
{
    [Fact]
    public async Task Nothing_is_sent_to_a_private_address_that_was_allowed_once()
    {
        await using var receiver = Receiver.Answering("200 OK");
        var merchant = await server.AddMerchantAsync();
        var webhook = await server.AddAsync(merchant, receiver.Url, WebhookSecret.Create());
        await server.CreateAsync(merchant, "A");

        await server.UntilAsync(webhook, state => state.Failures == 1);

        var attempts = await server.Webhooks.ListDeliveriesAsync(merchant, webhook.Id, null, 10, failedOnly: true, CancellationToken.None);
        attempts.ShouldHaveSingleItem().Attempt.FailedReason.ShouldBe(WebhookReason.TargetNotAllowed);
        receiver.Connections.ShouldBe(0);
    }
}
