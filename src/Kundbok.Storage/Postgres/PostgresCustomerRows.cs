using Npgsql;
using NpgsqlTypes;

namespace Kundbok.Storage.Postgres;

/// <summary>The statements that write customers' rows: the document with its derived columns, and what is searched. Each takes any number of customers.</summary>
internal static class PostgresCustomerRows
{
    /// <summary>The columns of <c>customer</c> behind the merchant, in order.</summary>
    public const string Columns = "id, created, traits, number, number_key, name_key, email, company_number, document, version";

    private const string InsertCustomers =
        $"""
        INSERT INTO customer (merchant, {Columns})
        SELECT $1, *
        FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    private const string UpdateCustomers =
        """
        UPDATE customer AS c
        SET traits = n.traits,
            number = n.number,
            number_key = n.number_key,
            name_key = n.name_key,
            email = n.email,
            company_number = n.company_number,
            document = n.document,
            version = n.version
        FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10) AS n (id, traits, number, number_key, name_key, email, company_number, document, version)
        WHERE c.merchant = $1 AND c.id = n.id
        """;

    private const string UpsertTexts =
        """
        INSERT INTO customer_text (merchant, id, texts, bare)
        SELECT $1, *
        FROM unnest($2, $3, $4)
        ON CONFLICT (merchant, id) DO UPDATE SET texts = EXCLUDED.texts, bare = EXCLUDED.bare
        """;

    private const string UpsertTally =
        """
        INSERT INTO customer_tally (merchant, traits, customers)
        SELECT $1, *
        FROM unnest($2, $3)
        ON CONFLICT (merchant, traits) DO UPDATE SET customers = customer_tally.customers + EXCLUDED.customers
        """;

    public static void Insert(NpgsqlBatch batch, long merchant, IReadOnlyList<(long Id, long Version, long Created, DerivedColumns Columns, byte[] Document)> customers) =>
        batch.Add(
            InsertCustomers,
            [merchant, ArrayOf(customers, customer => customer.Id), ArrayOf(customers, customer => customer.Created), .. ColumnsOf([.. customers.Select(customer => customer.Columns)]), Documents(customers.Select(customer => customer.Document)), ArrayOf(customers, customer => customer.Version)]);

    public static void Update(NpgsqlBatch batch, long merchant, IReadOnlyList<(long Id, long Version, DerivedColumns Columns, byte[] Document)> customers) =>
        batch.Add(
            UpdateCustomers,
            [merchant, ArrayOf(customers, customer => customer.Id), .. ColumnsOf([.. customers.Select(customer => customer.Columns)]), Documents(customers.Select(customer => customer.Document)), ArrayOf(customers, customer => customer.Version)]);

    public static void WriteTexts(NpgsqlBatch batch, long merchant, IReadOnlyList<(long Id, SearchedText Text)> texts) =>
        batch.Add(UpsertTexts, merchant, ArrayOf(texts, text => text.Id), ArrayOf(texts, text => PostgresText.TextsOf(text.Text)), ArrayOf(texts, text => PostgresText.BareOf(text.Text)));

    public static void Remove(NpgsqlBatch batch, long merchant, long[] ids)
    {
        batch.Add("DELETE FROM customer WHERE merchant = $1 AND id = ANY ($2)", merchant, ids);
        RemoveTexts(batch, merchant, ids);
    }

    public static void RemoveTexts(NpgsqlBatch batch, long merchant, long[] ids) =>
        batch.Add("DELETE FROM customer_text WHERE merchant = $1 AND id = ANY ($2)", merchant, ids);

    public static void ChangeTally(NpgsqlBatch batch, long merchant, IReadOnlyList<int> changes)
    {
        var changed = Enumerable.Range(0, changes.Count).Where(traits => changes[traits] != 0).ToList();
        if (changed.Count > 0) batch.Add(UpsertTally, merchant, ArrayOf(changed, traits => (short)traits), ArrayOf(changed, traits => (long)changes[traits]));
    }

    private static object[] ColumnsOf(IReadOnlyList<DerivedColumns> columns) =>
    [
        ArrayOf(columns, column => (short)column.Traits),
        ArrayOf(columns, column => column.Number),
        ArrayOf(columns, column => column.NumberKey),
        ArrayOf(columns, column => column.NameKey),
        ArrayOf(columns, column => column.Email),
        ArrayOf(columns, column => column.CompanyNumber),
    ];

    private static NpgsqlParameter Documents(IEnumerable<byte[]> documents) => new() { Value = documents.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    private static TItem[] ArrayOf<TRow, TItem>(IReadOnlyList<TRow> rows, Func<TRow, TItem> item) => [.. rows.Select(item)];
}
