using Kundbok.Server.Webhooks;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>What happens over days. Each test has the clock, and so the server, to itself.</summary>
public abstract class DispatcherScheduleTests(DispatchClockServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_receiver_that_fails_is_tried_by_the_schedule_for_three_days_then_paused_and_goes_on_from_where_it_was()
    {
        TimeSpan[] pauses =
        [
            TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
            TimeSpan.FromHours(14), TimeSpan.FromHours(20),
        ];
        var status = "500 Internal Server Error";
        await using var receiver = new Receiver(async (stream, stop) =>
        {
            await Receiver.SendAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n", stop);
            return true;
        });
        var merchant = await server.AddMerchantAsync();
        var webhook = await server.AddAsync(merchant, receiver.Url, WebhookSecret.Create());
        var begun = server.Clock.GetUtcNow();
        await server.CreateAsync(merchant, "A");
        await server.CreateAsync(merchant, "B");

        for (var failures = 1; failures <= pauses.Length; failures++)
        {
            var failed = (await server.UntilAsync(webhook, state => state.Failures == failures)).State;
            (await receiver.NextAsync()).Sequence().ShouldBe(1);
            failed.FailingSince.ShouldBe(begun);
            var pause = failed.NextAttempt!.Value - server.Clock.GetUtcNow();
            pause.ShouldBeInRange(pauses[failures - 1] * 0.99, pauses[failures - 1] * 1.11);
            await PassAsync(webhook, pause, failures);
        }

        // The attempt after these is the last: it is made when the three days are over.
        var last = (await server.UntilAsync(webhook, state => state.Failures == pauses.Length + 1)).State;
        last.NextAttempt.ShouldBe(begun + TimeSpan.FromDays(3));
        await PassAsync(webhook, last.NextAttempt!.Value - server.Clock.GetUtcNow(), pauses.Length + 1);
        var paused = await server.UntilAsync(webhook, state => !state.IsActive);
        paused.State.PausedReason.ShouldBe(PausedReasons.Failing);
        paused.State.Position.ShouldBe(0);
        for (var i = 0; i < 2; i++) (await receiver.NextAsync()).Sequence().ShouldBe(1);

        status = "200 OK";
        await server.Webhooks.UpdateAsync(merchant, webhook.Id, new WebhookChange { IsActive = true }, None);
        server.Wake();

        (await receiver.NextAsync()).Sequence().ShouldBe(1);
        (await receiver.NextAsync()).Sequence().ShouldBe(2);
        await server.UntilAsync(webhook, state => state == new WebhookState(2));
    }

    // The loop may have looked at the clock before, and begin to wait after: then it waits once more, ten minutes at most.
    private async Task PassAsync(Webhook webhook, TimeSpan pause, int failures)
    {
        var until = server.Clock.GetUtcNow() + pause;
        while (true)
        {
            server.Clock.SetUtcNow(until);
            for (var i = 0; i < 300; i++)
            {
                if ((await server.Webhooks.FindAsync(webhook.Merchant, webhook.Id, None))!.State.Failures != failures) return;
                await Task.Delay(10);
            }

            until += TimeSpan.FromMinutes(10);
        }
    }

    public sealed class OnSqlite(DispatchClockServer server) : DispatcherScheduleTests(server), IClassFixture<DispatchClockServer>;

    public sealed class OnPostgres(PostgresDispatchClockServer server) : DispatcherScheduleTests(server), IClassFixture<PostgresDispatchClockServer>;
}
