using System.Net;
using Kundbok.Contracts;
using Kundbok.Server.Changes;
using Kundbok.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Kundbok.Server.Tests.Changes.FeedRequests;

namespace Kundbok.Server.Tests.Changes;

/// <summary>Requests that wait for a change. The server's clock stands still.</summary>
public abstract class LongPollTests(FeedServer server)
{
    private const string Wait = "&wait=60";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_write_of_the_same_node_ends_the_wait_at_once()
    {
        var (merchant, client, cursor) = await ConsumerAsync();
        using var _ = client;
        var waiting = client.ChangesAsync(cursor, Wait);
        await UntilAsync(server, merchant, waiting: 1);

        var id = await client.CreateAsync("""{"name":"A"}""");

        Kinds(await waiting).ShouldBe([$"created {id}"]);
        CountOf(server, merchant).ShouldBe(0);
    }

    [Fact]
    public async Task A_write_of_another_node_or_a_command_ends_the_wait_with_the_next_poll()
    {
        var (merchant, client, cursor) = await ConsumerAsync();
        using var _ = client;
        await using var another = server.OpenAnother();
        for (var round = 0; round < 3; round++)
        {
            var waiting = client.ChangesAsync(cursor, Wait);
            await UntilAsync(server, merchant, waiting: 1);

            var written = await another.Customers.CreateAsync(merchant, new CustomerInput { [CustomerFields.Name] = "A" }, CancellationToken.None);
            await AdvanceUntilAsync(ChangeWatch.Interval, waiting);

            Kinds(await waiting).ShouldBe([$"created {((CustomerWrite.Stored)written).Id}"]);
            cursor = Next(await waiting);
        }
    }

    [Fact]
    public async Task When_the_time_is_over_the_answer_is_empty_with_the_same_cursor()
    {
        var (merchant, client, cursor) = await ConsumerAsync();
        using var _ = client;
        using var other = await server.NewMerchantAsync();
        var waiting = client.ChangesAsync(cursor, Wait);
        await UntilAsync(server, merchant, waiting: 1);
        await other.CreateAsync("""{"name":"Another merchant's"}""");

        await AdvanceUntilAsync(TimeSpan.FromSeconds(5), waiting);

        Kinds(await waiting).ShouldBeEmpty();
        Next(await waiting).ShouldBe(cursor);
    }

    [Fact]
    public async Task Nothing_is_waited_for_where_there_is_a_change_or_no_cursor()
    {
        var (_, client, cursor) = await ConsumerAsync();
        using var _ = client;
        var id = await client.CreateAsync("""{"name":"A"}""");

        Kinds(await client.ChangesAsync(cursor, Wait)).ShouldBe([$"created {id}"]);
        Next(await client.GetJsonAsync($"{Feed}?wait=60")).ShouldBe(At(cursor, 1));
    }

    [Fact]
    public async Task Head_waits_as_get_does()
    {
        var (merchant, client, cursor) = await ConsumerAsync();
        using var _ = client;
        var waiting = client.SendAsync(HttpMethod.Head, $"{Feed}?wait=60&after={cursor}");
        await UntilAsync(server, merchant, waiting: 1);

        await client.CreateAsync("""{"name":"A"}""");

        using var answer = await waiting;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_is_gone_waits_no_longer()
    {
        var (merchant, client, cursor) = await ConsumerAsync();
        using var _ = client;
        using var goes = new CancellationTokenSource();
        var waiting = client.GetAsync($"{Feed}?wait=60&after={cursor}", goes.Token);
        await UntilAsync(server, merchant, waiting: 1);

        await goes.CancelAsync();

        await UntilAsync(server, merchant, waiting: 0);
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Fact]
    public async Task More_requests_of_a_merchant_than_may_wait_are_told_to_come_later()
    {
        var (merchant, client, cursor) = await ConsumerAsync();
        using var _ = client;
        var waiting = Enumerable.Range(0, WaitingRequests.MostOfMerchant).Select(_ => client.ChangesAsync(cursor, Wait)).ToList();
        await UntilAsync(server, merchant, WaitingRequests.MostOfMerchant);

        using (var refused = await client.GetAsync($"{Feed}?wait=60&after={cursor}"))
        {
            await Task.FromResult(refused).ProblemAsync(429, "too_many_requests");
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }

        Kinds(await client.ChangesAsync(cursor)).ShouldBeEmpty();
        var (other, another, cursorOfAnother) = await ConsumerAsync();
        using var __ = another;
        var ofAnother = another.ChangesAsync(cursorOfAnother, Wait);
        await UntilAsync(server, other, waiting: 1);

        var id = await client.CreateAsync("""{"name":"A"}""");
        foreach (var answer in await Task.WhenAll(waiting)) Kinds(answer).ShouldBe([$"created {id}"]);
        await another.CreateAsync("""{"name":"A"}""");
        Kinds(await ofAnother).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_server_that_stops_lets_those_who_wait_go()
    {
        await using var stopping = New();
        await stopping.InitializeAsync();
        var merchant = await stopping.AddMerchantAsync();
        using var client = stopping.WithToken(await stopping.TokenAsync(merchant));
        var cursor = await client.CursorAsync();
        var waiting = client.ChangesAsync(cursor, Wait);
        await UntilAsync(stopping, merchant, waiting: 1);

        stopping.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var answer = await waiting; // its clock stands still: nothing else ends it
        Kinds(answer).ShouldBeEmpty();
        Next(answer).ShouldBe(cursor);
    }

    private protected abstract FeedServer New();

    private static int CountOf(FeedServer server, long merchant) => server.Services.GetRequiredService<WaitingRequests>().CountOf(merchant);

    private static async Task UntilAsync(FeedServer server, long merchant, int waiting)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (CountOf(server, merchant) != waiting) await Task.Delay(Pause, patience.Token);
    }

    // Again and again: the request may not have begun to wait when the clock is set forward first.
    private async Task AdvanceUntilAsync(TimeSpan step, Task ended)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!ended.IsCompleted)
        {
            server.Clock.Advance(step);
            await Task.Delay(Pause, patience.Token);
        }
    }

    private async Task<(long Merchant, HttpClient Client, string Cursor)> ConsumerAsync()
    {
        var merchant = await server.AddMerchantAsync();
        var client = server.WithToken(await server.TokenAsync(merchant));
        return (merchant, client, await client.CursorAsync());
    }

    public sealed class OnSqlite(FeedServer server) : LongPollTests(server), IClassFixture<FeedServer>
    {
        private protected override FeedServer New() => new();
    }

    public sealed class OnPostgres(PostgresFeedServer server) : LongPollTests(server), IClassFixture<PostgresFeedServer>
    {
        private protected override FeedServer New() => new PostgresFeedServer();
    }
}
