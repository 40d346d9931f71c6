using System.Globalization;
using Kundbok.Client;
using Kundbok.Contracts;

namespace Kundbok.Portal.Customers;

/// <summary>The kinds that a list is narrowed to; none and all are the same.</summary>
[Flags]
public enum Kinds
{
    /// <summary>Not narrowed.</summary>
    None = 0,

    /// <summary>Companies.</summary>
    Company = 1,

    /// <summary>Private persons.</summary>
    Private = 2,

    /// <summary>Those whose record does not say.</summary>
    Unknown = 4,
}

/// <summary>A time that ends today.</summary>
public enum Period
{
    /// <summary>None; the days may be given.</summary>
    None,

    /// <summary>Today.</summary>
    Today,

    /// <summary>Seven days, today included.</summary>
    Week,

    /// <summary>Thirty days, today included.</summary>
    Month,

    /// <summary>Since the first of January.</summary>
    Year,
}

/// <summary>What a list is sorted by.</summary>
public enum SortBy
{
    /// <summary>The register's own id: the order in which customers were created.</summary>
    Id,

    /// <summary>The name.</summary>
    Name,

    /// <summary>The customer number.</summary>
    Number,

    /// <summary>The day and time of creation.</summary>
    Created,
}

/// <summary>
/// Which customers a list shows, in what order and from where: what its address says, so that it can be shared. The text that is searched for
/// is personal data and therefore not in it (see <see cref="ListMemory"/>).
/// </summary>
public sealed record ListQuery
{
    private const string Path = "customers";
    private const string Day = "yyyy-MM-dd";

    private static readonly (Kinds Kind, string Name, CustomerKind Value)[] KindNames =
    [
        (Kinds.Company, "company", CustomerKind.Company), (Kinds.Private, "private", CustomerKind.Private), (Kinds.Unknown, "unknown", CustomerKind.Unknown),
    ];

    private static readonly (Period Period, string Name)[] PeriodNames = [(Period.Today, "today"), (Period.Week, "7d"), (Period.Month, "30d"), (Period.Year, "year")];

    private static readonly (SortBy Sort, string Name, CustomerOrder Order)[] SortNames =
    [
        (SortBy.Id, "id", CustomerOrder.ById), (SortBy.Name, "name", CustomerOrder.ByName), (SortBy.Number, "number", CustomerOrder.ByNumber), (SortBy.Created, "created", CustomerOrder.ByDate),
    ];

    /// <summary>Everybody, the newest first.</summary>
    public static ListQuery Everybody { get; } = new();

    /// <summary>The kinds.</summary>
    public Kinds Kinds { get; init; }

    /// <summary>Only those who take e-invoices.</summary>
    public bool EInvoice { get; init; }

    /// <summary>Only those who account for the VAT themselves.</summary>
    public bool ReverseTax { get; init; }

    /// <summary>Only those created in this time.</summary>
    public Period Period { get; init; }

    /// <summary>Only those created on this day or later, in the browser's time zone.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Only those created on this day or earlier, in the browser's time zone.</summary>
    public DateOnly? To { get; init; }

    /// <summary>What it is sorted by.</summary>
    public SortBy Sort { get; init; }

    /// <summary>Whether the last comes first.</summary>
    public bool IsDescending { get; init; } = true;

    /// <summary>The cursor at which the page begins; null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Whether it is narrowed by when customers were created.</summary>
    public bool HasDays => Period != Period.None || From is not null || To is not null;

    /// <summary>Whether some filter narrows it.</summary>
    public bool IsNarrowed => Kinds != Kinds.None || EInvoice || ReverseTax || HasDays;

    /// <summary>The order, as the API is asked for it.</summary>
    public CustomerOrder Order
    {
        get
        {
            var order = Array.Find(SortNames, row => row.Sort == Sort).Order;
            return IsDescending ? order.Reversed : order;
        }
    }

    /// <summary>The address, relative to the portal's.</summary>
    public string Address
    {
        get
        {
            List<string> parts = [];
            if (Kinds != Kinds.None) parts.Add("kind=" + string.Join(',', KindNames.Where(row => Kinds.HasFlag(row.Kind)).Select(row => row.Name)));
            if (EInvoice) parts.Add("einvoice=1");
            if (ReverseTax) parts.Add("reversetax=1");
            if (Period != Period.None) parts.Add("created=" + Array.Find(PeriodNames, row => row.Period == Period).Name);
            if (From is { } from) parts.Add("from=" + from.ToString(Day, CultureInfo.InvariantCulture));
            if (To is { } to) parts.Add("to=" + to.ToString(Day, CultureInfo.InvariantCulture));
            if (SortName != Everybody.SortName) parts.Add("sort=" + SortName);
            if (After is not null) parts.Add("after=" + Uri.EscapeDataString(After));
            return parts.Count == 0 ? Path : $"{Path}?{string.Join('&', parts)}";
        }
    }

