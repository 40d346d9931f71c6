using Kundbok.Client;
using Kundbok.Contracts;

namespace Kundbok.Portal.Customers;

/// <summary>
/// Removes many customers, in batches, each of which the register makes whole or not at all; and takes it back. What failed can be gone on with:
/// the batch whose outcome is not known is sent again with its key, and is made once.
/// </summary>
public sealed class Removing
{
    /// <summary>The most customers of a batch, as the API has it.</summary>
    public const int MostAtOnce = 10_000;

    // Customers come whole, and the browser reads them while the page stands still: in pieces.
    private const int ReadAtOnce = 1000;

    private readonly CustomersClient _customers;
    private readonly CustomerFilter? _filter;
    private readonly Queue<long> _known;
    private readonly List<long> _batch = [];
    private readonly Stack<long> _operations = new();
    private string? _after;
    private bool _isRead;
    private string? _key;
    private string? _undoKey;

    private Removing(CustomersClient customers, CustomerFilter? filter, IEnumerable<long> ids, long count)
    {
        _customers = customers;
        _filter = filter;
        _known = new Queue<long>(ids);
        _isRead = filter is null;
        Count = count;
    }

    /// <summary>How many are to be removed.</summary>
    public long Count { get; }

    /// <summary>How many were found so far.</summary>
    public long Found { get; private set; }

    /// <summary>How many were removed.</summary>
    public long Removed { get; private set; }

    /// <summary>How many are back.</summary>
    public long Restored { get; private set; }

    /// <summary>Whether there is something to take back.</summary>
    public bool CanUndo => _operations.Count > 0;

    /// <summary>Of chosen customers.</summary>
    public static Removing Chosen(CustomersClient customers, IReadOnlyCollection<long> ids) => new(customers, filter: null, ids, ids.Count);

    /// <summary>Of all that match: as many as were counted, the first created first, so that one who comes meanwhile stays.</summary>
    public static Removing Matching(CustomersClient customers, CustomerFilter filter, long count) => new(customers, filter, [], count);

    /// <summary>Removes those that are still to be removed.</summary>
    /// <param name="progress">Called after each step.</param>
    /// <param name="cancellation">Ends it between two batches; what is removed then stays removed.</param>
    /// <exception cref="KundbokException">One step failed.</exception>
    public async Task GoOnAsync(Action progress, CancellationToken cancellation = default)
    {
        while (!cancellation.IsCancellationRequested)
        {
            while (_batch.Count < MostAtOnce && await FindAsync(cancellation)) progress();
            if (_batch.Count == 0 || cancellation.IsCancellationRequested) return;

            _key ??= Guid.NewGuid().ToString();
            var removal = await _customers.DeleteManyAsync(_batch, _key, CancellationToken.None);
            if (removal.Operation is { } operation) _operations.Push(operation);
            Removed += removal.Count;
            _batch.Clear();
            _key = null;
            progress();
        }
    }

    /// <summary>Brings back those that were removed, the last batch first.</summary>
    /// <exception cref="KundbokException">A batch could not be brought back; it and those before it are still removed.</exception>
    public async Task UndoAsync(Action progress)
    {
        while (_operations.TryPeek(out var operation))
        {
            _undoKey ??= Guid.NewGuid().ToString();
            Restored += await _customers.UndoAsync(operation, _undoKey);
            _undoKey = null;
            _operations.Pop();
            progress();
        }
    }

    private async ValueTask<bool> FindAsync(CancellationToken cancellation)
    {
        // A batch that was sent stays as it was sent.
        if (_key is not null || Found >= Count) return false;
        while (_known.Count == 0)
        {
            if (_isRead || cancellation.IsCancellationRequested) return false;
            var page = await _customers.GetPageAsync(_filter, CustomerOrder.ById, ReadAtOnce, _after, cancellation: CancellationToken.None);
            foreach (var customer in page.Customers) _known.Enqueue(customer.Id);
            _after = page.Next;
            _isRead = page.Next is null;
        }

        while (_batch.Count < MostAtOnce && Found < Count && _known.TryDequeue(out var id))
        {
            _batch.Add(id);
            Found++;
        }

        return true;
    }
}
