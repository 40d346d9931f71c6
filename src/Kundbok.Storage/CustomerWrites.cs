using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>
/// What each change to a merchant's customers is, the same for every engine. Each decides everything before it changes anything, and
/// appends to the log what it changed.
/// </summary>
internal sealed class CustomerWrites(IMerchantRows rows, long merchant, DateTimeOffset now, ChangeOrigin origin)
{
    private readonly DateOnly _today = Instants.ToDate(now);
    private readonly DateTimeOffset _now = Instants.ToMilliseconds(now);
    private readonly int[] _tally = new int[CustomerTraitSet.Combinations];

    /// <summary>Adds a customer.</summary>
    public CustomerWrite Create(CustomerInput input) => Once(() =>
    {
        var (stored, taken) = Add([new NewCustomer(input)]);
        return taken is null ? stored[0] : taken;
    });

    /// <summary>Adds the customers, all or none.</summary>
    /// <returns>The number that is taken; null when all are stored.</returns>
    public CustomerWrite.NumberTaken? CreateMany(IReadOnlyList<NewCustomer> customers) => Add(customers).Taken;

    /// <summary>Changes one customer.</summary>
    public CustomerWrite Update(long id, CustomerInput input, VersionCondition? condition) => Once(() =>
    {
        if (rows.Find(id) is not { } row) return new CustomerWrite.NotFound();
        if (Mismatch(row, condition) is { } mismatch) return mismatch;

        var before = CustomerJson.Read(row.Document);
        var after = before.With(input);
        if (after[CustomerFields.Number].Length == 0) after = after.With(new CustomerInput { [CustomerFields.Number] = row.Number });
        return Replace(row, before, after, ChangeKind.Updated);
    });

    /// <summary>Gives a customer the fields of an earlier version.</summary>
    public CustomerWrite Revert(long id, long version, VersionCondition? condition) => Once(() =>
    {
        if (rows.Find(id) is not { } row) return new CustomerWrite.NotFound();
        if (Mismatch(row, condition) is { } mismatch) return mismatch;
        if (rows.FindChange(version) is not { Document: { } document } change || change.Customer != id) return new CustomerWrite.VersionNotFound();

        return Replace(row, CustomerJson.Read(row.Document), CustomerJson.Read(document.Span), ChangeKind.Reverted);
    });

    /// <summary>Removes one customer.</summary>
    public CustomerWrite Remove(long id, VersionCondition? condition) => Once(() =>
    {
        if (rows.Find(id) is not { } row) return new CustomerWrite.NotFound();
        return Mismatch(row, condition) is { } mismatch ? mismatch : TakeAway([(id, row)]);
    });

    /// <summary>Removes the customers that are there.</summary>
    public CustomerWrite RemoveMany(IReadOnlyCollection<long> ids) => Once(() =>
    {
        var there = new List<(long Id, CustomerRow Row)>(ids.Count);
        foreach (var id in ids.Distinct())
        {
            if (rows.Find(id) is { } row) there.Add((id, row));
        }

        return TakeAway(there);
    });

    /// <summary>Brings a removed customer back.</summary>
    public CustomerWrite Restore(long id) => Once(() =>
    {
        if (rows.Find(id) is not null) return new CustomerWrite.NotRemoved();
        if (rows.FindPast(id) is not { } past) return new CustomerWrite.NotFound();
        if (past.Last.Kind == ChangeKind.Erased) return new CustomerWrite.WasErased();
        if (past.Document is not { } document) return new CustomerWrite.NotFound();

        return BringBack([document]) is var (stored, taken) && taken is null ? stored[0] : taken!;
    });

    /// <summary>Brings back what an operation removed, all or none.</summary>
    public CustomerWrite Undo(long operation) => Once(() =>
    {
        var removed = rows.FindRemoved(operation);
        if (removed.Count == 0) return new CustomerWrite.OperationNotFound();

        var pasts = removed.Select(customer => (customer.Id, customer.Removed, Past: rows.FindPast(customer.Id))).ToList();
        long[] changed = [.. pasts.Where(one => one.Past?.Last.Sequence != one.Removed || one.Past.Document is null).Select(one => one.Id).Order()];
        if (changed.Length > 0) return new CustomerWrite.ChangedSince(changed);

        return BringBack([.. pasts.Select(one => one.Past!.Document!)]) is var (stored, taken) && taken is null ? new CustomerWrite.Undone(stored.Count) : taken!;
    });

    /// <summary>Removes a customer and everything that is kept of it.</summary>
    public CustomerWrite Erase(long id) => Once(() =>
    {
        if (rows.FindPast(id) is not { } past) return new CustomerWrite.NotFound();
        if (past.Last.Kind == ChangeKind.Erased) return new CustomerWrite.Erased(past.Last);

        if (rows.Find(id) is { } row)
        {
            RemoveRow(id, row);
            Release([row.Number]);
            rows.ChangeTally(_tally);
        }

        var sequence = rows.TakeSequences(1);
        rows.ForgetPast(id, sequence);
        return new CustomerWrite.Erased(Append(sequence, id, ChangeKind.Erased, sequence, document: null));
    });

    // What was done before under the same key is not done again.
    private CustomerWrite Once(Func<CustomerWrite> write)
    {
        if (origin.Key is not { } key) return write();
        if (rows.FindKept(key.Key) is { } kept && !RetryKeys.IsOver(kept.At, _now) && RetryKeys.Repeat(kept, key, rows) is { } repeated) return repeated;
        if (rows.IsInProgress(key.Key)) return new CustomerWrite.KeyInProgress();

        var outcome = write();
        if (RetryKeys.OutcomeOf(outcome, key, _now) is { } toKeep) rows.Keep(key.Key, toKeep);
        return outcome;
    }

