using System.Text;
using CsCheck;
using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

/// <summary>Every filter, order and page against the plainest thing that could be right: a loop over objects in memory.</summary>
public abstract partial class CustomerStoreContract
{
    private static readonly string[] Pieces =
    [
        "Åkerström", "akerström", "ÄRLIG", "Ærø", "ø", "Sørensen", "å", "ä", "öl", "Þór", "ß", "Łódź", "Mäkelä", "Hämeenlinna", "Å\u0323", "e\u0301", "\u0301",
        "😀", "👩‍👧", "Ｆ１", "½", "%", "_", "*", "\"", "'", "-", "^", "(", ")", "AND", "OR", "NOT", "NEAR", "a", "b", "ab", "abc", " ", "  ", "1", "12", "114 18", "11418",
        "556036-0793", "5560360793", "16556036-0793", "5", "-1 2", "1-1", "{}", "~", "|", ":", "\t", "name", "\\",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(Pieces).Array[0, 3].Select(string.Concat);

    private static readonly Gen<CustomerInput> AnyInput = Gen.Select(
        Text.Where(name => !string.IsNullOrWhiteSpace(name)), Text.Array[5], Gen.OneOf("", "privat", " Company ", "x"), Gen.OneOf("", "1", "JA", "no"),
        Gen.OneOf("", " ", "7"), Gen.OneOf("", "a@example.com", "A@example.com"),
        (name, texts, type, reverse, party, email) => Input(
            ("name", name), ("address", texts[0]), ("postcode", texts[1]), ("postoffice", texts[2]), ("companyno", texts[3]), ("customertypecode", type),
            ("reversetax", reverse), ("crediflowPartyId", party), ("email", email)));

    private static readonly DateTimeOffset FirstDay = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<NewCustomer> AnyCustomer = Gen.Select(AnyInput, Gen.Int[0, 40], (input, hours) => new NewCustomer(input, FirstDay.AddHours(hours)));

    private static readonly Gen<FilterCondition> AnyCondition = Gen.OneOf(
        Gen.Select(Gen.OneOf(SearchScope.Everything, SearchScope.InvoiceForm), AnyTerm().Array[0, 3], Gen.Bool,
            (scope, terms, inverted) => (FilterCondition)new ContainsTerms(scope, [.. terms.Select(SearchTerm.Create).OfType<SearchTerm>()], inverted)),
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 20], Gen.Bool,
            (from, length, inverted) => (FilterCondition)new CreatedWithin(FirstDay.AddHours(from), FirstDay.AddHours(from + length), inverted)),
        Gen.Select(Gen.OneOf(CustomerKind.Unknown, CustomerKind.Private, CustomerKind.Company).Array[1, 2], Gen.Bool,
            (kinds, inverted) => (FilterCondition)new OfKind(kinds, inverted)),
        Gen.Select(Gen.Bool, Gen.Bool, (invoice, inverted) => (FilterCondition)new HasTitle(invoice, !invoice || inverted, inverted)),
        Gen.Select(Gen.OneOf(CustomerFields.Number, CustomerFields.Email, CustomerFields.CompanyNumber),
            Gen.OneOf("", "1003", "a@example.com", "5560360793", "165560360793", "1-1", "114 18"), Gen.Bool,
            (field, value, inverted) => (FilterCondition)new FieldIs(field, value, inverted)));

    private static readonly Gen<CustomerFilter> AnyFilter = AnyCondition.Array[0, 3].Select(conditions => new CustomerFilter(conditions));

    private static readonly CustomerSort[] Sorts =
        [.. Enum.GetValues<SortField>().SelectMany(by => new[] { new CustomerSort(by, Descending: false), new CustomerSort(by, Descending: true) })];

    [Theory]
    [InlineData(150, 1500)]
    [InlineData(2_100, 200)] // an engine may look for customers in other ways where there are many
    public async Task Every_filter_gives_what_a_loop_over_the_customers_gives(int count, int filters)
    {
        var (merchant, customers) = await PopulateAsync(AnyCustomer, count);

        foreach (var filter in Samples(AnyFilter, filters))
        {
            var expected = customers.Where(customer => Meets(customer, filter)).Select(customer => customer.Id).ToList();
            using var page = await ListAsync(merchant, filter);
            page.Ids.Concat(page.Unread).ShouldBe(expected, Print(filter));
            (await Store.CountAsync(merchant, filter, None)).ShouldBe(expected.Count, Print(filter));
        }
    }

    [Fact]
    public async Task Every_order_is_that_of_the_keys_and_is_walked_through_once()
    {
        var (merchant, customers) = await PopulateAsync(AnyCustomer, 150);

        foreach (var (filter, sort, limit) in Samples(Gen.Select(AnyFilter, Gen.OneOf(Sorts), Gen.Int[1, 40]), 300))
        {
            var expected = Ordered(customers.Where(customer => Meets(customer, filter)), sort);
            (await WalkAsync(merchant, filter, sort, limit)).ShouldBe(expected, $"{sort} {limit} {Print(filter)}");

            using var skipped = await Store.ListAsync(merchant, filter, new CustomerSlice(sort, null, limit, limit), None);
            skipped.Ids.ShouldBe(expected.Skip(limit).Take(limit));
            (skipped.Next is not null).ShouldBe(expected.Count > 2 * limit);
        }
    }

    [Fact]
    public async Task A_page_far_behind_the_first_customer_is_found_wherever_customers_are_gone()
    {
        var merchant = await MerchantAsync();
        var before = await CreateAsync(await MerchantAsync(), ("name", "Of another"));
        foreach (var batch in Enumerable.Range(0, 5000).Chunk(1000))
            (await Store.CreateManyAsync(merchant, [.. batch.Select(i => new NewCustomer(Input(("name", $"Kund {i}"))))], None)).ShouldBeNull();
        await CreateAsync(await MerchantAsync(), ("name", "Of another"));
        var ids = Enumerable.Range(1, 5000).Select(i => before.Id + i).ToList();
        long[] gone = [.. ids[..3], .. ids[900..2700], .. ids.Where(id => id % 7 == 0), ids[^1]]; // the ends, more than one block of keys, and here and there
        await Store.RemoveAsync(merchant, gone, None);
        ids = [.. ids.Except(gone)];

        foreach (var descending in (bool[])[false, true])
        {
            foreach (var start in (int[])[0, 1, 2, 500, 1000, 2000, ids.Count - 11, ids.Count - 10, ids.Count - 1, ids.Count, ids.Count + 1, 1_000_000])
            {
                using var page = await Store.ListAsync(merchant, CustomerFilter.All, new CustomerSlice(new CustomerSort(SortField.Id, descending), null, start, 10), None);
                page.Ids.ShouldBe((descending ? Enumerable.Reverse(ids) : ids).Skip(start).Take(10), $"{start} {descending}");
                (page.Next is not null).ShouldBe(start + 10 < ids.Count);
            }
        }
    }

    [Fact]
    public async Task A_search_with_many_hits_and_a_rare_trait_is_answered_alike_whichever_way_the_rows_are_found()
    {
        // More rows than a plan sorts, so that each is passed over in the order asked for.
        var merchant = await MerchantAsync();
        var all = Enumerable.Range(0, 5000)
            .Select(i => new NewCustomer(Input(("name", $"Vanlig {i % 71}"), ("crediflowPartyId", i % 900 == 7 ? "x" : "")), FirstDay.AddMinutes(i % 3000))).ToList();
        foreach (var batch in all.Chunk(1000)) (await Store.CreateManyAsync(merchant, batch, None)).ShouldBeNull();
        var customers = await AllAsync(merchant);
        var search = new ContainsTerms(SearchScope.Everything, [SearchTerm.Create("vanlig")!], Inverted: false);
        var rare = new HasTitle(EInvoice: true, ReverseTax: false, Inverted: false);
        var days = new CreatedWithin(FirstDay, FirstDay.AddMinutes(2900), Inverted: false);

        foreach (var conditions in (FilterCondition[][])[[], [search], [rare], [search, rare], [days], [days, search], [rare with { Inverted = true }, days], [search with { Terms = [SearchTerm.Create("l 7")!, SearchTerm.Create("7")!] }]])
        {
            var filter = new CustomerFilter(conditions);
            var expected = customers.Where(customer => Meets(customer, filter)).ToList();
            (await Store.CountAsync(merchant, filter, None)).ShouldBe(expected.Count);
            foreach (var sort in Sorts) (await WalkAsync(merchant, filter, sort, 1300)).ShouldBe(Ordered(expected, sort));
        }
    }

    [Fact]
    public async Task A_term_that_few_have_is_not_found_in_those_who_have_all_its_letters_in_another_order()
    {
        var random = new Random(7);
        var merchant = await MerchantAsync();
        var all = Enumerable.Range(0, 700).SelectMany(i =>
        {
            var (first, last) = (Word(), Word());
            var (number, serial) = ($"{random.Next(100_000, 1_000_000)}", $"{random.Next(1_000, 10_000)}");
            var (area, box) = ($"{random.Next(110, 120)}", $"{random.Next(10, 100)}");
            return new[]
            {
                Input(("name", $"{first} {last}"), ("companyno", $"{number}-{serial}"), ("postcode", $"{area} {box}")),
                Input(("name", $"{last} {first}"), ("companyno", $"{number}{serial}"), ("postcode", $"{area}{box}")),
                Input(("name", $"Bolag {number}-{serial}"), ("address", $"{number} {serial} {area} {box}")),
                Input(("name", last), ("address", $"{box}{area} {number} - {serial} {area}{box} {first}")),
            };
        }).Select(input => new NewCustomer(input, FirstDay)).ToList();
        foreach (var batch in all.Chunk(1000)) (await Store.CreateManyAsync(merchant, batch, None)).ShouldBeNull();
        var customers = await AllAsync(merchant);

        foreach (var customer in customers.Take(80))
        {
            foreach (var text in new[] { CustomerFields.Name, CustomerFields.CompanyNumber, CustomerFields.PostalCode, CustomerFields.Number }.Select(field => customer[field]).Where(text => text.Length > 0))
            {
                var filter = new CustomerFilter([new ContainsTerms(SearchScope.Everything, [SearchTerm.Create(text)!], Inverted: false)]);
                var expected = customers.Where(other => Meets(other, filter)).Select(other => other.Id).ToList();
                using var page = await ListAsync(merchant, filter);
                page.Ids.Concat(page.Unread).ShouldBe(expected, text);
                (await Store.CountAsync(merchant, filter, None)).ShouldBe(expected.Count, text);
            }
        }

        string Word() => string.Concat(Enumerable.Range(0, 4).Select(_ => $"{"bdfgklmnrst"[random.Next(11)]}{"aeiou"[random.Next(5)]}"));
    }

    private static Gen<string> AnyTerm() => Gen.OneOf(
        Text,
        Gen.OneOf(Pieces),
        Gen.OneOf("1141", "4 1", "55", "56036-07", "5560 3607", "03", "\0", "ak\0", "%", "e", "\ud800", "NOT a", "\"a\"", "name:a", "{name}", "a*"));

    // The same ones in every run.
    private static IEnumerable<T> Samples<T>(Gen<T> any, int count)
    {
        var random = new PCG(7, 20260101);
        for (var i = 0; i < count; i++) yield return any.Generate(random, null!, out _);
    }

    // The definition of each filter, over the texts themselves.
    private static bool Meets(Customer customer, CustomerFilter filter) => filter.Conditions.All(condition => condition.Inverted != condition switch
    {
        ContainsTerms search => search.Terms.All(term => FieldsOf(search.Scope).Any(field => Contains(customer, field, term))),
        CreatedWithin created => customer.Created >= created.From && customer.Created <= created.To,
        OfKind kind => kind.Kinds.Contains(CustomerTraits.Kind(customer, new DateOnly(2026, 1, 1))),
        HasTitle title => (title.EInvoice && CustomerTraits.TakesEInvoice(customer)) || (title.ReverseTax && CustomerTraits.HasReverseTax(customer)),
        FieldIs { Field: var field, Value: var value } => field == CustomerFields.CompanyNumber
            ? IdentityNumber.Canonical(customer[field]) == IdentityNumber.Canonical(value)
            : customer[field] == value,
        _ => throw new NotSupportedException(),
    });

    private static CustomerField[] FieldsOf(SearchScope scope) => scope == SearchScope.InvoiceForm
        ? [CustomerFields.Name, CustomerFields.Number, CustomerFields.CompanyNumber]
        : [CustomerFields.Name, CustomerFields.Number, CustomerFields.Address, CustomerFields.PostalCode, CustomerFields.City, CustomerFields.CompanyNumber];

    private static bool Contains(Customer customer, CustomerField field, SearchTerm term)
    {
        var folded = TextFold.Fold(customer[field]);
        if (folded.Contains(term.Folded, StringComparison.Ordinal)) return true;

        var digits = term.Folded.Any(char.IsAsciiDigit) && term.Folded.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '-');
        return digits && (field == CustomerFields.CompanyNumber || field == CustomerFields.PostalCode) && Plain(folded).Contains(Plain(term.Folded), StringComparison.Ordinal);

        static string Plain(string text) => string.Concat(text.Where(letter => letter is not (' ' or '-')));
    }

    private static List<long> Ordered(IEnumerable<Customer> customers, CustomerSort sort)
    {
        var byKey = Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));
        var sorted = sort.Descending ? customers.OrderByDescending(Key, byKey) : customers.OrderBy(Key, byKey);
        return [.. sorted.ThenBy(customer => customer.Id).Select(customer => customer.Id)];

        byte[] Key(Customer customer) => Encoding.UTF8.GetBytes(sort.Field switch
        {
            SortField.Name => NameSortKey.Of(customer[CustomerFields.Name]),
            SortField.Number => NumberSortKey.Of(customer[CustomerFields.Number]),
            SortField.Created => Instants.Format(customer.Created),
            _ => $"{customer.Id:D20}",
        });
    }

    private async Task<List<long>> WalkAsync(long merchant, CustomerFilter filter, CustomerSort sort, int limit)
    {
        var walked = new List<long>();
        CustomerPosition? after = null;
        do
        {
            using var page = await Store.ListAsync(merchant, filter, new CustomerSlice(sort, after, 0, limit), None);
            page.Ids.Count.ShouldBeLessThanOrEqualTo(limit);
            walked.AddRange(page.Ids);
            walked.AddRange(page.Unread);
            after = page.Next;
        }
        while (after is not null);
        return walked;
    }

    // The customers in the middle of two other merchants', whom nothing may find.
    private async Task<(long Merchant, List<Customer> Customers)> PopulateAsync(Gen<NewCustomer> any, int count)
    {
        var merchants = new[] { await MerchantAsync(), await MerchantAsync(), await MerchantAsync() };
        foreach (var merchant in merchants)
        {
            (await Store.CreateManyAsync(merchant, [.. Samples(any, count)], None)).ShouldBeNull();
        }

        return (merchants[1], await AllAsync(merchants[1]));
    }

    private async Task<List<Customer>> AllAsync(long merchant)
    {
        var ids = await WalkAsync(merchant, CustomerFilter.All, CustomerSort.Default, 10_000);
        var customers = new List<Customer>();
        while (customers.Count < ids.Count)
        {
            using var page = await Store.FindManyAsync(merchant, ids[customers.Count..], None);
            for (var i = 0; i < page.Ids.Count; i++) customers.Add(CustomerJson.Read(page[i].Span));
        }

        return customers;
    }

    private static string Print(CustomerFilter filter) => string.Join(" AND ", filter.Conditions.Select(condition => condition is ContainsTerms search
        ? $"{(search.Inverted ? "NOT " : "")}{search.Scope}({string.Join('|', search.Terms.Select(term => $"{term.Folded}/{term.Bare}"))})"
        : condition.ToString()));
}
