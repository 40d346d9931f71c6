using Kundbok.Contracts;

namespace Kundbok.Storage.Sqlite;

/// <summary>Changes to customers, on the writer's connection and within its transaction. Each decides everything before it changes anything.</summary>
internal sealed class SqliteCustomerWrites(SqliteSession session, long merchant, DateTimeOffset now)
{
    private readonly SqliteCustomerRows _rows = new(session);
    private readonly DateOnly _today = Instants.ToDate(now);

    /// <summary>Adds the customers, all or none.</summary>
    /// <returns>The stored customers; or the number that is taken.</returns>
    public (IReadOnlyList<CustomerWrite.Stored> Stored, CustomerWrite.NumberTaken? Taken) Create(IReadOnlyList<NewCustomer> customers)
    {
        var numbers = SqliteCustomerNumbers.Load(session, merchant);
        var taken = numbers.Assign([.. customers.Select(customer => customer.Input[CustomerFields.Number])], out var assigned);
        if (taken is not null) return ([], taken);

        var tally = new SqliteTally(session, merchant);
        var stored = new CustomerWrite.Stored[customers.Count];
        var id = TakeIds(customers.Count);
        for (var i = 0; i < customers.Count; i++, id++)
        {
            var customer = Customer
                .New(id, customers[i].Created ?? now, merchant, customers[i].Input)
                .With(new CustomerInput { [CustomerFields.Number] = assigned[i] });
            stored[i] = new CustomerWrite.Stored(id, Insert(customer, tally));
        }

        numbers.Save();
        tally.Save();
        return (stored, null);
    }

    /// <summary>Changes one customer.</summary>
    public CustomerWrite Update(long id, CustomerInput input)
    {
        if (CustomerKey.Of(merchant, id) is not { } key || Find(key) is not { } row) return new CustomerWrite.NotFound();

        var before = CustomerJson.Read(row.Document);
        var after = before.With(input);
        if (after[CustomerFields.Number].Length == 0) after = after.With(new CustomerInput { [CustomerFields.Number] = row.Number });

        var document = CustomerJson.Write(after);
        if (document.AsSpan().SequenceEqual(row.Document)) return new CustomerWrite.Stored(id, row.Document);

        var renumbered = after[CustomerFields.Number] != row.Number;
        var numbers = SqliteCustomerNumbers.Load(session, merchant);
        if (renumbered && numbers.Holder(after[CustomerFields.Number]) is { } holder) return new CustomerWrite.NumberTaken(holder);

        if (renumbered)
        {
            numbers.Free(row.Number);
            numbers.See(after[CustomerFields.Number]);
            numbers.Save();
        }

        Replace(key, row.Traits, before, after, document);
        return new CustomerWrite.Stored(id, document);
    }

    /// <summary>Removes the customers that are there.</summary>
    /// <returns>How many.</returns>
    public int Remove(IReadOnlyCollection<long> ids)
    {
        var numbers = SqliteCustomerNumbers.Load(session, merchant);
        var tally = new SqliteTally(session, merchant);
        var removed = 0;
        foreach (var id in ids.Distinct())
        {
            if (CustomerKey.Of(merchant, id) is not { } key || Find(key) is not { } row) continue;

            _rows.Remove(key);
            numbers.Free(row.Number);
            tally.Add(row.Traits, -1);
            removed++;
        }

        numbers.Save();
        tally.Save();
        return removed;
    }

    private byte[] Insert(Customer customer, SqliteTally tally)
    {
        var key = CustomerKey.Of(merchant, customer.Id) ?? throw new InvalidOperationException("The register has given all the ids there are.");
        var columns = DerivedColumns.Of(customer, _today);
        var document = CustomerJson.Write(customer);
        _rows.Insert(key, merchant, customer.Created, columns, document);
        tally.Add(columns.Traits, 1);
        return document;
    }

    private void Replace(long key, int traits, Customer before, Customer after, byte[] document)
    {
        var columns = DerivedColumns.Of(after, _today);
        _rows.Update(key, columns, document, hasOtherText: columns.Text != SearchedText.Of(before));
        if (columns.Traits == traits) return;
        var tally = new SqliteTally(session, merchant);
        tally.Add(traits, -1);
        tally.Add(columns.Traits, 1);
        tally.Save();
    }

    private (int Traits, string Number, byte[] Document)? Find(long key)
    {
        using var reader = session.Prepared("SELECT traits, number, document FROM customer WHERE key = $key").With("$key", key).ExecuteReader();
        return reader.Read() ? (reader.GetInt32(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)) : null;
    }

    // The first of so many ids, which nobody else gets.
    private long TakeIds(int count)
    {
        var last = (long)session.Prepared("UPDATE customer_id SET last = last + $count RETURNING last").With("$count", count).ExecuteScalar()!;
        return last - count + 1;
    }
}
