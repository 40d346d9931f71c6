using System.Globalization;
using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

/// <summary>The plainest register of one merchant that could be right: a list of changes, and loops over it. It tells outcomes as texts.</summary>
internal sealed class RegisterModel(long merchant)
{
    private readonly List<ModelChange> _log = [];
    private long? _highest;

    /// <summary>Every change, in order.</summary>
    public IReadOnlyList<ModelChange> Log => _log;

    /// <summary>Every id that was given, ascending.</summary>
    public IEnumerable<long> Ids => _log.Select(change => change.Id).Distinct().Order();

    /// <summary>The customer as it is; null when it is not there.</summary>
    public Customer? Find(long id) => Last(id)?.Customer;

    public long VersionOf(long id) => Last(id)!.Sequence;

    /// <summary>An outcome of the store in the words of the model.</summary>
    public static string Tell(CustomerWrite outcome) => outcome switch
    {
        CustomerWrite.Stored stored => Stored(stored.Id, stored.Version),
        CustomerWrite.Removed removed => Removed(removed.Count, removed.Operation),
        CustomerWrite.Undone undone => $"{undone.Count} back",
        CustomerWrite.NumberTaken taken => $"number of {taken.Existing}",
        CustomerWrite.ChangedSince changed => $"changed {string.Join(',', changed.Customers)}",
        _ => outcome.GetType().Name,
    };

    /// <param name="id">The id that the store has given.</param>
    /// <param name="now">The time.</param>
    /// <param name="input">The fields.</param>
    public string Create(long id, DateTimeOffset now, CustomerInput input)
    {
        var number = input[CustomerFields.Number] is { Length: > 0 } sent ? sent : $"{(_highest ?? 1000) + 1}";
        if (HolderOf(number) is { } holder) return $"number of {holder}";

        return Append(id, ChangeKind.Created, Customer.New(id, now, merchant, input).With(Number(number)));
    }

    public string Update(long id, CustomerInput input) =>
        Find(id) is not { } customer ? nameof(CustomerWrite.NotFound)
        : Replace(customer, input[CustomerFields.Number] is "" ? customer.With(input).With(Number(customer[CustomerFields.Number])) : customer.With(input), ChangeKind.Updated);

    public string Revert(long id, long version) =>
        Find(id) is not { } customer ? nameof(CustomerWrite.NotFound)
        : _log.Find(change => change.Sequence == version && change.Id == id) is { Customer: { } earlier } ? Replace(customer, earlier, ChangeKind.Reverted)
        : nameof(CustomerWrite.VersionNotFound);

    public string Remove(params IEnumerable<long> ids)
    {
        var first = _log.Count + 1;
        foreach (var id in ids.Distinct().Where(id => Find(id) is not null).ToList()) _log.Add(new ModelChange(_log.Count + 1, id, ChangeKind.Removed, first, null));
        return Removed(_log.Count + 1 - first, _log.Count < first ? null : first);
    }

    public string RemoveOne(long id) => Find(id) is null ? nameof(CustomerWrite.NotFound) : Remove(id);

    public string Restore(long id)
    {
        if (Find(id) is not null) return nameof(CustomerWrite.NotRemoved);
        if (_log.FindLast(change => change.Id == id && change.Customer is not null) is not { Customer: { } customer }) return nameof(CustomerWrite.NotFound);

        return HolderOf(customer[CustomerFields.Number]) is { } holder ? $"number of {holder}" : Append(id, ChangeKind.Restored, customer);
    }

    public string Undo(long operation)
    {
        var removed = _log.Where(change => change.Operation == operation && change.Kind == ChangeKind.Removed).ToList();
        if (removed.Count == 0) return nameof(CustomerWrite.OperationNotFound);

        var changed = removed.Where(change => Last(change.Id) != change).Select(change => change.Id).Order().ToList();
        if (changed.Count > 0) return $"changed {string.Join(',', changed)}";

        var customers = removed.Select(change => _log.FindLast(one => one.Id == change.Id && one.Customer is not null)!.Customer!).ToList();
        foreach (var customer in customers)
        {
            if (HolderOf(customer[CustomerFields.Number]) is { } holder) return $"number of {holder}";
        }

        var first = _log.Count + 1;
        foreach (var customer in customers) Append(customer.Id, ChangeKind.Restored, customer, first);
        return $"{customers.Count} back";
    }

    private string Replace(Customer before, Customer after, ChangeKind kind)
    {
        if (CustomerJson.Write(before).AsSpan().SequenceEqual(CustomerJson.Write(after))) return Stored(before.Id, VersionOf(before.Id));

        return HolderOf(after[CustomerFields.Number]) is { } holder && holder != before.Id ? $"number of {holder}" : Append(before.Id, kind, after);
    }

    private string Append(long id, ChangeKind kind, Customer customer, long? operation = null)
    {
        var sequence = _log.Count + 1;
        _log.Add(new ModelChange(sequence, id, kind, operation ?? sequence, customer));
        if (int.TryParse(customer[CustomerFields.Number], NumberStyles.None, CultureInfo.InvariantCulture, out var value)) _highest = Math.Max(_highest ?? 0, value);
        return Stored(id, sequence);
    }

    private ModelChange? Last(long id) => _log.FindLast(change => change.Id == id);

    private long? HolderOf(string number) => Ids.Where(id => Find(id)?[CustomerFields.Number] == number).Select(id => (long?)id).FirstOrDefault();

    private static CustomerInput Number(string number) => new() { [CustomerFields.Number] = number };

    private static string Stored(long id, long version) => $"stored {id} as {version}";

    private static string Removed(int count, long? operation) => $"removed {count} by {operation}";
}

/// <summary>A change of the model.</summary>
internal sealed record ModelChange(long Sequence, long Id, ChangeKind Kind, long Operation, Customer? Customer);
