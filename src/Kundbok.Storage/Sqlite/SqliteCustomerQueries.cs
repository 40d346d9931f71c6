using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// Lists and counts. The plan is chosen here and not by SQLite, which has no statistics of a merchant: rows are found by whatever
/// leaves few of them, else read in the order that is asked for until the page is full. Keys are found first, in narrow indexes;
/// documents are read for those of the page alone.
/// </summary>
internal static class SqliteCustomerQueries
{
    // Up to so many rows are sorted rather than passed over in the order asked for.
    private const int Few = 2000;

    // Kinds and times are in the narrow index; the rows themselves lie far apart, between the documents.
    private const string Narrow = "customer AS c INDEXED BY customer_by_id ON c.merchant = $merchant AND c.key";

    /// <summary>The slice of the customers that match.</summary>
    public static CustomerPage List(SqliteSession session, SqliteFilter filter, CustomerSlice slice)
    {
        var page = new CustomerPage(slice.Limit);
        try
        {
            if (!filter.MatchesNothing) session.InSnapshot(() => Fill(page, session, filter, slice));
            return page;
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    /// <summary>How many customers match.</summary>
    public static long Count(SqliteSession session, SqliteFilter filter)
    {
        if (filter.MatchesNothing) return 0;

        var others = filter.Conditions.Count > 0 || filter.Scan is not null || filter.Created is not null;
        if (!others && filter.Match is null) return Scalar(session, filter, $"SELECT coalesce(sum(customers), 0) FROM customer_tally WHERE merchant = $merchant AND traits IN ({ListOf(filter.Traits)})");

        var finder = FinderOf(session, filter, SortField.Id);
        return !others && filter.Traits == CustomerTraitSet.All && finder == Finder.Match
            ? Scalar(session, filter, $"SELECT count(*) FROM ({SqliteFilter.Found("$match")})")
            : Scalar(session, filter, $"SELECT count(*) {Rows(filter, finder, SortField.Id)}");
    }

    private static void Fill(CustomerPage page, SqliteSession session, SqliteFilter filter, CustomerSlice slice)
    {
        if (filter.MatchesAll && slice is { After: null, Skip: > 0, Sort.Field: SortField.Id })
        {
            if (SqliteBlocks.KeyOf(session, filter.Merchant, slice.Skip, slice.Sort.Descending) is not { } key) return;
            slice = slice with { Skip = 0, After = new CustomerPosition("", MerchantKey.LowOf(key)) };
        }

        var finder = FinderOf(session, filter, slice.Sort.Field);
        var left = slice.Limit + 1; // one more, to know whether there is a next page
        CustomerPosition? last = null;
        foreach (var part in PartsOf(slice))
        {
            var sql = Statement(filter, finder, slice, part);
            var command = filter.Bind(session.Prepared(sql)).With("$limit", left).With("$skip", slice.Skip);
            if (slice.After is { } after) BindAfter(command, filter.Merchant, slice.Sort, after);

            using var reader = command.ExecuteReader();
            while (left > 0 && reader.Read())
            {
                left--;
                if (left == 0)
                {
                    page.Next = last;
                    return;
                }

                // Each column costs a call to the library, be it only to ask whether it is null.
                var id = MerchantKey.LowOf(SQLitePCL.raw.sqlite3_column_int64(reader.Handle, 0));
                if (left == 1) last = new CustomerPosition(reader.GetString(1), id);
                if (page.IsFull) page.AddUnread(id);
                else page.Add(id, SQLitePCL.raw.sqlite3_column_blob(reader.Handle, 2));
            }
        }
    }

    private static void BindAfter(SqliteCommand command, long merchant, CustomerSort sort, CustomerPosition after)
    {
        var key = MerchantKey.Before(merchant) | after.Id;
        command.With("$afterKey", AfterKey(sort.Field, after)).With("$after", key);

        // In order of id, what finds the rows begins there too; else each page would pass over all the pages before it again.
        if (sort.Field != SortField.Id) return;
        if (sort.Descending) command.With("$last", key - 1);
        else command.With("$before", key);
    }

    private enum Finder
    {
        Order,
        Exact,
        Match,
        Traits,
        Created,
        Texts,
    }

    private static Finder FinderOf(SqliteSession session, SqliteFilter filter, SortField sort)
    {
        if (filter.ExactIndex is not null) return Finder.Exact;

        if (filter.Match is not null && IsSmall(session, filter.Merchant)) return Finder.Texts;

        var byId = sort == SortField.Id; // which is the order that the full-text index and the texts are in
        if (filter.Match is not null && (byId || AreFew(session, filter, SqliteFilter.Found("$match")))) return Finder.Match;
        if (filter.Traits != CustomerTraitSet.All && AreFew(session, filter, $"SELECT 1 FROM customer WHERE merchant = $merchant AND traits IN ({ListOf(filter.Traits)})")) return Finder.Traits;
        if (filter.Created is not null && AreFew(session, filter, "SELECT 1 FROM customer WHERE merchant = $merchant AND created BETWEEN $from AND $to")) return Finder.Created;
        return filter.Scan is not null && byId ? Finder.Texts : Finder.Order;
    }

    /// <summary>Whether a merchant has so few customers that they are read through rather than found: however many others the register has, it costs the same.</summary>
    public static bool IsSmall(SqliteSession session, long merchant) =>
        (long)session.Prepared("SELECT coalesce(sum(customers), 0) FROM customer_tally WHERE merchant = $merchant").With("$merchant", merchant).ExecuteScalar()! <= Few;

    private static bool AreFew(SqliteSession session, SqliteFilter filter, string rows) =>
        Scalar(session, filter, $"SELECT count(*) FROM ({rows} LIMIT {Few + 1})") <= Few;

    // FROM and WHERE of the keys of the matching rows. CROSS JOIN keeps the order of the tables as written.
    private static string Rows(SqliteFilter filter, Finder finder, SortField sort)
    {
        // Who is found by texts alone is not looked up once more.
        var narrow = sort != SortField.Id || filter.Traits != CustomerTraitSet.All || filter.Created is not null || filter.Conditions.Count > 0;
        var from = finder switch
        {
            Finder.Match => "customer_search AS s",
            Finder.Texts => "customer_text AS t",
            Finder.Exact => $"customer AS c INDEXED BY {filter.ExactIndex}",
            Finder.Traits => "customer AS c INDEXED BY customer_by_traits",
            Finder.Created => "customer AS c INDEXED BY customer_by_created",
            _ => $"customer AS c INDEXED BY {OrderOf(sort).Index}",
        };
        var key = KeyOf(finder);
        if (narrow && finder is (Finder.Match or Finder.Texts)) from = $"{from} CROSS JOIN {Narrow} = {key}";
        var where = new List<string>
        {
            finder switch
            {
                Finder.Match => "s.customer_search MATCH $match AND s.rowid > $before AND s.rowid <= $last",
                Finder.Texts => "t.key > $before AND t.key <= $last",
                _ => "c.merchant = $merchant",
            },
        };
        if (filter.Match is not null && finder is not (Finder.Match or Finder.Texts)) where.Add($"c.key IN ({SqliteFilter.Found("$match")})");
        if (finder == Finder.Texts) where.Add(filter.Texts!);
        else if (filter.Scan is not null) where.Add($"EXISTS (SELECT 1 FROM customer_text AS t WHERE t.key = {key} AND {filter.Scan})");
        if (filter.Traits != CustomerTraitSet.All) where.Add($"c.traits IN ({ListOf(filter.Traits)})");
        if (filter.Created is not null) where.Add("c.created BETWEEN $from AND $to");
        where.AddRange(filter.Conditions);
        return $"FROM {from} WHERE {string.Join(" AND ", where)}";
    }

    private static string KeyOf(Finder finder) => finder switch { Finder.Match => "s.rowid", Finder.Texts => "t.key", _ => "c.key" };

    private static (string Column, string Index) OrderOf(SortField sort) => sort switch
    {
        SortField.Name => ("c.name_key", "customer_by_name"),
        SortField.Number => ("c.number_key", "customer_by_number"),
        SortField.Created => ("c.created", "customer_by_created"),
        _ => ("", "customer_by_id"),
    };

    private static string Statement(SqliteFilter filter, Finder finder, CustomerSlice slice, string? part)
    {
        // All rows in the order they lie in are read as they lie.
        if (filter.MatchesAll && slice.Sort.Field == SortField.Id)
            return $"SELECT key, '', document FROM customer WHERE key > $before AND key <= $last ORDER BY key {DirectionOf(slice.Sort)} LIMIT $limit";

        var column = OrderOf(slice.Sort.Field).Column;
        var key = KeyOf(finder);
        var order = column.Length == 0 ? $"{key} {DirectionOf(slice.Sort)}" : $"{column} {DirectionOf(slice.Sort)}, {key}";
        var after = part?.Replace("{key}", key, StringComparison.Ordinal).Replace("{column}", column, StringComparison.Ordinal);
        return $"""
            SELECT
                k.key,
                k.sort,
                d.document
            FROM (
                SELECT {key} AS key, {(column.Length == 0 ? "''" : column)} AS sort
                {Rows(filter, finder, slice.Sort.Field)}{(after is null ? "" : $" AND {after}")}
                ORDER BY {order}
                LIMIT $limit OFFSET $skip
            ) AS k
            CROSS JOIN customer AS d ON d.key = k.key
            """;
    }

    // What lies behind a place: the rest of its ties, then what comes after them. Two statements, since no index serves both at once.
    private static string?[] PartsOf(CustomerSlice slice) => slice switch
    {
        { After: null } => [null],
        { Sort: { Field: SortField.Id, Descending: false } } => ["{key} > $after"],
        { Sort: { Field: SortField.Id, Descending: true } } => ["{key} < $after"],
        { Sort.Descending: false } => ["{column} = $afterKey AND {key} > $after", "{column} > $afterKey"],
        _ => ["{column} = $afterKey AND {key} > $after", "{column} < $afterKey"],
    };

    private static string DirectionOf(CustomerSort sort) => sort.Descending ? "DESC" : "ASC";

    private static object AfterKey(SortField sort, CustomerPosition after) =>
        sort == SortField.Created ? long.Parse(after.Key, CultureInfo.InvariantCulture) : after.Key;

    private static string ListOf(CustomerTraitSet traits) => string.Join(", ", traits.Values);

    private static long Scalar(SqliteSession session, SqliteFilter filter, string sql) => (long)filter.Bind(session.Prepared(sql)).ExecuteScalar()!;
}
