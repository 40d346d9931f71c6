using System.Text;
using Kundbok.Contracts;
using Kundbok.Storage.Postgres;
using Kundbok.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Storage.Tests;

/// <summary>The log, and what is kept of requests, when a register is taken from one engine to the other.</summary>
public sealed class RegisterCopyLogTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly RetryKey Key = new(new byte[] { 1, 2, 3 }, new byte[] { 4 });

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private BothEngines _places = null!;

    public async ValueTask InitializeAsync() => _places = await BothEngines.CreateAsync();

    public ValueTask DisposeAsync() => _places.DisposeAsync();

    [Fact]
    public async Task There_and_back_the_log_is_the_same_and_goes_on_from_where_it_was()
    {
        await using var first = Embedded("first");
        await FillAsync(first);
        var before = await LogAsync(first);
        before.Count.ShouldBeGreaterThan(200);
        await using var cluster = OnPostgres();
        await using var last = Embedded("last");

        await CopyAsync(first, cluster);
        await CopyAsync(cluster, last);

        var state = await first.Changes.ReadStateAsync(1, None);
        state.Purged.ShouldBeGreaterThan(0);
        foreach (var register in (IRegister[])[cluster, last])
        {
            (await register.Changes.ReadStateAsync(1, None)).ShouldBe(state);
            (await LogAsync(register)).ShouldBe(before);
            (await register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
        }

        (await CreateAsync(last)).Version.ShouldBe(state.Last + 1);
        (await last.Changes.ReadAsync(1, state.Last, 10, None)).Changes.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_request_that_is_repeated_on_the_copy_is_not_done_again()
    {
        await using var source = Embedded("source");
        await source.Access.AddMerchantAsync("First", None);
        var before = await CreateAsync(source, Key);
        await using var target = OnPostgres();
        await CopyAsync(source, target);

        var again = await CreateAsync(target, Key);

        again.IsReplay.ShouldBeTrue();
        again.Id.ShouldBe(before.Id);
        (await target.Customers.CountAsync(1, CustomerFilter.All, None)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_that_is_broken_off_in_the_log_goes_on_where_it_was(bool toPostgres)
    {
        await using var embedded = Embedded("source");
        await using var onPostgres = OnPostgres();
        var (source, target) = toPostgres ? ((IRegister)embedded, (IRegister)onPostgres) : (onPostgres, embedded);
        await source.Access.AddMerchantAsync("First", None);
        foreach (var batch in Enumerable.Range(0, 3_000).Chunk(1_000))
            (await source.Customers.CreateManyAsync(1, [.. batch.Select(i => new NewCustomer(new CustomerInput { [CustomerFields.Name] = $"Åsa {i}" }))], None)).ShouldBeNull();
        await CreateAsync(source, Key);
        using var breakOff = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => CopyAsync(source, target, new Telling(value =>
        {
            if (value.Changes > 0) breakOff.Cancel();
        }), breakOff.Token));
        (await LogAsync(target)).Count.ShouldBeInRange(1, 3_000);
        var told = new List<RegisterCopyProgress>();
        await CopyAsync(source, target, new Telling(told.Add));

        told.ShouldContain(new RegisterCopyProgress(RegisterCopyStep.Copying, 3_001, 3_001));
        told.ShouldContain(new RegisterCopyProgress(RegisterCopyStep.Comparing, 3_001, 3_001));
        (await LogAsync(target)).SequenceEqual(await LogAsync(source), StringComparer.Ordinal).ShouldBeTrue();
        (await target.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
        (await CreateAsync(target, Key)).IsReplay.ShouldBeTrue();
    }

    [Theory]
    [InlineData("UPDATE change SET actor = 'user eve' WHERE sequence = 1")]
    [InlineData("UPDATE change SET at = at + 1 WHERE sequence = 1")]
    [InlineData("DELETE FROM change WHERE sequence = 1")]
    [InlineData("UPDATE kept_answer SET request = 'x'")]
    public async Task A_log_that_is_not_the_same_in_the_end_is_noticed(string change)
    {
        await using var source = Embedded("source");
        await source.Access.AddMerchantAsync("First", None);
        await CreateAsync(source, Key);
        await CreateAsync(source);
        await using var target = OnPostgres();
        var changed = new Telling(value =>
        {
            if (value.Step == RegisterCopyStep.Comparing && value.Changes == 0) _places.Database.ExecuteAsync(change).GetAwaiter().GetResult();
        });

        (await Should.ThrowAsync<RegisterUnusableException>(() => CopyAsync(source, target, changed))).Message.ShouldContain("not the same");

        (await target.Transfer.ReadStatusAsync(None)).State.ShouldBe(RegisterState.Receiving);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_register_that_is_released_goes_on_otherwise_than_its_copy_and_says_so(bool toPostgres)
    {
        await using var embedded = Embedded("source");
        await using var onPostgres = OnPostgres();
        var (source, target) = toPostgres ? ((IRegister)embedded, (IRegister)onPostgres) : (onPostgres, embedded);
        await source.Access.AddMerchantAsync("First", None);
        var epoch = (await source.Changes.ReadStateAsync(1, None)).Epoch;
        (await source.Transfer.ReleaseAsync(None)).ShouldBeFalse();
        (await source.Changes.ReadStateAsync(1, None)).Epoch.ShouldBe(epoch);
        await CopyAsync(source, target);

        (await source.Transfer.ReleaseAsync(None)).ShouldBeTrue();

        await CreateAsync(source);
        string.Equals((await source.Changes.ReadStateAsync(1, None)).Epoch, epoch, StringComparison.Ordinal).ShouldBeFalse("two registers go on from one log");
        (await target.Changes.ReadStateAsync(1, None)).Epoch.ShouldBe(epoch);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_that_stood_still_until_another_had_ended_writes_nothing_into_the_log(bool toPostgres)
    {
        await using var embedded = Embedded("source");
        await using var onPostgres = OnPostgres();
        var (source, target) = toPostgres ? ((IRegister)embedded, (IRegister)onPostgres) : (onPostgres, embedded);
        await source.Access.AddMerchantAsync("First", None);
        await CopyAsync(source, target);
        var change = new Change(1, 1, ChangeKind.Removed, _time.GetUtcNow(), Actor.Command("test"), 1, null);

        await Should.ThrowAsync<RegisterUnusableException>(() => target.Transfer.WriteChangesAsync(1, [change], None).AsTask());
        await Should.ThrowAsync<RegisterUnusableException>(() => target.Transfer.WriteAnswersAsync(1, [new CopiedAnswer([1], [2], 0, 1, null, 1)], None).AsTask());

        (await LogAsync(target)).ShouldBeEmpty();
        (await target.Transfer.ReadAnswersAsync(1, [], None)).ShouldBeEmpty();
    }

    private async Task FillAsync(IRegister register)
    {
        await register.Access.AddMerchantAsync("First", None);
        await register.Access.AddMerchantAsync("Second", None);
        var mix = new ChangeMix(register, _time, seed: 3);
        await mix.RunAsync(1, 300);
        await mix.RunAsync(2, 300);
    }

    private static async Task<List<string>> LogAsync(IRegister register)
    {
        var log = new List<string>();
        foreach (var merchant in (long[])[1, 2])
        {
            var after = 0L;
            while ((await register.Changes.ReadAsync(merchant, after, 1_000, None)).Changes is { Count: > 0 } changes)
            {
                log.AddRange(changes.Select(change => $"{merchant} {change with { Document = null }} {(change.Document is { } document ? Encoding.UTF8.GetString(document.Span) : "gone")}"));
                after = changes[^1].Sequence;
            }

            log.AddRange((await register.Transfer.ReadAnswersAsync(merchant, [], None)).Select(kept =>
                $"{merchant} {Convert.ToHexString(kept.Key)} {Convert.ToHexString(kept.Request)} {kept.At} {kept.Outcome} {kept.Change} {kept.Customers}"));
        }

        return log;
    }

    private static async Task<CustomerWrite.Stored> CreateAsync(IRegister register, RetryKey? key = null) =>
        (CustomerWrite.Stored)await register.Customers.CreateAsync(1, new CustomerInput { [CustomerFields.Name] = "Åsa" }, new ChangeOrigin(Actor.Command("test"), key), None);

    private static async Task CopyAsync(IRegister source, IRegister target, IProgress<RegisterCopyProgress>? progress = null, CancellationToken cancellation = default) =>
        await new RegisterCopy(source, target, progress ?? new Telling(_ => { })).RunAsync(cancellation);

    private SqliteRegister Embedded(string name) => _places.Embedded(name, _time);

    private PostgresRegister OnPostgres() => _places.OnPostgres(_time);

    private sealed class Telling(Action<RegisterCopyProgress> told) : IProgress<RegisterCopyProgress>
    {
        public void Report(RegisterCopyProgress value) => told(value);
    }
}
