using System.Collections.Concurrent;
using System.Reflection;
using System.Threading.Channels;
using Kundbok.Server.Customers;
using Kundbok.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Customers;

/// <summary>What is costly to count is counted seldom, and never two at once.</summary>
public sealed class SpreadMemoryTests : IDisposable
{
    private const long Many = 2001;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CountedStore _counted;
    private readonly SpreadMemory _memory;

    public SpreadMemoryTests()
    {
        var store = DispatchProxy.Create<ICustomerStore, CountedStore>();
        _counted = (CountedStore)(object)store;
        _memory = new SpreadMemory(store, _clock);
    }

    public void Dispose() => _memory.Dispose();

    [Fact]
    public async Task A_large_merchant_is_counted_once_for_everybody_who_asks()
    {
        var asked = Enumerable.Range(0, 10).Select(_ => FindAsync(1)).ToList();
        await _counted.BegunAsync();
        await Should.ThrowAsync<OperationCanceledException>(_memory.FindAsync(1, Many, new CancellationToken(canceled: true)).AsTask()); // whoever goes does not stop it
        _counted.Finish(7);

        (await Task.WhenAll(asked)).ShouldAllBe(spread => spread.Spread.NoCountry == 7);
        (await FindAsync(1)).Spread.NoCountry.ShouldBe(7);
        _counted.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task After_some_minutes_it_is_counted_again_and_what_is_known_is_told_meanwhile()
    {
        var first = FindAsync(1);
        await _counted.BegunAsync();
        _counted.Finish(1);
        await first;

        _clock.Advance(SpreadMemory.Fresh);
        (await FindAsync(1)).ShouldBe(await first);
        (await FindAsync(1)).ShouldBe(await first);
        await _counted.BegunAsync();
        _counted.Calls.ShouldBe(2);
        _clock.Advance(SpreadMemory.Old);
        var waiting = FindAsync(1);
        waiting.IsCompleted.ShouldBeFalse();
        _counted.Finish(2);

        (await waiting).Spread.NoCountry.ShouldBe(2);
        _counted.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task One_large_merchant_is_counted_at_a_time()
    {
        var first = FindAsync(1);
        await _counted.BegunAsync();
        var second = FindAsync(2);

        _counted.Calls.ShouldBe(1);
        _counted.Finish(1);
        await first;
        await _counted.BegunAsync();
        _counted.Finish(2);

        (await second).Spread.NoCountry.ShouldBe(2);
    }

    [Fact]
    public async Task A_count_that_fails_is_tried_again_by_the_next_who_asks()
    {
        var first = FindAsync(1);
        await _counted.BegunAsync();
        _counted.Fail();
        await Should.ThrowAsync<RegisterUnavailableException>(first);

        var second = FindAsync(1);
        await _counted.BegunAsync();
        _counted.Finish(3);

        (await second).Spread.NoCountry.ShouldBe(3);
    }

    [Fact]
    public async Task A_small_merchant_is_counted_each_time()
    {
        for (var i = 1; i <= 2; i++)
        {
            var asked = _memory.FindAsync(1, Many - 1, CancellationToken.None).AsTask();
            await _counted.BegunAsync();
            _counted.Finish(i);
            (await asked).Spread.NoCountry.ShouldBe(i);
        }
    }

    private Task<MerchantSpread> FindAsync(long merchant) => _memory.FindAsync(merchant, Many, CancellationToken.None).AsTask();

    /// <summary>Counts when it is told to.</summary>
    public class CountedStore : DispatchProxy
    {
        private readonly ConcurrentQueue<TaskCompletionSource<CustomerSpread>> _running = [];
        private readonly Channel<int> _begun = Channel.CreateUnbounded<int>();

        internal int Calls { get; private set; }

        internal async Task BegunAsync() => await _begun.Reader.ReadAsync();

        internal void Finish(long customers) => Next().SetResult(new CustomerSpread(new long[25], [], customers, 0));

        internal void Fail() => Next().SetException(new RegisterUnavailableException("It is away."));

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            targetMethod!.Name.ShouldBe(nameof(ICustomerStore.SpreadAsync));
            Calls++;
            var source = new TaskCompletionSource<CustomerSpread>(TaskCreationOptions.RunContinuationsAsynchronously);
            _running.Enqueue(source);
            _begun.Writer.TryWrite(Calls);
            return new ValueTask<CustomerSpread>(source.Task);
        }

        private TaskCompletionSource<CustomerSpread> Next() => _running.TryDequeue(out var next) ? next : throw new InvalidOperationException("Nothing is being counted.");
    }
}
