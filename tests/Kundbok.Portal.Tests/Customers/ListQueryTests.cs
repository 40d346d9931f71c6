using Kundbok.Contracts;
using Kundbok.Portal.Customers;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Portal.Tests.Customers;

/// <summary>What the address says of a list.</summary>
public sealed class ListQueryTests
{
    public static TheoryData<ListQuery, string> Addresses => new()
    {
        { ListQuery.Everybody, "customers" },
        { new ListQuery { Kinds = Kinds.Company | Kinds.Unknown, EInvoice = true, ReverseTax = true }, "customers?kind=company,unknown&einvoice=1&reversetax=1" },
        { new ListQuery { Period = Period.Week, Sort = SortBy.Name, IsDescending = false }, "customers?created=7d&sort=name" },
        { new ListQuery { Period = Period.Year, Sort = SortBy.Created }, "customers?created=year&sort=-created" },
        { new ListQuery { From = new DateOnly(2026, 1, 31), Sort = SortBy.Number }, "customers?from=2026-01-31&sort=-number" },
        { new ListQuery { To = new DateOnly(2026, 2, 1), IsDescending = false, After = "a+b/c=" }, "customers?to=2026-02-01&sort=id&after=a%2Bb%2Fc%3D" },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public void A_list_and_its_address_say_the_same(ListQuery query, string address)
    {
        query.Address.ShouldBe(address);
        ListQuery.Read("https://register.example/app/" + address).ShouldBe(query);
    }

    [Theory]
    [InlineData("customers?kind=company,private,unknown")]
    [InlineData("customers?kind=nobody&einvoice=yes&created=always&from=yesterday&sort=shoesize&after=&search=maja")]
    [InlineData("customers?&=&kind")]
    public void What_an_address_does_not_say_well_narrows_nothing(string address) => ListQuery.Read(address).ShouldBe(ListQuery.Everybody);

    [Fact]
    public void Another_filter_or_order_begins_at_the_first_page()
    {
        var query = new ListQuery { After = "cursor" };
        query.Narrowed(before => before with { EInvoice = true }).ShouldBe(new ListQuery { EInvoice = true });
        query.SortedBy(SortBy.Name).ShouldBe(new ListQuery { Sort = SortBy.Name, IsDescending = false });
        query.SortedBy(SortBy.Name).SortedBy(SortBy.Name).ShouldBe(new ListQuery { Sort = SortBy.Name });
        query.SortedBy(SortBy.Created).ShouldBe(new ListQuery { Sort = SortBy.Created });
    }

    [Theory]
    [InlineData("?created=today", "2026-03-28T23:00:00Z", null)]
    [InlineData("?created=7d", "2026-03-22T23:00:00Z", null)]
    [InlineData("?created=30d", "2026-02-27T23:00:00Z", null)]
    [InlineData("?created=year", "2025-12-31T23:00:00Z", null)]
    [InlineData("?from=2026-03-29&to=2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59.999Z")]
    [InlineData("?from=2026-02-02&to=2026-02-01", "2026-01-31T23:00:00Z", "2026-02-02T22:59:59.999Z")]
    [InlineData("?to=2026-02-01", null, "2026-02-01T22:59:59.999Z")]
    [InlineData("?from=0001-01-01&to=9999-12-31", null, null)]
    public void Days_are_those_of_the_browser(string address, string? from, string? to)
    {
        // On the day on which the clock is put forward.
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 29, 10, 0, 0, TimeSpan.Zero));
        time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

        var within = ListQuery.Read(address).Filter("", time).Conditions.ShouldHaveSingleItem().ShouldBeOfType<CreatedWithin>();
        within.From.ShouldBe(from is null ? DateTimeOffset.MinValue : DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture));
        within.To.ShouldBe(to is null ? new DateTimeOffset(9999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero) : DateTimeOffset.Parse(to, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Each_word_is_a_term()
    {
        var search = ListQuery.Everybody.Filter("  Åkerström  AB ", TimeProvider.System).Conditions.ShouldHaveSingleItem().ShouldBeOfType<ContainsTerms>();
        search.Terms.Select(term => term.Folded).ShouldBe(["akerstrom", "ab"]);
        ListQuery.Everybody.Filter("  ", TimeProvider.System).Conditions.ShouldBeEmpty();
    }

    [Fact]
    public void A_memory_knows_the_search_and_the_way_back()
    {
        var memory = new ListMemory("maja", []).Further(null).Further("second");
        ListMemory.Read(memory.Write()).ShouldSatisfyAllConditions(
            read => read.Search.ShouldBe("maja"),
            read => read.Before.ShouldBe(["", "second"]),
            read => read.Previous.ShouldBe("second"),
            read => read.Back().Previous.ShouldBeNull(),
            read => read.Back().Back().Back().Before.ShouldBeEmpty());
        foreach (var foreign in new[] { null, "", "{}", "[1]", """{"Search":1}""" }) ListMemory.Read(foreign).ShouldBe(ListMemory.None);
    }
}
