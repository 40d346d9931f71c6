using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>What each change to a merchant's customers is, the same for every engine. Each decides everything before it changes anything.</summary>
internal sealed class CustomerWrites(IMerchantRows rows, long merchant, DateTimeOffset now)
{
    private readonly DateOnly _today = Instants.ToDate(now);
    private readonly int[] _tally = new int[CustomerTraitSet.Combinations];

    /// <summary>Adds the customers, all or none.</summary>
    /// <returns>The stored customers; or the number that is taken.</returns>
    public (IReadOnlyList<CustomerWrite.Stored> Stored, CustomerWrite.NumberTaken? Taken) Create(IReadOnlyList<NewCustomer> customers)
    {
        var numbers = new CustomerNumbers(rows);
        var taken = numbers.Assign([.. customers.Select(customer => customer.Input[CustomerFields.Number])], out var assigned);
        if (taken is not null) return ([], taken);

        var stored = new CustomerWrite.Stored[customers.Count];
        var ids = rows.TakeIds(customers.Count);
        for (var i = 0; i < customers.Count; i++)
        {
            var customer = Customer
                .New(ids[i], customers[i].Created ?? now, merchant, customers[i].Input)
                .With(new CustomerInput { [CustomerFields.Number] = assigned[i] });
            stored[i] = new CustomerWrite.Stored(ids[i], Insert(customer));
        }

        numbers.Save();
        rows.ChangeTally(_tally);
        return (stored, null);
    }

    /// <summary>Changes one customer.</summary>
    public CustomerWrite Update(long id, CustomerInput input)
    {
        if (rows.Find(id) is not { } row) return new CustomerWrite.NotFound();

        var before = CustomerJson.Read(row.Document);
        var after = before.With(input);
        if (after[CustomerFields.Number].Length == 0) after = after.With(new CustomerInput { [CustomerFields.Number] = row.Number });

        var document = CustomerJson.Write(after);
        if (document.AsSpan().SequenceEqual(row.Document)) return new CustomerWrite.Stored(id, row.Document);

        if (after[CustomerFields.Number] != row.Number)
        {
            if (rows.FindHolder(after[CustomerFields.Number]) is { } holder) return new CustomerWrite.NumberTaken(holder);
            var numbers = new CustomerNumbers(rows);
            numbers.Free(row.Number);
            numbers.See(after[CustomerFields.Number]);
            numbers.Save();
        }

        var columns = DerivedColumns.Of(after, _today);
        rows.Update(id, columns, document, hasOtherText: columns.Text != SearchedText.Of(before));
        _tally[row.Traits]--;
        _tally[columns.Traits]++;
        rows.ChangeTally(_tally);
        return new CustomerWrite.Stored(id, document);
    }

    /// <summary>Removes the customers that are there.</summary>
    /// <returns>How many.</returns>
    public int Remove(IReadOnlyCollection<long> ids)
    {
        var numbers = new CustomerNumbers(rows);
        var removed = 0;
        foreach (var id in ids.Distinct())
        {
            if (rows.Find(id) is not { } row) continue;

            rows.Remove(id);
            numbers.Free(row.Number);
            _tally[row.Traits]--;
            removed++;
        }

        numbers.Save();
        rows.ChangeTally(_tally);
        return removed;
    }

    private byte[] Insert(Customer customer)
    {
        var columns = DerivedColumns.Of(customer, _today);
        var document = CustomerJson.Write(customer);
        rows.Insert(customer.Id, customer.Created, columns, document);
        _tally[columns.Traits]++;
        return document;
    }
}