    private (IReadOnlyList<CustomerWrite.Stored> Stored, CustomerWrite.NumberTaken? Taken) Add(IReadOnlyList<NewCustomer> customers)
    {
        var numbers = new CustomerNumbers(rows);
        var taken = numbers.Assign([.. customers.Select(customer => customer.Input[CustomerFields.Number])], out var assigned);
        if (taken is not null) return ([], taken);

        var ids = rows.TakeIds(customers.Count);
        var made = new NewRow[customers.Count];
        if (made.Length > 1) Parallel.For(0, made.Length, Make); // everything else is for one thread
        else if (made.Length == 1) Make(0);

        var first = rows.TakeSequences(made.Length);
        var stored = made.Select((row, place) => Insert(row, ChangeKind.Created, first + place, first)).ToList();
        numbers.Save();
        rows.ChangeTally(_tally);
        return (stored, null);

        void Make(int place)
        {
            var customer = Customer
                .New(ids[place], customers[place].Created ?? _now, merchant, customers[place].Input)
                .With(new CustomerInput { [CustomerFields.Number] = assigned[place] });
            made[place] = NewRow.Of(customer, CustomerJson.Write(customer), _today);
        }
    }

    private (IReadOnlyList<CustomerWrite.Stored> Stored, CustomerWrite.NumberTaken? Taken) BringBack(IReadOnlyList<byte[]> documents)
    {
        var made = documents.Select(document => NewRow.Of(CustomerJson.Read(document), document, _today)).ToList();
        var numbers = new CustomerNumbers(rows);
        foreach (var number in made.Select(row => row.Columns.Number))
        {
            if (rows.FindHolder(number) is { } holder) return ([], new CustomerWrite.NumberTaken(holder));
            numbers.See(number);
        }

        var first = rows.TakeSequences(made.Count);
        var stored = made.Select((row, place) => Insert(row, ChangeKind.Restored, first + place, first)).ToList();
        numbers.Save();
        rows.ChangeTally(_tally);
        return (stored, null);
    }

    private CustomerWrite.Stored Insert(NewRow row, ChangeKind kind, long sequence, long operation)
    {
        rows.Insert(row.Id, sequence, row.Created, row.Columns, row.Document);
        _tally[row.Columns.Traits]++;
        Append(sequence, row.Id, kind, operation, row.Document);
        return new CustomerWrite.Stored(row.Id, sequence, row.Document);
    }

    private CustomerWrite Replace(CustomerRow row, Customer before, Customer after, ChangeKind kind)
    {
        var document = CustomerJson.Write(after);
        if (document.AsSpan().SequenceEqual(row.Document)) return new CustomerWrite.Stored(after.Id, row.Version, row.Document);

        if (after[CustomerFields.Number] != row.Number)
        {
            if (rows.FindHolder(after[CustomerFields.Number]) is { } holder) return new CustomerWrite.NumberTaken(holder);
            var numbers = new CustomerNumbers(rows);
            numbers.Free(row.Number);
            numbers.See(after[CustomerFields.Number]);
            numbers.Save();
        }

        var columns = DerivedColumns.Of(after, _today);
        var sequence = rows.TakeSequences(1);
        rows.Update(after.Id, sequence, DerivedColumns.Of(before, _today) with { Traits = row.Traits }, columns, document);
        _tally[row.Traits]--;
        _tally[columns.Traits]++;
        rows.ChangeTally(_tally);
        Append(sequence, after.Id, kind, sequence, document);
        return new CustomerWrite.Stored(after.Id, sequence, document);
    }

    private CustomerWrite.Removed TakeAway(IReadOnlyList<(long Id, CustomerRow Row)> customers)
    {
        if (customers.Count == 0) return new CustomerWrite.Removed(0, null);

        var first = rows.TakeSequences(customers.Count);
        for (var i = 0; i < customers.Count; i++)
        {
            RemoveRow(customers[i].Id, customers[i].Row);
            Append(first + i, customers[i].Id, ChangeKind.Removed, first, document: null);
        }

        Release(customers.Select(customer => customer.Row.Number));
        rows.ChangeTally(_tally);
        return new CustomerWrite.Removed(customers.Count, first);
    }

    private void RemoveRow(long id, CustomerRow row)
    {
        rows.Remove(id);
        _tally[row.Traits]--;
    }

    private void Release(IEnumerable<string> released)
    {
        var numbers = new CustomerNumbers(rows);
        foreach (var number in released) numbers.Free(number);
        numbers.Save();
    }

    private Change Append(long sequence, long id, ChangeKind kind, long operation, byte[]? document)
    {
        var change = new Change(sequence, id, kind, _now, origin.Actor, operation, document is null ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(document));
        rows.Append(change);
        return change;
    }

    private static CustomerWrite.VersionMismatch? Mismatch(CustomerRow row, VersionCondition? condition) =>
        condition is null || condition.Versions.Contains(row.Version) ? null : new CustomerWrite.VersionMismatch(row.Version);

    private readonly record struct NewRow(long Id, DateTimeOffset Created, DerivedColumns Columns, byte[] Document)
    {
        public static NewRow Of(Customer customer, byte[] document, DateOnly today) => new(customer.Id, customer.Created, DerivedColumns.Of(customer, today), document);
    }
}
