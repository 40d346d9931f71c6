using System.Runtime.CompilerServices;
using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>
/// Every change of the merchant's customers, in the order in which they were committed, each exactly once. For a copy elsewhere: take a
/// cursor, list or export the customers, then follow from the cursor, and put each change's customer in the place of what was there.
/// </summary>
public sealed class ChangesClient
{
    private const string Path = "customers/changes";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FollowingWait = TimeSpan.FromSeconds(30);

    private readonly RequestSender _sender;

    internal ChangesClient(RequestSender sender) => _sender = sender;

    /// <summary>The cursor behind everything that has happened.</summary>
    public async Task<string> GetCursorAsync(CancellationToken cancellation = default) =>
        (await _sender.SendAsync(ApiRequest.Get(Path), ClientJson.Default.ChangePage, cancellation).ConfigureAwait(false)).Next;

    /// <summary>What was changed last, the newest last, and the cursor behind it.</summary>
    /// <param name="most">How many places of the feed to look at, 1 to 100; fewer changes come when some went with customers that were erased.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<ChangePage> GetNewestAsync(int most = 15, CancellationToken cancellation = default) =>
        _sender.SendAsync(ApiRequest.Get(new ApiAddress(Path).Add("newest", most).ToString()), ClientJson.Default.ChangePage, cancellation);

    /// <summary>The changes behind a cursor; none, with the same cursor, when there are none yet.</summary>
    /// <param name="after">The cursor.</param>
    /// <param name="limit">The most changes, 1 to 10,000; fewer come when their customers are large.</param>
    /// <param name="wait">How long to wait for a change when there is none, rounded up to whole seconds, at most 60.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="KundbokException"><see cref="ProblemCode.CursorExpired"/>: start over; <see cref="ProblemCode.InvalidPage"/>: it is no cursor.</exception>
    public Task<ChangePage> GetPageAsync(string after, int limit = 100, TimeSpan wait = default, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, LongestWait);
        var address = new ApiAddress(Path).Add("after", after).Add("limit", limit).Add("wait", wait == default ? null : (long)Math.Ceiling(wait.TotalSeconds));
        return _sender.SendAsync(ApiRequest.Get(address.ToString()) with { Wait = wait }, ClientJson.Default.ChangePage, cancellation);
    }

    /// <summary>The changes behind a cursor, in pages, up to the last that there is.</summary>
    /// <param name="after">The cursor.</param>
    /// <param name="limit">The most changes of a page, 1 to 10,000.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="KundbokException">See <see cref="GetPageAsync"/>.</exception>
    public IAsyncEnumerable<ChangePage> ReadAsync(string after, int limit = 100, CancellationToken cancellation = default) =>
        PagesAsync(after, limit, wait: default, cancellation);

    /// <summary>
    /// The changes behind a cursor, in pages, and then every change as soon as it is made, until it is cancelled. Keep <see cref="ChangePage.Next"/> when
    /// the changes of a page have been dealt with, and go on from there: whoever stops anywhere misses nothing and gets nothing twice.
    /// </summary>
    /// <param name="after">The cursor.</param>
    /// <param name="limit">The most changes of a page, 1 to 10,000.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="KundbokException">See <see cref="GetPageAsync"/>; also when the register cannot be reached for longer than the retries take.</exception>
    public IAsyncEnumerable<ChangePage> FollowAsync(string after, int limit = 100, CancellationToken cancellation = default) =>
        PagesAsync(after, limit, FollowingWait, cancellation);

    private async IAsyncEnumerable<ChangePage> PagesAsync(string after, int limit, TimeSpan wait, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var page = await GetPageAsync(after, limit, wait, cancellation).ConfigureAwait(false);
            if (page.Changes.Count > 0) yield return page;
            else if (wait == default) yield break;
            after = page.Next;
        }
    }
}

/// <summary>Changes, and the cursor behind them.</summary>
/// <param name="Changes">The changes, in order.</param>
/// <param name="Next">Where to go on when they have been dealt with.</param>
public sealed record ChangePage(IReadOnlyList<CustomerChange> Changes, string Next);

/// <summary>A change of a customer.</summary>
/// <param name="Sequence">Its place among the merchant's changes; the version that the customer has by it.</param>
/// <param name="Id">The customer.</param>
/// <param name="Kind">What happened; null for a kind that this client does not know: do as <paramref name="Customer"/> says, whatever it is.</param>
/// <param name="Time">When, by the clock of the node that made the change. The order is that of <paramref name="Sequence"/>.</param>
/// <param name="Actor">Who made it.</param>
/// <param name="Operation">The first change that was made together with this one.</param>
/// <param name="Customer">The customer after it; null when it is gone.</param>
public sealed record CustomerChange(long Sequence, long Id, ChangeKind? Kind, DateTimeOffset Time, ChangeActor Actor, long Operation, Customer? Customer);
