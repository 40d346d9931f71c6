using Kundbok.Server.Webhooks;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>A turn that is free is given at once, so that nothing here has to wait to see that another one is not.</summary>
public sealed class SendTurnsTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SendTurns _turns = new();

    public void Dispose() => _turns.Dispose();

    [Fact]
    public async Task A_merchant_has_its_share_and_leaves_the_rest_to_others()
    {
        var taken = await TakeAsync(SendTurns.MostForMerchant, i => (1, $"host-{i}.example"));
        var waiting = Take(1, "another.example");
        waiting.IsCompleted.ShouldBeFalse();

        using (await Free(Take(2, "another.example")))
        {
            waiting.IsCompleted.ShouldBeFalse();
        }

        taken[0].Dispose();
        using var turn = await waiting;
        Take(1, "another.example").IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_host_has_its_share_whatever_merchants_send_to_it_and_however_it_is_written()
    {
        var taken = await TakeAsync(SendTurns.MostToHost, i => (i, "slow.example"));
        var waiting = Take(100, "SLOW.example:8443");
        waiting.IsCompleted.ShouldBeFalse();

        using (await Free(Take(101, "quick.example")))
        {
            waiting.IsCompleted.ShouldBeFalse();
        }

        taken[0].Dispose();
        using var turn = await waiting;
    }

    [Fact]
    public async Task No_more_than_so_many_are_sent_at_a_time_in_the_order_in_which_they_came()
    {
        var taken = await TakeAsync(SendTurns.MostAtOnce, i => (i, $"host-{i}.example"));
        var first = Take(100, "first.example");
        var second = Take(101, "second.example");
        (first.IsCompleted, second.IsCompleted).ShouldBe((false, false));

        taken[0].Dispose();
        using (await first) second.IsCompleted.ShouldBeFalse();
        using var last = await second;
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_takes_nothing_along()
    {
        var taken = await TakeAsync(SendTurns.MostForMerchant, i => (1, $"host-{i}.example"));
        using (var giveUp = new CancellationTokenSource())
        {
            var waiting = _turns.TakeAsync(Hook(1, "another.example"), giveUp.Token).AsTask();
            await giveUp.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(waiting);
        }

        foreach (var turn in taken) turn.Dispose();
        await TakeAsync(SendTurns.MostForMerchant, i => (1, $"host-{i}.example"));
        Take(1, "another.example").IsCompleted.ShouldBeFalse();
    }

    private async Task<IReadOnlyList<IDisposable>> TakeAsync(int count, Func<int, (long Merchant, string Host)> of)
    {
        var turns = new List<IDisposable>();
        for (var i = 0; i < count; i++)
        {
            var (merchant, host) = of(i);
            turns.Add(await Free(Take(merchant, host)));
        }

        return turns;
    }

    private static Task<IDisposable> Free(Task<IDisposable> turn)
    {
        turn.IsCompleted.ShouldBeTrue();
        return turn;
    }

    private Task<IDisposable> Take(long merchant, string host) => _turns.TakeAsync(Hook(merchant, host), None).AsTask();

    private static Webhook Hook(long merchant, string host) =>
        new(Webhook.NewId(), merchant, $"https://{host}/hook", "", WantedKinds.All, DateTimeOffset.UnixEpoch, new WebhookSecrets(new byte[60]), new WebhookState(0));
}
