using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>
/// Delivers to one webhook, one message at a time and in order, until it is paused or gone. Nothing of its state is kept here: it is read
/// before each message, and what follows from an attempt is stored unless somebody has changed it since.
/// </summary>
internal sealed class WebhookLoop(DeliveryServices services, long merchant, string id, CancellationToken stop, CancellationToken abandon)
{
    private const int ChangesAtOnce = 100;
    private const int MostUnsaved = 1_000;

    // So that a webhook that wants few of many changes is not written for each that it does not.
    private static readonly TimeSpan SaveAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private CancellationTokenSource? _waiting;
    private bool _isWoken;
    private Webhook? _read;
    private Passed? _passed;

    /// <summary>Ends when nothing is to be delivered any more. It never fails.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start() => Ended = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>Looks at the webhook again when it is not as it was read here.</summary>
    public void Wake(Webhook? now)
    {
        if (now is not null && now == Volatile.Read(ref _read)) return;
        lock (_lock)
        {
            _isWoken = true;
            _waiting?.Cancel();
        }
    }

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                lock (_lock) _isWoken = false;
                if (!await StepAsync()) break;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault)
            {
                // Whatever it is, the next attempt may succeed.
                services.Log.Note(fault);
                await WaitAsync(token => Task.Delay(AfterFault, services.Time, token));
            }
        }

        services.Signal.Set();
    }

    private async Task<bool> StepAsync()
    {
        var webhook = await services.Webhooks.FindAsync(merchant, id, stop);
        Volatile.Write(ref _read, webhook);
        if (webhook is not { State.IsActive: true }) return false;

        if (RetrySchedule.WaitOf(webhook.State, services.Time.GetUtcNow()) is var wait && wait > TimeSpan.Zero)
        {
            // Looks at the clock again now and then: it may have been set, or the machine have slept.
            await WaitAsync(token => Task.Delay(wait < LongestWait ? wait : LongestWait, services.Time, token));
            return true;
        }

        var from = _passed?.OfSame(webhook) == true ? _passed.Sequence : webhook.State.Position;
        var page = await services.Changes.ReadAsync(merchant, from, webhook.Kinds == WantedKinds.All ? 1 : ChangesAtOnce, stop);
        if (webhook.State.Position < page.Log.Purged) await PauseAsync(webhook, PausedReasons.Expired);
        else if (page.Changes.FirstOrDefault(change => webhook.Kinds.Contains(change.Kind)) is { } wanted) await DeliverAsync(webhook, wanted.Sequence, page.Log);
        else await GoPastAsync(webhook, from, page);
        return true;
    }

    private async Task DeliverAsync(Webhook webhook, long sequence, ChangeLogState log)
    {
        if (await SendAsync(webhook, sequence, log) is not var (attempt, retryAfter)) return;

        var state = RetrySchedule.After(webhook.State, attempt, retryAfter, services.Time.GetUtcNow(), Random.Shared.NextDouble());
        if (await RecordAsync(webhook, attempt, state) && state.PausedReason is { } reason) services.Log.LogPaused(id, reason);
    }

    // Nothing when it had to wait, and the webhook or the customer is not what it was: that holds.
    private async Task<(DeliveryAttempt Attempt, TimeSpan? RetryAfter)?> SendAsync(Webhook webhook, long sequence, ChangeLogState log)
    {
        using var turn = await services.Turns.TakeAsync(webhook, stop);
        if (await services.Webhooks.FindAsync(merchant, id, stop) != webhook || await services.Changes.FindAsync(merchant, sequence, stop) is not { } change) return null;

        var message = new TriedMessage(sequence, WebhookPayload.IdOf(log, merchant, sequence), webhook.State.Failures + 1, WebhookPayload.Of(change));
        return await services.Attempts.MakeAsync(webhook, message, abandon);
    }

    // While it cannot be stored, as when the disk is full, the message is not sent again: its receiver would get it every moment.
    private async Task<bool> RecordAsync(Webhook webhook, DeliveryAttempt attempt, WebhookState state)
    {
        while (true)
        {
            try
            {
                return await services.Webhooks.RecordAsync(webhook, attempt, state, abandon);
            }
            catch (RegisterUnavailableException fault)
            {
                services.Log.Note(fault);
                await Task.Delay(AfterFault, services.Time, stop);
            }
        }
    }

    // Nothing that was read is wanted: goes on behind it, or waits when there is no more.
    private async Task GoPastAsync(Webhook webhook, long from, ChangePage page)
    {
        var end = page.Changes.Count > 0 ? page.Changes[^1].Sequence : Math.Max(from, page.Log.Last);
        _passed = new Passed(webhook.State.Position, webhook.Kinds, end);
        var unsaved = end - webhook.State.Position;
        var isQuiet = page.Changes.Count == 0 && !await WaitForChangeAsync(end, unsaved > 0 ? SaveAfter : LongestWait);
        if (unsaved >= MostUnsaved || (unsaved > 0 && isQuiet)) await services.Webhooks.SetStateAsync(webhook, webhook.State with { Position = end }, stop);
    }

    private async Task PauseAsync(Webhook webhook, string reason)
    {
        if (await services.Webhooks.SetStateAsync(webhook, webhook.State with { PausedReason = reason, NextAttempt = null }, stop)) services.Log.LogPaused(id, reason);
    }

    private async Task<bool> WaitForChangeAsync(long after, TimeSpan most)
    {
        var hasChange = false;
        await WaitAsync(async token => hasChange = await services.Watch.WaitAsync(merchant, after, most, token));
        return hasChange;
    }

    // Until it ends, or somebody wakes this.
    private async Task WaitAsync(Func<CancellationToken, Task> wait)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (_lock)
        {
            if (_isWoken) return;
            _waiting = waiting;
        }

        try
        {
            await wait(waiting.Token);
        }
        catch (OperationCanceledException)
        {
            // Woken, or stopped, which the loop sees.
        }
        finally
        {
            lock (_lock) _waiting = null;
        }
    }

    /// <summary>Up to where the log has nothing for the webhook, as long as nobody gives it another position or other kinds.</summary>
    private sealed record Passed(long Position, WantedKinds Kinds, long Sequence)
    {
        public bool OfSame(Webhook webhook) => webhook.State.Position == Position && webhook.Kinds == Kinds;
    }
}
