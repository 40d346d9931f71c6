using System.Security.Cryptography;
using System.Text;
using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

public abstract partial class ChangeLogContract
{
    [Fact]
    public async Task A_repeated_create_gives_what_the_first_gave_whatever_has_happened_since()
    {
        var merchant = await MerchantAsync();
        var first = (await Store.CreateAsync(merchant, Named("A"), With("key", "create A"), None)).ShouldBeOfType<CustomerWrite.Stored>();
        await Store.UpdateAsync(merchant, first.Id, Named("B"), condition: null, Maja, None);
        await Store.RemoveAsync(merchant, first.Id, condition: null, Maja, None);

        var again = (await Store.CreateAsync(merchant, Named("A"), With("key", "create A"), None)).ShouldBeOfType<CustomerWrite.Stored>();

        (first.IsReplay, again.IsReplay).ShouldBe((false, true));
        (again.Id, again.Version).ShouldBe((first.Id, first.Version));
        again.Document.Span.SequenceEqual(first.Document.Span).ShouldBeTrue();
        (await Store.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_with_another_request_is_refused()
    {
        var merchant = await MerchantAsync();
        var created = (await Store.CreateAsync(merchant, Named("A"), With("key", "create A"), None)).ShouldBeOfType<CustomerWrite.Stored>();

        (await Store.CreateAsync(merchant, Named("B"), With("key", "create B"), None)).ShouldBe(new CustomerWrite.KeyReused());
        (await Store.RemoveAsync(merchant, created.Id, condition: null, With("key", "remove"), None)).ShouldBe(new CustomerWrite.KeyReused());
        (await Store.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(1);
    }

    [Fact]
    public async Task Keys_belong_to_the_merchant()
    {
        var (first, second) = (await MerchantAsync(), await MerchantAsync());
        await Store.CreateAsync(first, Named("A"), With("key", "create A"), None);

        (await Store.CreateAsync(second, Named("B"), With("key", "create B"), None)).ShouldBeOfType<CustomerWrite.Stored>().IsReplay.ShouldBeFalse();
    }

    [Fact]
    public async Task Every_kind_of_change_can_be_repeated_and_is_done_once()
    {
        var merchant = await MerchantAsync();
        var id = (await CreateAsync(merchant, "A")).Id;
        var removed = await Store.RemoveManyAsync(merchant, [id, (await CreateAsync(merchant, "B")).Id], With("bulk", "r"), None);
        var operation = removed.ShouldBeOfType<CustomerWrite.Removed>().Operation!.Value;
        var changes = new (string Key, Func<ChangeOrigin, ValueTask<CustomerWrite>> Write)[]
        {
            ("bulk", origin => Store.RemoveManyAsync(merchant, [id], origin, None)),
            ("undo", origin => Store.UndoAsync(merchant, operation, origin, None)),
            ("update", origin => Store.UpdateAsync(merchant, id, Named("C"), condition: null, origin, None)),
            ("nothing", origin => Store.UpdateAsync(merchant, id, Named("C"), condition: null, origin, None)),
            ("revert", origin => Store.RevertAsync(merchant, id, 1, condition: null, origin, None)),
            ("remove", origin => Store.RemoveAsync(merchant, id, condition: null, origin, None)),
            ("restore", origin => Store.RestoreAsync(merchant, id, origin, None)),
            ("erase", origin => Store.EraseAsync(merchant, id, origin, None)),
        };

        foreach (var (key, write) in changes)
        {
            var first = await write(With(key, "r"));
            var last = (await Log.ReadStateAsync(merchant, None)).Last;
            var again = await write(With(key, "r"));

            again.IsReplay.ShouldBeTrue(key);
            again.GetType().ShouldBe(first.GetType(), key);
            (await Log.ReadStateAsync(merchant, None)).Last.ShouldBe(last, key);
            if (first is CustomerWrite.Stored stored) again.ShouldBeOfType<CustomerWrite.Stored>().Version.ShouldBe(stored.Version, key);
            if (first is CustomerWrite.Removed { IsReplay: false } or CustomerWrite.Undone) (again with { IsReplay = false }).ShouldBe(first, key);
        }
    }

    [Fact]
    public async Task What_is_kept_for_a_key_ends_with_the_change_that_it_is_about()
    {
        var merchant = await MerchantAsync();
        var first = (await Store.CreateAsync(merchant, Named("A"), With("key", "create A"), None)).ShouldBeOfType<CustomerWrite.Stored>();
        await Store.RemoveAsync(merchant, first.Id, condition: null, Maja, None);
        await Log.PurgeAsync(merchant, Time.GetUtcNow() + TimeSpan.FromMinutes(1), None); // as if by a clock that is months ahead

        var again = (await Store.CreateAsync(merchant, Named("A"), With("key", "create A"), None)).ShouldBeOfType<CustomerWrite.Stored>();

        again.IsReplay.ShouldBeFalse();
        again.Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public async Task Only_what_succeeds_is_remembered()
    {
        var merchant = await MerchantAsync();
        var holder = await CreateAsync(merchant, "A");
        var number = new CustomerInput { [CustomerFields.Name] = "B", [CustomerFields.Number] = "1001" };

        (await Store.CreateAsync(merchant, number, With("key", "create B"), None)).ShouldBe(new CustomerWrite.NumberTaken(holder.Id));
        (await Store.UpdateAsync(merchant, 12345, Named("C"), condition: null, With("other", "update"), None)).ShouldBe(new CustomerWrite.NotFound());
        await Store.RemoveAsync(merchant, holder.Id, condition: null, Maja, None);

        (await Store.CreateAsync(merchant, number, With("key", "create B"), None)).ShouldBeOfType<CustomerWrite.Stored>().IsReplay.ShouldBeFalse();
    }

    [Fact]
    public async Task Repetitions_at_the_same_time_do_it_once()
    {
        var merchant = await MerchantAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i => await Store.CreateAsync(merchant, Named($"A {i % 4}"), With($"key {i % 4}", $"create {i % 4}"), None)));

        outcomes.OfType<CustomerWrite.Stored>().Count(stored => !stored.IsReplay).ShouldBe(4);
        outcomes.OfType<CustomerWrite.Stored>().Select(stored => stored.Id).Distinct().Count().ShouldBe(4);
        (await Store.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(4);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_24_hours_and_not_before_even_when_the_clock_goes_back()
    {
        var merchant = await MerchantAsync();
        await Store.CreateAsync(merchant, Named("A"), With("key", "create A"), None);

        Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        (await Store.CreateAsync(merchant, Named("A"), With("key", "create A"), None)).IsReplay.ShouldBeTrue();
        (await Log.PurgeKeysAsync(Time.GetUtcNow() - TimeSpan.FromHours(24), None)).ShouldBe(0);

        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await Store.CreateAsync(merchant, Named("B"), With("key", "create B"), None)).ShouldBeOfType<CustomerWrite.Stored>().IsReplay.ShouldBeFalse();

        Time.Advance(TimeSpan.FromHours(25));
        (await Log.PurgeKeysAsync(Time.GetUtcNow() - TimeSpan.FromHours(24), None)).ShouldBe(1);
        (await Log.PurgeKeysAsync(Time.GetUtcNow() - TimeSpan.FromHours(24), None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_survives_reopening()
    {
        var merchant = await MerchantAsync();
        await Store.CreateAsync(merchant, Named("A"), With("key", "create A"), None);

        await Register.DisposeAsync();
        Register = await OpenAsync();

        (await Store.CreateAsync(merchant, Named("A"), With("key", "create A"), None)).IsReplay.ShouldBeTrue();
    }

    private static ChangeOrigin With(string key, string request) => Maja with { Key = new RetryKey(Hash(key), Hash(request)) };

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
