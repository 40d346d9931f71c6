using Kundbok.Server.Access;
using Kundbok.Server.Tests.Webhooks;
using Kundbok.Server.Webhooks;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Nodes;

/// <summary>Nodes of the real program deliver to webhooks.</summary>
public sealed class DeliveryTests
{
    private const int Changes = 60;
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task When_the_node_that_delivers_is_killed_another_goes_on_and_every_change_arrives_in_order()
    {
        await using var database = await SharedPostgres.CreateDatabaseAsync();
        await using var group = new NodeGroup(database.ConnectionString);
        await group.AddAsync();
        await using var receiver = Receiver.Answering("200 OK");
        await using var register = ServerBuilder.OpenRegister(database.ConnectionString, TimeProvider.System, RegisterUse.Command, mayCreate: false);
        var secret = WebhookSecret.Create();
        await AddAsync(register, SecretKeys.Open(group.DataOf(0), TimeProvider.System), receiver.Url, secret);
        var token = group[0].GreetingToken();
        using (var client = group[0].Client(token))
        {
            await client.CreateAsync("""{"name":"Number 1"}""");
            (await receiver.NextAsync()).Sequence().ShouldBe(1); // the first node has the right
        }

        using var other = (await group.AddAsync()).Client(token);
        var arrived = new List<long> { 1 };
        for (var i = 2; i <= Changes; i++)
        {
            await other.CreateAsync($$"""{"name":"Number {{i}}"}""");
            if (i == Changes / 2) await group[0].KillAsync();
        }

        while (arrived[^1] < Changes)
        {
            var request = await receiver.NextAsync();
            request.IsSignedBy(secret).ShouldBeTrue();
            var sequence = request.Sequence();
            sequence.ShouldBeInRange(arrived[^1], arrived[^1] + 1, "what comes next, or the last one once more");
            arrived.Add(sequence);
        }

        arrived.Distinct().ShouldBe(Enumerable.Range(1, Changes).Select(i => (long)i));
    }

    private static async Task AddAsync(IRegister register, SecretKeys secrets, string url, WebhookSecret secret)
    {
        var merchant = (await register.Access.ListMerchantsAsync(None))[0].Id;
        var id = Webhook.NewId();
        var kept = new WebhookSecrets(new WebhookSeal(secrets).Seal(secret, merchant, id));
        (await register.Webhooks.AddAsync(new Webhook(id, merchant, url, "", WantedKinds.All, DateTimeOffset.UnixEpoch, kept, new WebhookState(0)), None)).ShouldBeTrue();
    }
}