    /// <summary>Sort and direction in one word, such as <c>-name</c>.</summary>
    public string SortName => (IsDescending ? "-" : "") + Array.Find(SortNames, row => row.Sort == Sort).Name;

    /// <summary>The same, filtered anew, from the first page.</summary>
    public ListQuery Narrowed(Func<ListQuery, ListQuery> change) => change(this) with { After = null };

    /// <summary>The same, sorted by this; the other way round when it already is. Dates begin with the newest.</summary>
    public ListQuery SortedBy(SortBy sort) =>
        this with { Sort = sort, IsDescending = sort == Sort ? !IsDescending : sort is SortBy.Id or SortBy.Created, After = null };

    /// <summary>The same, sorted as <see cref="SortName"/> says.</summary>
    public ListQuery SortedAs(string name)
    {
        var index = Array.FindIndex(SortNames, row => row.Name == name.TrimStart('-'));
        return index < 0 ? this : this with { Sort = SortNames[index].Sort, IsDescending = name.StartsWith('-'), After = null };
    }

    /// <summary>Reads an address. What it does not know it leaves out: an address may be old, or written by hand.</summary>
    public static ListQuery Read(string address)
    {
        var query = Everybody;
        var begin = address.IndexOf('?', StringComparison.Ordinal);
        foreach (var part in begin < 0 ? [] : address[(begin + 1)..].Split('#')[0].Split('&'))
        {
            var name = part.Split('=')[0];
            var value = Uri.UnescapeDataString(part[Math.Min(part.Length, name.Length + 1)..]);
            query = name switch
            {
                "kind" => query with { Kinds = KindsOf(value) },
                "einvoice" => query with { EInvoice = value == "1" },
                "reversetax" => query with { ReverseTax = value == "1" },
                "created" => query with { Period = Array.Find(PeriodNames, row => row.Name == value).Period },
                "from" => query with { From = DayOf(value) },
                "to" => query with { To = DayOf(value) },
                "sort" => query.SortedAs(value) with { After = query.After },
                "after" => query with { After = value.Length > 0 ? value : null },
                _ => query,
            };
        }

        return query;
    }

    /// <summary>The filter, as the API is asked for it.</summary>
    /// <param name="search">The text that is searched for: each word is a term.</param>
    /// <param name="time">Tells what day it is, and where.</param>
    public CustomerFilter Filter(string search, TimeProvider time)
    {
        var filter = CustomerFilter.All;
        if (WordsOf(search) is { Length: > 0 } words) filter = filter.Containing(words);
        if (Kinds != Kinds.None) filter = filter.OfKind([.. KindNames.Where(row => Kinds.HasFlag(row.Kind)).Select(row => row.Value)]);
        if (EInvoice) filter = filter.TakingEInvoices();
        if (ReverseTax) filter = filter.WithReverseTax();
        if (!HasDays) return filter;

        var (from, to) = Days(time);
        var zone = time.LocalTimeZone;
        return filter.CreatedWithin(
            from is { } first ? MidnightOf(first, zone) : DateTimeOffset.MinValue,
            to is { } last && last < DateOnly.MaxValue ? MidnightOf(last.AddDays(1), zone).AddMilliseconds(-1) : DateTimeOffset.MaxValue);
    }

    private static string[] WordsOf(string search) => search.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static Kinds KindsOf(string names)
    {
        var kinds = KindNames.Where(row => names.Split(',').Contains(row.Name, StringComparer.Ordinal)).Aggregate(Kinds.None, (all, row) => all | row.Kind);
        return kinds == (Kinds.Company | Kinds.Private | Kinds.Unknown) ? Kinds.None : kinds;
    }

    private static DateOnly? DayOf(string text) => DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateTimeOffset MidnightOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var offset = zone.GetUtcOffset(midnight);
        return midnight.Ticks < offset.Ticks ? DateTimeOffset.MinValue : new DateTimeOffset(midnight, offset);
    }

    private (DateOnly? From, DateOnly? To) Days(TimeProvider time)
    {
        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        return Period switch
        {
            Period.Today => (today, null),
            Period.Week => (today.AddDays(-6), null),
            Period.Month => (today.AddDays(-29), null),
            Period.Year => (new DateOnly(today.Year, 1, 1), null),
            _ => From > To ? (To, From) : (From, To),
        };
    }
}
