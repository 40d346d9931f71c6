using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// The rows of customers: the document with its derived columns, what is searched, and the entry of the search index, which are
/// always written together.
/// </summary>
internal sealed class SqliteCustomerRows(SqliteSession session)
{
    private const string InsertCustomer =
        """
        INSERT INTO customer (traits, number, number_key, name_key, email, company_number, document, version, key, merchant, created)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string UpdateCustomer =
        """
        UPDATE customer
        SET traits = ?, number = ?, number_key = ?, name_key = ?, email = ?, company_number = ?, document = ?, version = ?
        WHERE key = ?
        """;

    private const string UpdateDocument = "UPDATE customer SET document = ?, version = ? WHERE key = ?";

    private const string TextColumns = "name, number, address, postal_code, city, company_number, postal_code_bare, company_number_bare";

    private const string InsertText = $"INSERT INTO customer_text (key, {TextColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private const string TextOf = $"SELECT {TextColumns} FROM customer_text WHERE key = $key";

    // Of values, one row at a time: for a statement that may have to be undone in part, as one with a SELECT or RETURNING may, SQLite begins a
    // savepoint, and FTS5 writes out what it has gathered.
    private const string Index = $"INSERT INTO customer_search (rowid, {TextColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    // FTS5 with external content wants the old values to take an entry out.
    private const string Unindex = $"INSERT INTO customer_search (customer_search, rowid, {TextColumns}) VALUES ('delete', ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private const string AllAfter =
        """
        SELECT
            customer.key, merchant, created, version, document,
            traits, customer.number, number_key, name_key, email, customer.company_number,
            name, customer_text.number, address, postal_code, city, customer_text.company_number, postal_code_bare, company_number_bare
        FROM customer
        LEFT JOIN customer_text ON customer_text.key = customer.key
        WHERE customer.key > $after
        ORDER BY customer.key
        LIMIT $limit
        """;

    private const int CustomersAtOnce = 500;

    /// <summary>Adds a customer.</summary>
    public void Insert(long key, long version, long merchant, DateTimeOffset created, DerivedColumns columns, byte[] document)
    {
        Bound(InsertCustomer, key, version, columns, document).Bind(merchant).Bind(created.ToUnixTimeMilliseconds()).Run();
        WriteText(key, columns.Text);
    }

    /// <summary>Replaces a customer's document and what is derived from it.</summary>
    /// <param name="key">The customer's key.</param>
    /// <param name="version">The new version.</param>
    /// <param name="before">The columns there are; null when it is not known what they are.</param>
    /// <param name="after">The new columns.</param>
    /// <param name="document">The new document.</param>
    public void Update(long key, long version, DerivedColumns? before, DerivedColumns after, byte[] document)
    {
        // SQLite writes the entries of an index anew for each column that is set, be it to what it was.
        if (after == before) session.Statement(UpdateDocument).Bind(document).Bind(version).Bind(key).Run();
        else Bound(UpdateCustomer, key, version, after, document).Run();
        if (after.Text == before?.Text) return;

        RemoveText(key);
        WriteText(key, after.Text);
    }

    /// <summary>Removes a customer.</summary>
    public void Remove(long key)
    {
        RemoveText(key);
        Run("DELETE FROM customer WHERE key = $key", key);
    }

    /// <summary>Removes what is searched of a customer.</summary>
    public void RemoveText(long key)
    {
        if (FindText(key) is not { } text) return;
        WriteIndexOut();
        Run(Unindex, key, text);
        WriteIndexOut();
        Run("DELETE FROM customer_text WHERE key = $key", key);
    }

    /// <summary>The keys of what is searched of customers that are not there.</summary>
    public List<long> ReadOrphans()
    {
        using var reader = session
            .Prepared("SELECT key FROM customer_text WHERE NOT EXISTS (SELECT 1 FROM customer WHERE customer.key = customer_text.key)")
            .ExecuteReader();
        var keys = new List<long>();
        while (reader.Read()) keys.Add(reader.GetInt64(0));
        return keys;
    }

    /// <summary>The customers of every merchant with the next higher keys, as they are stored: a few hundred at once, none after the last.</summary>
    /// <param name="key">The key before the first; 0 to begin.</param>
    public List<StoredCustomer> ReadAfter(long key)
    {
        var customers = new List<StoredCustomer>(CustomersAtOnce);
        using var reader = session.Prepared(AllAfter).With("$after", key).With("$limit", CustomersAtOnce).ExecuteReader();
        while (reader.Read())
        {
            var text = reader.IsDBNull(11) ? null : TextFrom(reader, 11);
            var columns = text is null ? null : new DerivedColumns(
                reader.GetInt32(5), reader.GetString(6), reader.GetString(7), reader.GetString(8), reader.GetString(9), reader.GetString(10), text);
            customers.Add(new(reader.GetInt64(1), MerchantKey.LowOf(reader.GetInt64(0)), reader.GetInt64(2), reader.GetInt64(3), columns, reader.GetFieldValue<byte[]>(4)));
        }

        return customers;
    }

    private SqliteStatement Bound(string sql, long key, long version, DerivedColumns columns, byte[] document) => session.Statement(sql)
        .Bind(columns.Traits)
        .Bind(columns.Number)
        .Bind(columns.NumberKey)
        .Bind(columns.NameKey)
        .Bind(columns.Email)
        .Bind(columns.CompanyNumber)
        .Bind(document)
        .Bind(version)
        .Bind(key);

    private SearchedText? FindText(long key)
    {
        using var reader = session.Prepared(TextOf).With("$key", key).ExecuteReader();
        return reader.Read() ? TextFrom(reader, 0) : null;
    }

    private void WriteText(long key, SearchedText text)
    {
        Run(InsertText, key, text);
        Run(Index, key, text);
    }

    private static SearchedText TextFrom(SqliteDataReader row, int first) => new(
        row.GetString(first),
        row.GetString(first + 1),
        row.GetString(first + 2),
        row.GetString(first + 3),
        row.GetString(first + 4),
        row.GetString(first + 5),
        row.GetString(first + 6),
        row.GetString(first + 7));

    // FTS5 gathers what is indexed and writes it when the transaction ends, or a savepoint begins. With secure-delete, an entry that is taken out
    // and put in again in one go ends in an index that is wrong: what takes one out is written by itself.
    private void WriteIndexOut()
    {
        session.Statement("SAVEPOINT apart").Run();
        session.Statement("RELEASE apart").Run();
    }

    private void Run(string sql, long key) => session.Prepared(sql).With("$key", key).ExecuteNonQuery();

    private void Run(string sql, long key, SearchedText text) => session.Statement(sql)
        .Bind(key)
        .Bind(text.Name)
        .Bind(text.Number)
        .Bind(text.Address)
        .Bind(text.PostalCode)
        .Bind(text.City)
        .Bind(text.CompanyNumber)
        .Bind(text.PostalCodeBare)
        .Bind(text.CompanyNumberBare)
        .Run();
}
