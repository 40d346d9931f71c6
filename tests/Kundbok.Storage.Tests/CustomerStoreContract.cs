using System.Text;
using System.Text.Json;
using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

/// <summary>What a store of customers must do, whatever its engine. An engine's tests are a subclass.</summary>
public abstract partial class CustomerStoreContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    protected IRegister Register { get; private set; } = null!;

    protected ICustomerStore Store => Register.Customers;

    /// <summary>Opens the register of this test, the same each time it is called.</summary>
    protected abstract ValueTask<IRegister> OpenAsync();

    public virtual async ValueTask InitializeAsync() => Register = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Register.DisposeAsync();
    }

    [Fact]
    public async Task What_is_created_is_found_as_it_was_answered()
    {
        var merchant = await MerchantAsync();

        var stored = await CreateAsync(merchant, ("name", "Åsa 😀"), ("notes", "a\r\n\t\"\\b"));

        var found = await Store.FindAsync(merchant, stored.Id, None);
        found!.Value.Document.Span.SequenceEqual(stored.Document.Span).ShouldBeTrue();
        var customer = CustomerJson.Read(found.Value.Document.Span);
        customer.Id.ShouldBe(stored.Id);
        customer.Merchant.ShouldBe(merchant);
        customer[CustomerFields.Notes].ShouldBe("a\r\n\t\"\\b");
        Encoding.UTF8.GetString(found.Value.Document.Span).ShouldStartWith($"{{\"mexcParamvaluesetsid\":{stored.Id},\"date\":\"");
    }

    [Fact]
    public async Task Ids_increase_over_all_merchants_and_are_never_given_again()
    {
        var (first, second) = (await MerchantAsync(), await MerchantAsync());
        var ids = new List<long> { (await CreateAsync(first)).Id, (await CreateAsync(second)).Id, (await CreateAsync(first)).Id };
        await Store.RemoveAsync(first, [ids[2]], None);

        await ReopenAsync();
        ids.Add((await CreateAsync(first)).Id);

        ids.ShouldBe(ids.Order());
        ids.ShouldBeUnique();
    }

    [Fact]
    public async Task Another_merchants_customer_is_not_there()
    {
        var (owner, other) = (await MerchantAsync(), await MerchantAsync());
        var id = (await CreateAsync(owner)).Id;

        (await Store.FindAsync(other, id, None)).ShouldBeNull();
        (await Store.UpdateAsync(other, id, Input(("name", "x")), None)).ShouldBeOfType<CustomerWrite.NotFound>();
        (await Store.RemoveAsync(other, [id], None)).ShouldBe(0);
        (await Store.FindMissingAsync(other, [id], None)).ShouldBe([id]);
        (await Store.CountAsync(other, CustomerFilter.All, None)).ShouldBe(0);
        (await Store.FindAsync(owner, id, None)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData((1L << 40) + 1)]
    public async Task An_id_that_no_customer_can_have_is_not_there(long offset)
    {
        var merchant = await MerchantAsync();
        var id = (await CreateAsync(merchant)).Id;
        var impossible = offset == (1L << 40) + 1 ? (1L << 40) + id : offset;

        (await Store.FindAsync(merchant, impossible, None)).ShouldBeNull();
        (await Store.RemoveAsync(merchant, [impossible], None)).ShouldBe(0);
        (await Store.FindMissingAsync(merchant, [id, impossible], None)).ShouldBe([impossible]);
    }

    [Fact]
    public async Task Customer_numbers_count_on_from_the_highest_given_or_seen()
    {
        var merchant = await MerchantAsync();

        (await NumberAsync(merchant)).ShouldBe("1001");
        (await NumberAsync(merchant, "K-7")).ShouldBe("K-7");
        (await NumberAsync(merchant, "1234567890")).ShouldBe("1234567890"); // ten digits do not count
        (await NumberAsync(merchant, "")).ShouldBe("1002");
        (await NumberAsync(merchant, "0002000")).ShouldBe("0002000"); // by value
        (await NumberAsync(merchant)).ShouldBe("2001");
        (await NumberAsync(merchant, "5")).ShouldBe("5");
        (await NumberAsync(merchant)).ShouldBe("2002");
        var changed = (await CreateAsync(merchant)).Id;
        await Store.UpdateAsync(merchant, changed, Input(("customerid", "3000")), None);
        await Store.RemoveAsync(merchant, [changed], None);
        await ReopenAsync();
        (await NumberAsync(merchant)).ShouldBe("3001"); // seen, though it is gone
    }

    [Fact]
    public async Task The_first_number_follows_the_one_that_is_seen()
    {
        var merchant = await MerchantAsync();
        (await NumberAsync(merchant, "5")).ShouldBe("5");
        (await NumberAsync(merchant)).ShouldBe("6");
    }

    [Fact]
    public async Task Past_nine_nines_the_lowest_free_number_is_given()
    {
        var merchant = await MerchantAsync();
        await NumberAsync(merchant, "999999999");
        await NumberAsync(merchant, "2");
        await NumberAsync(merchant, "004");

        (await NumberAsync(merchant)).ShouldBe("1");
        var three = await CreateAsync(merchant);
        NumberOf(three.Document).ShouldBe("3");
        (await NumberAsync(merchant)).ShouldBe("5");
        await Store.RemoveAsync(merchant, [three.Id], None);
        (await NumberAsync(merchant)).ShouldBe("3");
        (await NumberAsync(merchant)).ShouldBe("6");
        await Store.CreateManyAsync(merchant, [New(), New(("customerid", "8")), New(), New()], None);
        (await NumbersAsync(merchant))[^4..].ShouldBe(["7", "8", "9", "10"]);
    }

    [Fact]
    public async Task Numbers_of_more_than_nine_digits_are_none_of_those_that_are_given()
    {
        var merchant = await MerchantAsync();
        var highest = await CreateAsync(merchant, ("customerid", "999999999"));
        await NumberAsync(merchant, new string('9', 200));
        await NumberAsync(merchant, "1000000000");
        await NumberAsync(merchant, "000");
        await Store.RemoveAsync(merchant, [highest.Id], None);

        (await NumberAsync(merchant)).ShouldBe("1");
        (await NumberAsync(merchant)).ShouldBe("2");
    }

    [Fact]
    public async Task Many_numbers_are_given_past_nine_nines_whatever_is_freed_and_taken_meanwhile()
    {
        var merchant = await MerchantAsync();
        await NumberAsync(merchant, "999999999");
        (await Store.CreateManyAsync(merchant, [.. Enumerable.Range(1, 2_500).Where(number => number % 5 != 0).Select(number => New(("customerid", $"{number:D4}")))], None)).ShouldBeNull();

        var given = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => NumberAsync(merchant)));

        given.Select(int.Parse).Order().ShouldBe(Enumerable.Range(1, 500).Select(i => i * 5));
        (await NumberAsync(merchant)).ShouldBe("2501");
    }

    [Fact]
    public async Task The_last_number_that_is_counted_to_may_come_with_others_that_are_looked_for()
    {
        var merchant = await MerchantAsync();
        await NumberAsync(merchant, "001");

        (await Store.CreateManyAsync(merchant, [New(("customerid", "999999998")), New(), New(), New(("customerid", "3")), New()], None)).ShouldBeNull();

        (await NumbersAsync(merchant)).ShouldBe(["001", "999999998", "999999999", "2", "3", "4"]);
    }

    [Fact]
    public async Task Names_of_any_length_are_stored_and_ordered_to_their_end()
    {
        // The longest keys that there are, and ones that differ only behind what an index can hold.
        var merchant = await MerchantAsync();
        var random = new Random(1);
        var longest = string.Concat(Enumerable.Repeat("\uFDFA", 250));
        var noise = string.Concat(Enumerable.Range(0, 250).Select(_ => char.ConvertFromUtf32(random.Next(0x20000, 0x2A6D0))));
        string[] names = [longest + "b", longest + "a", longest, noise + "b", noise + "a"];
        for (var i = 0; i < names.Length; i++) await CreateAsync(merchant, ("name", names[i]), ("email", noise), ("companyno", noise), ("customerid", $"{noise}{i}"));

        foreach (var sort in Sorts)
            (await WalkAsync(merchant, CustomerFilter.All, sort, 2)).ShouldBe(Ordered(await AllAsync(merchant), sort));
        (await WalkAsync(merchant, CustomerFilter.All, new CustomerSort(SortField.Name, Descending: false), 1)).ShouldBe([3, 2, 1, 5, 4]);
    }

    [Fact]
    public async Task A_taken_number_is_refused_with_who_has_it_and_changes_nothing()
    {
        var (merchant, other) = (await MerchantAsync(), await MerchantAsync());
        var holder = (await CreateAsync(merchant, ("customerid", "A"))).Id;
        var second = await CreateAsync(merchant, ("customerid", "B"));
        await CreateAsync(other, ("customerid", "A"));
        await CreateAsync(merchant, ("customerid", "a")); // compared exactly

        (await Store.CreateAsync(merchant, Input(("name", "x"), ("customerid", "A")), None)).ShouldBe(new CustomerWrite.NumberTaken(holder));
        (await Store.UpdateAsync(merchant, second.Id, Input(("customerid", "A"), ("name", "x")), None)).ShouldBe(new CustomerWrite.NumberTaken(holder));

        (await Store.FindAsync(merchant, second.Id, None))!.Value.Document.Span.SequenceEqual(second.Document.Span).ShouldBeTrue();
        (await Store.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(3);
        await Store.RemoveAsync(merchant, [holder], None);
        (await NumberAsync(merchant, "A")).ShouldBe("A");
    }

    [Fact]
    public async Task Many_are_created_all_or_none()
    {
        var merchant = await MerchantAsync();
        var holder = (await CreateAsync(merchant, ("customerid", "A"))).Id;

        (await Store.CreateManyAsync(merchant, [New(), New(("customerid", "A"))], None)).ShouldBe(new CustomerWrite.NumberTaken(holder));
        (await Store.CreateManyAsync(merchant, [New(("customerid", "B")), New(("customerid", "B"))], None)).ShouldNotBeNull();
        (await Store.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(1);

        var created = new DateTimeOffset(2020, 2, 29, 12, 0, 0, 123, TimeSpan.FromHours(1)).AddTicks(4567);
        (await Store.CreateManyAsync(merchant, [New(), new NewCustomer(Input(("name", "Old")), created)], None)).ShouldBeNull();
        using var page = await ListAsync(merchant);
        CustomerJson.Read(page[2].Span).Created.ShouldBe(new DateTimeOffset(2020, 2, 29, 11, 0, 0, 123, TimeSpan.Zero));
    }

    [Fact]
    public async Task An_update_changes_what_is_sent_and_keeps_a_number_that_is_cleared()
    {
        var merchant = await MerchantAsync();
        var id = (await CreateAsync(merchant, ("customerid", "A"), ("fax", "1"), ("notes", "n"))).Id;

        var stored = (await Store.UpdateAsync(merchant, id, Input(("customerid", ""), ("fax", ""), ("address", "Storgatan 1")), None)).ShouldBeOfType<CustomerWrite.Stored>();

        var customer = CustomerJson.Read(stored.Document.Span);
        customer[CustomerFields.Number].ShouldBe("A");
        customer[CustomerFields.Fax].ShouldBe("");
        customer[CustomerFields.Notes].ShouldBe("n");
        (await SearchAsync(merchant, "storgatan")).ShouldBe([id]);
        await Store.UpdateAsync(merchant, id, Input(("address", "Lillgatan 2")), None);
        (await SearchAsync(merchant, "storgatan")).ShouldBeEmpty();
        (await SearchAsync(merchant, "lillgatan")).ShouldBe([id]);
    }

    [Fact]
    public async Task Removing_counts_what_was_there_once()
    {
        var merchant = await MerchantAsync();
        var ids = new[] { (await CreateAsync(merchant)).Id, (await CreateAsync(merchant)).Id, (await CreateAsync(merchant)).Id };

        (await Store.RemoveAsync(merchant, [ids[0], ids[0], 99_999_999, ids[2]], None)).ShouldBe(2);
        (await Store.RemoveAsync(merchant, [ids[0], ids[2]], None)).ShouldBe(0);
        (await Store.RemoveAsync(merchant, [], None)).ShouldBe(0);

        using var page = await ListAsync(merchant);
        page.Ids.ShouldBe([ids[1]]);
    }

    [Fact]
    public async Task Removed_customers_are_found_by_no_search()
    {
        var merchant = await MerchantAsync();
        var id = (await CreateAsync(merchant, ("name", "Nisse Hult"), ("crediflowPartyId", "1"))).Id;
        await Store.RemoveAsync(merchant, [id], None);

        (await SearchAsync(merchant, "nisse")).ShouldBeEmpty();
        (await SearchAsync(merchant, "ni")).ShouldBeEmpty();
        (await Store.CountAsync(merchant, new([new HasTitle(EInvoice: true, ReverseTax: false, Inverted: false)]), None)).ShouldBe(0);
    }

    [Fact]
    public async Task Found_in_the_order_asked_for_without_those_that_are_not_there()
    {
        var merchant = await MerchantAsync();
        var ids = new[] { (await CreateAsync(merchant)).Id, (await CreateAsync(merchant)).Id, (await CreateAsync(merchant)).Id };

        using var page = await Store.FindManyAsync(merchant, [ids[2], 77_777, ids[0], -1], None);

        page.Ids.ShouldBe([ids[2], ids[0]]);
        CustomerJson.Read(page[1].Span).Id.ShouldBe(ids[0]);
        (await Store.FindMissingAsync(merchant, [ids[2], 77_777, ids[0], -1, 77_777], None)).ShouldBe([77_777, -1]);
    }

    [Fact]
    public async Task A_slice_too_large_to_hold_lists_the_ids_of_the_rest()
    {
        var merchant = await MerchantAsync();
        var large = Enumerable.Range(0, 30).Select(_ => New(("notes", new string('x', 65_535)))).ToList();
        await Store.CreateManyAsync(merchant, large, None);

        using var page = await ListAsync(merchant, limit: 29);

        page.Ids.Count.ShouldBeLessThan(29);
        (page.Ids.Count + page.Unread.Count).ShouldBe(29);
        page.Next!.Id.ShouldBe(page.Unread[^1]);
        using var rest = await Store.FindManyAsync(merchant, page.Unread, None);
        rest.Ids.Concat(rest.Unread).ShouldBe(page.Unread);
        using var json = JsonDocument.Parse($"[{Encoding.UTF8.GetString(page.Joined.Span)}]");
        json.RootElement.GetArrayLength().ShouldBe(page.Ids.Count);
    }

    [Fact]
    public async Task Concurrent_writes_lose_nothing()
    {
        var merchant = await MerchantAsync();
        var id = (await CreateAsync(merchant)).Id;
        var fields = CustomerFields.All.Where(field => !field.ReadOnly && field != CustomerFields.Number).ToList();

        await Task.WhenAll(
            Task.WhenAll(fields.Select(async field => await Store.UpdateAsync(merchant, id, Input((field.Name, $"changed {field.Name}")), None))),
            Task.WhenAll(Enumerable.Range(0, 200).Select(async _ => await CreateAsync(merchant))));

        var customer = CustomerJson.Read((await Store.FindAsync(merchant, id, None))!.Value.Document.Span);
        foreach (var field in fields) customer[field].ShouldBe($"changed {field.Name}");
        (await NumbersAsync(merchant)).ToHashSet(StringComparer.Ordinal).Count.ShouldBe(201);
        (await Store.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(201);
    }

    [Fact]
    public async Task Cancelling_stops_the_waiting_and_not_the_write()
    {
        var merchant = await MerchantAsync();
        using var cancelled = new CancellationTokenSource();
        var before = Store.CreateManyAsync(merchant, [.. Enumerable.Range(0, 2_000).Select(_ => New())], None); // takes its time
        var queued = Store.CreateAsync(merchant, Input(("name", "Queued")), cancelled.Token).AsTask();

        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(queued);
        (await before).ShouldBeNull();
        await CreateAsync(merchant); // behind the one that nobody waits for
        (await Store.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(2_002);
        (await Register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
    }

    protected async Task<long> MerchantAsync() => (await Register.Access.AddMerchantAsync("A merchant", None)).Id;

    protected async Task ReopenAsync()
    {
        await Register.DisposeAsync();
        Register = await OpenAsync();
    }

    protected async Task<CustomerWrite.Stored> CreateAsync(long merchant, params (string Name, string Text)[] fields) =>
        (await Store.CreateAsync(merchant, Input([("name", "A"), .. fields]), None)).ShouldBeOfType<CustomerWrite.Stored>();

    protected ValueTask<CustomerPage> ListAsync(long merchant, CustomerFilter? filter = null, int limit = 10_000) =>
        Store.ListAsync(merchant, filter ?? CustomerFilter.All, new CustomerSlice(CustomerSort.Default, null, 0, limit), None);

    protected static CustomerInput Input(params IEnumerable<(string Name, string Text)> fields)
    {
        var input = new CustomerInput();
        foreach (var (name, text) in fields) input[CustomerFields.Find(name)!] = text;
        return input;
    }

    private static NewCustomer New(params (string Name, string Text)[] fields) => new(Input([("name", "A"), .. fields]));

    private async Task<string> NumberAsync(long merchant, string? number = null) =>
        NumberOf((number is null ? await CreateAsync(merchant) : await CreateAsync(merchant, ("customerid", number))).Document);

    private async Task<List<string>> NumbersAsync(long merchant)
    {
        using var page = await ListAsync(merchant);
        return [.. Enumerable.Range(0, page.Ids.Count).Select(i => NumberOf(page[i]))];
    }

    private async Task<IReadOnlyList<long>> SearchAsync(long merchant, string term)
    {
        using var page = await ListAsync(merchant, new([new ContainsTerms(SearchScope.Everything, [SearchTerm.Create(term)!], Inverted: false)]));
        return [.. page.Ids];
    }

    private static string NumberOf(ReadOnlyMemory<byte> document) => CustomerJson.Read(document.Span)[CustomerFields.Number];
}
