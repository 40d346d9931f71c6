using System.Diagnostics;
using Kundbok.Server.Access;
using Kundbok.Server.Tests.Webhooks;
using Kundbok.Server.Webhooks;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Nodes;

/// <summary>Nodes of the real program deliver to webhooks.</summary>
public sealed class DeliveryTests
{
    private const int Changes = 60;
    private const string OldSecrets = "lacks the register's newest secret";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
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
        for (var i = 2; i <= Changes; i++)
        {
            await other.CreateAsync($$"""{"name":"Number {{i}}"}""");
            if (i == Changes / 2) await group[0].KillAsync();
        }

        await AllArriveAsync(receiver, from: 1, secret);
    }

    [Fact]
    public async Task A_node_whose_secret_file_is_old_sends_nothing_and_says_so_and_delivers_when_it_has_the_new_one()
    {
        await using var database = await SharedPostgres.CreateDatabaseAsync();
        await using var group = new NodeGroup(database.ConnectionString);
        for (var i = 0; i < 2; i++) await group.AddAsync();
        await using var receiver = Receiver.Answering("200 OK");
        using var client = group[1].Client(group[0].GreetingToken());
        var webhook = await client.AddWebhookAsync(receiver.Url);
        await group.RunAsync("key", "rotate"); // which seals the webhook's secret anew
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !group[1].Errors.Contains(OldSecrets, StringComparison.Ordinal);) await Task.Delay(20);
        group[1].Errors.ShouldContain(OldSecrets);

        await group[0].KillAsync();
        await client.CreateAsync("""{"name":"A"}""");

        await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/test").ProblemAsync(503, "unavailable");
        (await client.FindWebhookAsync(webhook)).Text("status").ShouldBe("active");
        receiver.Connections.ShouldBe(0);

        group.CopySecret(1);
        SignatureOfThePage.IsRight(webhook.Text("secret"), await receiver.NextAsync()).ShouldBeTrue();
        await client.UntilAsync(webhook, found => found["behind"]!.GetValue<int>() == 0);
    }

    [Fact]
    public async Task When_the_database_was_away_deliveries_go_on_and_nothing_is_missing()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var group = new NodeGroup(cluster.ConnectionString(await cluster.CreateDatabaseAsync()));
        await group.AddAsync();
        await using var receiver = Receiver.Answering("200 OK");
        using var client = group[0].Client(group[0].GreetingToken());
        await client.AddWebhookAsync(receiver.Url);
        for (var i = 1; i <= Changes / 2; i++) await client.CreateAsync($$"""{"name":"Number {{i}}"}""");
        (await receiver.NextAsync()).Sequence().ShouldBe(1);

        cluster.Kill();
        await client.SendAsync(HttpMethod.Post, "/customers", """{"name":"Nobody"}""").ProblemAsync(503, "unavailable");
        await cluster.RestartAsync();
        for (var i = Changes / 2; i < Changes; i++) await client.CreateAsync($$"""{"name":"Number {{i + 1}}"}""");

        await AllArriveAsync(receiver, from: 1);
    }

    // In order, and none missing; the last one may come once more.
    private static async Task AllArriveAsync(Receiver receiver, long from, WebhookSecret? secret = null)
    {
        for (var last = from; last < Changes;)
        {
            var request = await receiver.NextAsync();
            if (secret is not null) request.IsSignedBy(secret).ShouldBeTrue();
            var sequence = request.Sequence();
            sequence.ShouldBeInRange(last, last + 1);
            last = sequence;
        }
    }

    private static async Task AddAsync(IRegister register, SecretKeys secrets, string url, WebhookSecret secret)
    {
        var merchant = (await register.Access.ListMerchantsAsync(None))[0].Id;
        var id = Webhook.NewId();
        var kept = new WebhookSecrets(new WebhookSeal(secrets).Seal(secret, merchant, id));
        (await register.Webhooks.AddAsync(new Webhook(id, merchant, url, "", WantedKinds.All, DateTimeOffset.UnixEpoch, kept, new WebhookState(0)), None)).ShouldBeTrue();
    }
}
