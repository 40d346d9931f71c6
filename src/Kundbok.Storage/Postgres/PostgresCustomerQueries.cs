using System.Globalization;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>
/// Lists and counts, each in one statement. PostgreSQL chooses the plan, for the very values that are asked for: it has statistics of
/// how many customers match. Ids are found first; documents are read for those of the page alone, and no more than a page holds.
/// </summary>
internal static class PostgresCustomerQueries
{
    /// <summary>More documents than a page usually holds are not even looked for.</summary>
    public const int MostDocuments = 1_000;

    /// <summary>The slice of the customers that match.</summary>
    public static async ValueTask<CustomerPage> ListAsync(NpgsqlConnection connection, PostgresFilter filter, CustomerSlice slice, CancellationToken cancellation)
    {
        var page = new CustomerPage(slice.Limit);
        try
        {
            if (!filter.MatchesNothing) await FillAsync(page, connection, filter, slice, cancellation);
            return page;
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    /// <summary>How many customers match.</summary>
    public static async ValueTask<long> CountAsync(NpgsqlConnection connection, PostgresFilter filter, CancellationToken cancellation)
    {
        if (filter.MatchesNothing) return 0;

        var sql = filter.OfCustomer.Count == 0 && filter.OfText.Count == 0
            ? $"SELECT coalesce(sum(customers), 0)::bigint FROM customer_tally WHERE merchant = {filter.Merchant} AND traits IN ({ListOf(filter.Traits)})"
            : $"SELECT count(*) {Rows(filter, sortsById: true)}";
        await using var command = filter.Command(connection, sql);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task FillAsync(CustomerPage page, NpgsqlConnection connection, PostgresFilter filter, CustomerSlice slice, CancellationToken cancellation)
    {
        await using var command = filter.Command(connection, Statement(filter, slice));
        if (filter.IsAll) await command.PrepareAsync(cancellation); // there are few of these, and they are the most frequent
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        CustomerPosition? last = null;
        for (var count = 0; await reader.ReadAsync(cancellation); count++)
        {
            if (count == slice.Limit) // one more, to know whether there is a next page
            {
                page.Next = last;
                return;
            }

            last = new CustomerPosition(reader.GetString(1), reader.GetInt64(0));
            Add(page, reader, last.Id);
        }
    }

    /// <summary>Adds the row's customer: with its document, which is the column 2, or only its id when that is null.</summary>
    public static void Add(CustomerPage page, NpgsqlDataReader reader, long id)
    {
        if (reader.IsDBNull(2)) page.AddUnread(id);
        else page.Add(id, reader.GetFieldValue<byte[]>(2));
    }

    private static string Statement(PostgresFilter filter, CustomerSlice slice)
    {
        var order = Order.Of(slice.Sort, filter);
        var rows = Rows(filter, order.IsById);
        var (limit, skip) = (filter.Parameter((long)slice.Limit + 1), filter.Parameter(slice.Skip));
        var keys = (slice.After is null ? [""] : order.Behind(filter, slice.After)) switch
        {
            [var all] => Part(all, $"{limit} OFFSET {skip}"),
            [var ties, var rest] =>
                $"""
                SELECT *
                FROM (({Part(ties, $"{limit} + {skip}")}) UNION ALL ({Part(rest, $"{limit} + {skip}")})) AS parts
                ORDER BY {order.Outer}
                LIMIT {limit} OFFSET {skip}
                """,
            _ => throw new InvalidOperationException(),
        };
        return Documents($"SELECT id, sort, row_number() OVER (ORDER BY {order.Outer}) AS place FROM ({keys}) AS k", filter.Merchant);

        string Part(string behind, string most) =>
            $"""
            SELECT {order.Id} AS id, {order.Text} AS sort{order.Extra}
            {rows}{behind}
            ORDER BY {order.By}
            LIMIT {most}
            """;
    }

    /// <summary>A statement that reads the documents of customers, as many as a page holds.</summary>
    /// <param name="keys">A query with the columns id, sort and place, which they are ordered by.</param>
    /// <param name="merchant">The parameter that is the merchant.</param>
    public static string Documents(string keys, string merchant) =>
        $"""
        SELECT id, sort, CASE WHEN upto - size < {CustomerPage.MostBytes.ToString(CultureInfo.InvariantCulture)} THEN document END
        FROM (
            SELECT
                k.id,
                k.sort,
                k.place,
                d.document,
                octet_length(d.document) AS size,
                sum(octet_length(d.document)) OVER (ORDER BY k.place) AS upto
            FROM ({keys}) AS k
            LEFT JOIN customer AS d ON d.merchant = {merchant} AND d.id = k.id AND k.place <= {MostDocuments.ToString(CultureInfo.InvariantCulture)}
        ) AS w
        ORDER BY place
        """;

    // FROM and WHERE of the matching rows, from as few tables as will do.
    private static string Rows(PostgresFilter filter, bool sortsById)
    {
        var where = new List<string>();
        var asksTexts = filter.OfText.Count > 0;
        var asksCustomers = !asksTexts || !sortsById || filter.OfCustomer.Count > 0 || filter.Traits != CustomerTraitSet.All;
        if (asksCustomers) where.Add($"c.merchant = {filter.Merchant}");
        if (asksTexts) where.Add($"t.merchant = {filter.Merchant}");
        if (asksTexts && asksCustomers) where.Add("t.id = c.id");
        if (filter.Traits != CustomerTraitSet.All) where.Add($"c.traits IN ({ListOf(filter.Traits)})");
        where.AddRange(filter.OfCustomer);
        where.AddRange(filter.OfText);
        var from = (asksCustomers, asksTexts) switch
        {
            (true, true) => "customer AS c, customer_text AS t",
            (true, false) => "customer AS c",
            _ => "customer_text AS t",
        };
        return $"FROM {from} WHERE {string.Join(" AND ", where)}";
    }

    private static string ListOf(CustomerTraitSet traits) => string.Join(", ", traits.Values);

    /// <summary>An order as SQL.</summary>
    /// <param name="Sort">What is asked for.</param>
    /// <param name="Id">The column that is the id.</param>
    /// <param name="Columns">What is ordered by before the id.</param>
    private sealed record Order(CustomerSort Sort, string Id, string[] Columns)
    {
        public bool IsById => Columns.Length == 0;

        /// <summary>The sort key as text.</summary>
        public string Text => IsById ? "''" : Sort.Field == SortField.Created ? "c.created::text" : Columns[^1];

        /// <summary>The columns again, under names that are known outside.</summary>
        public string Extra => string.Concat(Columns.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $", {column} AS o{i}")));

        /// <summary>ORDER BY where the rows are.</summary>
        public string By => List(Columns, Id);

        /// <summary>ORDER BY outside.</summary>
        public string Outer => List(Columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"o{i}")), "id");

