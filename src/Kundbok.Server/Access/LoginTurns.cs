namespace Kundbok.Server.Access;

/// <summary>
/// Lets one sign-in under a user name run at a time, so that a failure is counted before the next password is tried: else many tried at
/// once would all find the name not yet locked out.
/// </summary>
internal sealed class LoginTurns : IDisposable
{
    // Names share them by their hash; different names seldom wait for each other.
    private const int Gates = 64;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for the name's turn, which lasts until what is returned is disposed of.</summary>
    public async ValueTask<IDisposable> TakeAsync(string userName, CancellationToken cancellation)
    {
        var gate = _gates[(uint)StringComparer.OrdinalIgnoreCase.GetHashCode(userName) % Gates];
        await gate.WaitAsync(cancellation);
        return new Turn(gate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gate in _gates) gate.Dispose();
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
