using Kundbok.Contracts;
using Kundbok.Storage.Sqlite;

namespace Kundbok.Storage.Tests;

/// <summary>What the writes of one transaction have in common.</summary>
public sealed class SqliteGroupTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteRegister _register;

    public SqliteGroupTests() => _register = SqliteRegister.Open(_directory.Path, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _register.DisposeAsync();
        _directory.Dispose();
    }

    // Each segment is merged with others later: many small ones cost more than what is written of the customers.
    [Fact]
    public async Task Customers_that_are_added_together_are_one_segment_of_the_search_index()
    {
        var merchant = (await _register.Access.AddMerchantAsync("A merchant", None)).Id;

        await _register.Customers.CreateManyAsync(merchant, [.. Enumerable.Range(0, 3).Select(i => new NewCustomer(Input(i)))], Actor.Command("test"), None);

        var segments = await _register.Writer.WriteAsync(
            0, static (session, _) => (long)session.Prepared("SELECT count(DISTINCT segid) FROM customer_search_idx").ExecuteScalar()!, None);
        segments.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_counted_is_stored_before_anything_else_of_the_group_reads_it()
    {
        var first = (await _register.Access.AddMerchantAsync("A merchant", None)).Id;
        var second = (await _register.Access.AddMerchantAsync("Another", None)).Id;
        var seen = new List<Task<(long Tally, long LastId, long LastChange)>>();
        var created = new List<Task<CustomerWrite>>();

        // All but the first wait for it, and are one group.
        var blocked = new TaskCompletionSource();
        var blocker = _register.Writer.BetweenWritesAsync(() => blocked.Task.Wait(TimeSpan.FromSeconds(30))).AsTask();
        for (var i = 0; i < 6; i++)
        {
            created.Add(_register.Customers.CreateAsync(i % 2 == 0 ? first : second, Input(i), None).AsTask());
            seen.Add(_register.Writer.WriteAsync(first, static (session, merchant) => Counted(session, merchant), None).AsTask());
        }

        blocked.SetResult();
        await blocker;

        (await Task.WhenAll(created)).Select(write => write.ShouldBeOfType<CustomerWrite.Stored>().Id).ShouldBe([1, 2, 3, 4, 5, 6]);
        (await Task.WhenAll(seen)).ShouldBe([(1, 1, 1), (1, 2, 1), (2, 3, 2), (2, 4, 2), (3, 5, 3), (3, 6, 3)]);
    }

    [Fact]
    public async Task A_group_in_which_one_fails_counts_the_others_alone()
    {
        var merchant = (await _register.Access.AddMerchantAsync("A merchant", None)).Id;
        var blocked = new TaskCompletionSource();
        var blocker = _register.Writer.BetweenWritesAsync(() => blocked.Task.Wait(TimeSpan.FromSeconds(30))).AsTask();
        var before = _register.Customers.CreateAsync(merchant, Input(1), None).AsTask();
        var failing = _register.Writer.WriteCustomersAsync<int, int>(
            merchant,
            0,
            static (rows, _) =>
            {
                rows.TakeIds(10);
                rows.TakeSequences(10);
                throw new InvalidOperationException("It fails.");
            },
            None).AsTask();
        var after = _register.Customers.CreateAsync(merchant, Input(2), None).AsTask();

        blocked.SetResult();
        await blocker;

        await failing.ShouldThrowAsync<InvalidOperationException>();
        (await before).ShouldBeOfType<CustomerWrite.Stored>().ShouldSatisfyAllConditions(stored => stored.Id.ShouldBe(1), stored => stored.Version.ShouldBe(1));
        (await after).ShouldBeOfType<CustomerWrite.Stored>().ShouldSatisfyAllConditions(stored => stored.Id.ShouldBe(2), stored => stored.Version.ShouldBe(2));
        (await _register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
    }

    private static (long Tally, long LastId, long LastChange) Counted(SqliteSession session, long merchant) => (
        (long)session.Prepared("SELECT coalesce(sum(customers), 0) FROM customer_tally WHERE merchant = $merchant").With("$merchant", merchant).ExecuteScalar()!,
        (long)session.Prepared("SELECT last FROM customer_id").ExecuteScalar()!,
        (long)session.Prepared("SELECT last_change FROM merchant WHERE id = $merchant").With("$merchant", merchant).ExecuteScalar()!);

    private static CustomerInput Input(int number) => new()
    {
        [CustomerFields.Name] = $"Åkerström Cykel {number} AB",
        [CustomerFields.Address] = $"Storgatan {number}",
    };
}
