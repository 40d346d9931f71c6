using Kundbok.Client;

namespace Kundbok.Portal.Overview;

/// <summary>How many customers are not as the directory has them, and the first of them. The rest is for the file: there may be very many.</summary>
public sealed class DriftReport(Func<CancellationToken, IAsyncEnumerable<DirectoryDrift>> read)
{
    private const int Shown = 5;
    private const int ToldEach = 500;

    private readonly List<DirectoryDrift> _first = [];

    /// <summary>How many were found so far.</summary>
    public int Count { get; private set; }

    /// <summary>The first that were found.</summary>
    public IReadOnlyList<DirectoryDrift> First => _first;

    /// <summary>Whether all are found.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Finds them.</summary>
    /// <param name="changed">Called now and then while it lasts.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task LoadAsync(Action changed, CancellationToken cancellation)
    {
        (Count, IsWhole) = (0, false);
        _first.Clear();
        await foreach (var drift in read(cancellation))
        {
            if (_first.Count < Shown) _first.Add(drift);
            if (++Count % ToldEach == 0 || Count == Shown) changed();
        }

        IsWhole = true;
    }
}