        public static Order Of(CustomerSort sort, PostgresFilter filter) => sort.Field switch
        {
            // left() is what the index has: the longest keys do not fit in it.
            SortField.Name => new(sort, "c.id", ["left(c.name_key, 256)", "c.name_key"]),
            SortField.Number => new(sort, "c.id", ["c.number_key"]),
            SortField.Created => new(sort, "c.id", ["c.created"]),
            _ => new(sort, filter.OfText.Count > 0 ? "t.id" : "c.id", []),
        };

        /// <summary>
        /// Conditions for what lies behind a place. Descending there are two, for the rest of its ties and for what comes after them, since
        /// ties are by ascending id all the same.
        /// </summary>
        public string[] Behind(PostgresFilter filter, CustomerPosition after)
        {
            var id = filter.Parameter(after.Id);
            if (IsById) return [$" AND {Id} {(Sort.Descending ? "<" : ">")} {id}"];

            var key = filter.Parameter(Sort.Field == SortField.Created ? long.Parse(after.Key, CultureInfo.InvariantCulture) : after.Key);
            string[] keys = Sort.Field == SortField.Name ? [$"left({key}, 256)", key] : [key];
            var (row, place) = (string.Join(", ", Columns), string.Join(", ", keys));
            return Sort.Descending
                ? [$" AND ({row}) = ({place}) AND {Id} > {id}", $" AND ({row}) < ({place})"]
                : [$" AND ({row}, {Id}) > ({place}, {id})"];
        }

        private string List(IEnumerable<string> columns, string id) =>
            string.Join(", ", columns.Select(column => Sort.Descending ? $"{column} DESC" : column).Append(IsById && Sort.Descending ? $"{id} DESC" : id));
    }
}
